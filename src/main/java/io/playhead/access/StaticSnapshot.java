package io.playhead.access;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The static authority's file in one state, checked: every token's tenant is in the tree. */
record StaticSnapshot(TenantTree tenants, List<Directory.Tenant> named, Map<TokenDigest, Entry> tokens) {

    /** @return null if the token is unknown or expired */
    @Nullable
    Entry find(Credential credential, Instant now) {
        Entry entry = tokens.get(credential.digest());
        return entry == null || entry.hasExpired(now) ? null : entry;
    }

    /**
     * One token, but for the token itself.
     *
     * @param grants as written
     */
    record Entry(
            UUID user,
            Optional<UUID> pbxUser,
            UUID tenant,
            Rights rights,
            List<String> grants,
            Optional<Instant> expires) {

        static Entry of(IssuedTokens.Issued issued) {
            return new Entry(
                    issued.user(),
                    Optional.empty(),
                    issued.tenant(),
                    issued.rights(),
                    List.of(),
                    Optional.of(issued.expires()));
        }

        /** Good until the instant itself, not in it. */
        boolean hasExpired(Instant now) {
            return expires.isPresent() && !now.isBefore(expires.get());
        }

        Token token(Credential credential) {
            return new Token(credential, user, pbxUser, tenant, expires);
        }
    }
}
