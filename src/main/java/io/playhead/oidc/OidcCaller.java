package io.playhead.oidc;

import io.playhead.access.Acl;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a checked token says of its bearer, in our words.
 *
 * @param tenant null where the token names none that could be one: then it is of no use here
 * @param expires when the token itself says
 */
record OidcCaller(
        UUID user, Optional<UUID> pbxUser, @Nullable UUID tenant, Acl acl, Instant expires) {}
