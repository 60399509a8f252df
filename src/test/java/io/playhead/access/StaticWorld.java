package io.playhead.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/** A parent with a child and a grandchild, a stranger, and a token for each kind of caller. */
public final class StaticWorld {

    public static final UUID PARENT = UUID.fromString("10000000-0000-4000-8000-00000000000a");
    public static final UUID CHILD = UUID.fromString("20000000-0000-4000-8000-00000000000b");
    public static final UUID GRANDCHILD = UUID.fromString("30000000-0000-4000-8000-00000000000c");
    public static final UUID STRANGER = UUID.fromString("40000000-0000-4000-8000-00000000000d");
    public static final UUID UNKNOWN = UUID.fromString("50000000-0000-4000-8000-00000000000e");

    public static final UUID ADMIN_USER = UUID.fromString("a0000000-0000-4000-8000-000000000001");
    public static final UUID PERSON = UUID.fromString("b0000000-0000-4000-8000-000000000002");

    static final String ADMIN = "parent-administrator-token";
    static final String CHILD_ADMIN = "child-administrator-token";
    static final String USER = "child-user-token-0123456789";
    static final String EXPIRED = "expired-administrator-token";
    static final String NON_ASCII = "jeton-éàü-🎧";

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    public static final String TENANTS = """
            tenants:
              - uuid: 10000000-0000-4000-8000-00000000000A
                name: Parent
              - {uuid: 20000000-0000-4000-8000-00000000000b, name: 12, parent: 10000000-0000-4000-8000-00000000000a}
              - {uuid: 30000000-0000-4000-8000-00000000000c, parent: 20000000-0000-4000-8000-00000000000b}
              - {uuid: 40000000-0000-4000-8000-00000000000d}
            """;

    static final String TOKENS = "tokens:\n"
            + token(ADMIN, PARENT, "user: " + ADMIN_USER + ", acl: [call-logd.#]")
            + token(CHILD_ADMIN, CHILD, "acl: ['call-logd.#', '!call-logd.secret']")
            + token(USER, CHILD, "user: " + PERSON + ", pbx_user: " + PERSON + ", acl: [call-logd.users.me.#]")
            + token(EXPIRED, PARENT, "acl: ['#'], expires: 2026-03-01T12:00:00Z")
            + token(NON_ASCII, PARENT, "acl: ['#'], expires: 2026-03-01T13:00:01+01:00");

    private StaticWorld() {}

    static String token(String token, UUID tenant, String rest) {
        return "  - {sha256: %s, tenant: %s, %s}\n".formatted(new Credential(token).sha256(), tenant, rest);
    }

    static StaticAuthority authority(Path folder) {
        return authority(folder, CLOCK);
    }

    static StaticAuthority authority(Path folder, Clock clock) {
        return new StaticAuthority(write(folder.resolve("access.yml"), TENANTS + TOKENS), clock, IssuedTokens.NONE);
    }

    public static Path write(Path file, String yaml) {
        try {
            return Files.writeString(file, yaml);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
