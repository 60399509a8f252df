package io.playhead.access;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who asks, and for whom.
 *
 * @param user who acts, be it a person or a service
 * @param pbxUser the telephone user, where the token has one
 * @param home the token's own tenant: what is made on the caller's behalf belongs to it
 * @param tenant the one the request is about
 * @param tenants whose records may be seen, with {@code tenant} among them; never empty
 */
public record Caller(UUID user, Optional<UUID> pbxUser, UUID home, UUID tenant, Set<UUID> tenants) {}
