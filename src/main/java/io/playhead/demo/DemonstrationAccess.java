package io.playhead.demo;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** The demonstration's tenants and its one token, as the static authority reads them. */
final class DemonstrationAccess {

    static final UUID PARENT = UUID.fromString("7a0d0b4e-5a0a-4c6e-9d35-0f4f7d7b9a01");
    static final UUID CHILD = UUID.fromString("c6a1f0d2-3c53-4b0e-8a37-5d1d9a5f6b02");
    static final String TOKEN = "demo-token";

    private DemonstrationAccess() {}

    /** @return the authority's file, written anew so that it always fits the token */
    static Path write(DataFolder data) {
        String token = data.kept(TOKEN, UUID.randomUUID().toString());
        UUID user = Script.load().person("alice").uuid();
        return data.replace("access.yaml", """
                tenants:
                  - {uuid: %1$s, name: Harbour Trading}
                  - {uuid: %2$s, name: Harbour Trading Workshop, parent: %1$s}
                tokens:
                  - sha256: %3$s
                    tenant: %1$s
                    user: %4$s
                    pbx_user: %4$s
                    acl: ["call-logd.#"]
                """.formatted(PARENT, CHILD, sha256(token), user));
    }

    static UUID tenant(String name) {
        return name.equals("child") ? CHILD : PARENT;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
