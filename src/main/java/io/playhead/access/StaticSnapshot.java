package io.playhead.access;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The static authority's file in one state, checked: every token's tenant is in the tree. */
record StaticSnapshot(TenantTree tenants, Map<TokenDigest, Entry> tokens) {

    /** @return null if the token is unknown or expired */
    @Nullable
    Entry find(Credential credential, Instant now) {
        Entry entry = tokens.get(credential.digest());
        return entry == null || entry.hasExpired(now) ? null : entry;
    }

    /** One token, but for the token itself. */
    record Entry(UUID user, Optional<UUID> pbxUser, UUID tenant, Acl acl, Optional<Instant> expires) {

        /** Good until the instant itself, not in it. */
        boolean hasExpired(Instant now) {
            return expires.isPresent() && !now.isBefore(expires.get());
        }

        Token token(Credential credential) {
            return new Token(credential, user, pbxUser, tenant, expires);
        }
    }
}
