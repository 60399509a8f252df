package io.playhead.access;

import java.util.Optional;
import java.util.UUID;

/** Whom the door let in: a good token with the required access, and the tenant of its header, checked. */
public final class Admitted {

    private final Credential credential;
    private final Optional<UUID> headerTenant;

    /** Only {@link Access} makes one. */
    Admitted(Credential credential, Optional<UUID> headerTenant) {
        this.credential = credential;
        this.headerTenant = headerTenant;
    }

    Credential credential() {
        return credential;
    }

    Optional<UUID> headerTenant() {
        return headerTenant;
    }

    @Override
    public String toString() {
        return "Admitted[" + credential + "]";
    }
}
