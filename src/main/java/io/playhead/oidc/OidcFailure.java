package io.playhead.oidc;

import org.jspecify.annotations.Nullable;

/** The provider's documents cannot be had: what it does instead, in a few words that may be shown. */
final class OidcFailure extends RuntimeException {

    OidcFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
