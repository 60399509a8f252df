package io.playhead.access;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Checks the static authority's file, and refuses it by the field that is wrong. */
final class StaticFile {

    private final Map<UUID, Optional<UUID>> parents = new LinkedHashMap<>();
    private final List<Directory.Tenant> named = new ArrayList<>();
    private final Map<TokenDigest, StaticSnapshot.Entry> entries = new HashMap<>();

    private StaticFile() {}

    /** @throws StaticFileException naming line or field */
    static StaticSnapshot read(byte[] yaml) {
        StaticDocument document = StaticDocument.parse(yaml);
        StaticFile file = new StaticFile();
        file.readTenants(Objects.requireNonNullElse(document.tenants(), List.of()));
        file.readTokens(Objects.requireNonNullElse(document.tokens(), List.of()));
        return new StaticSnapshot(new TenantTree(file.parents), List.copyOf(file.named), Map.copyOf(file.entries));
    }

    private void readTenants(List<StaticDocument.@Nullable Tenant> tenants) {
        for (int index = 0; index < tenants.size(); index++) {
            String field = "tenants[" + index + "]";
            StaticDocument.Tenant tenant = present(tenants.get(index), field);
            UUID uuid = uuid(present(tenant.uuid(), field + ".uuid"), field + ".uuid");
            Optional<UUID> parent = optionalUuid(tenant.parent(), field + ".parent");
            if (parents.put(uuid, parent) != null) {
                throw new StaticFileException(field + ".uuid: " + uuid + " is there twice");
            }
            named.add(new Directory.Tenant(uuid, Objects.requireNonNullElse(tenant.name(), ""), parent));
        }
        int index = 0;
        for (Map.Entry<UUID, Optional<UUID>> tenant : parents.entrySet()) {
            checkParents(tenant.getKey(), tenant.getValue(), "tenants[" + index + "].parent: ");
            index++;
        }
    }

    private void checkParents(UUID tenant, Optional<UUID> parent, String field) {
        if (parent.isPresent() && !parents.containsKey(parent.get())) {
            throw new StaticFileException(field + "unknown tenant " + parent.get());
        }
        Set<UUID> cycle = TenantTree.cycle(tenant, parents);
        if (!cycle.isEmpty()) {
            throw new StaticFileException(field + "a cycle of parents: " + cycle);
        }
    }

    private void readTokens(List<StaticDocument.@Nullable Token> tokens) {
        Map<TokenDigest, String> fields = new HashMap<>();
        for (int index = 0; index < tokens.size(); index++) {
            String field = "tokens[" + index + "]";
            StaticDocument.Token token = present(tokens.get(index), field);
            TokenDigest digest = digest(present(token.sha256(), field + ".sha256"), field + ".sha256");
            String other = fields.put(digest, field);
            if (other != null) {
                throw new StaticFileException(field + ".sha256: the same as " + other + ".sha256");
            }
            entries.put(digest, entry(token, digest, field));
        }
    }

    private StaticSnapshot.Entry entry(StaticDocument.Token token, TokenDigest digest, String field) {
        UUID tenant = uuid(present(token.tenant(), field + ".tenant"), field + ".tenant");
        if (!parents.containsKey(tenant)) {
            throw new StaticFileException(field + ".tenant: unknown tenant " + tenant);
        }
        // a service without a user still acts as somebody: always the same, and nobody else
        UUID user =
                optionalUuid(token.user(), field + ".user").orElseGet(() -> UUID.nameUUIDFromBytes(digest.octets()));
        List<@Nullable String> access = present(token.acl(), field + ".acl");
        List<String> grants = IntStream.range(0, access.size())
                .mapToObj(index -> present(access.get(index), field + ".acl[" + index + "]"))
                .toList();
        return new StaticSnapshot.Entry(
                user,
                optionalUuid(token.pbxUser(), field + ".pbx_user"),
                tenant,
                Acl.of(grants, user.toString(), null),
                grants,
                Optional.ofNullable(token.expires()).map(text -> instant(text, field + ".expires")));
    }

    private static <T> T present(@Nullable T value, String field) {
        if (value == null) {
            throw new StaticFileException(field + ": is missing");
        }
        return value;
    }

    private static Optional<UUID> optionalUuid(@Nullable String text, String field) {
        return text == null ? Optional.empty() : Optional.of(uuid(text, field));
    }

    private static UUID uuid(String text, String field) {
        UUID uuid = CanonicalUuid.parse(text);
        if (uuid == null) {
            throw new StaticFileException(field + ": not a UUID");
        }
        return uuid;
    }

    private static TokenDigest digest(String text, String field) {
        TokenDigest digest = TokenDigest.parse(text);
        if (digest == null) {
            throw new StaticFileException(field + ": not a SHA-256 in 64 hexadecimal digits");
        }
        return digest;
    }

    private static Instant instant(String text, String field) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException wrong) {
            throw new StaticFileException(field + ": not a time with its offset, such as 2030-12-31T23:59:59Z");
        }
    }
}
