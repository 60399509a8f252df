package io.playhead.oidc;

import io.playhead.access.Acl;
import io.playhead.access.CanonicalUuid;
import io.playhead.access.TokenDigest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;

/** Reads a token's claims as the configuration says. A claim of another shape than it should have is as if it were not there. */
final class OidcClaims {

    private final OidcProperties properties;

    OidcClaims(OidcProperties properties) {
        this.properties = properties;
    }

    /** @param jwt checked, with an end */
    OidcCaller caller(Jwt jwt) {
        Map<String, Object> claims = jwt.getClaims();
        UUID user = user(claims);
        return new OidcCaller(
                user,
                Optional.ofNullable(uuid(claims, properties.pbxUserClaim())),
                tenant(claims),
                Acl.of(grants(claims), user.toString(), text(claims.get("sid"))),
                Objects.requireNonNullElse(jwt.getExpiresAt(), Instant.EPOCH));
    }

    /** Of a name that is no UUID: always the same one, and nobody else's. */
    private UUID user(Map<String, Object> claims) {
        String name = Objects.requireNonNullElse(text(at(claims, properties.userClaim())), "");
        UUID uuid = CanonicalUuid.parse(name);
        if (uuid != null) {
            return uuid;
        }
        byte[] whole = (properties.issuer() + "\n" + name).getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(TokenDigest.of(whole).octets());
    }

    /** One that is there and is no UUID is not made good by the configured one. */
    private @Nullable UUID tenant(Map<String, Object> claims) {
        return at(claims, properties.tenantClaim()) == null
                ? properties.tenantUuid()
                : uuid(claims, properties.tenantClaim());
    }

    private List<String> grants(Map<String, Object> claims) {
        List<String> grants = new ArrayList<>(texts(at(claims, properties.aclClaim())));
        if (properties.rolesClaim() != null) {
            texts(at(claims, properties.rolesClaim()))
                    .forEach(role -> grants.addAll(properties.roles().getOrDefault(role, List.of())));
        }
        return grants;
    }

    private static @Nullable UUID uuid(Map<String, Object> claims, String path) {
        String text = text(at(claims, path));
        return text == null ? null : CanonicalUuid.parse(text);
    }

    private static @Nullable String text(@Nullable Object claim) {
        return claim instanceof String text ? text : null;
    }

    /** A list's texts, or a text's words. */
    private static List<String> texts(@Nullable Object claim) {
        if (claim instanceof Collection<?> several) {
            return several.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
        }
        String words = Objects.requireNonNullElse(text(claim), "");
        return Stream.of(words.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
    }

    /** @param path a name, or names with dots between; a name may have dots itself, as those that are addresses do */
    static @Nullable Object at(Map<?, ?> claims, String path) {
        Object whole = claims.get(path);
        for (int dot = path.indexOf('.'); whole == null && dot >= 0; dot = path.indexOf('.', dot + 1)) {
            if (claims.get(path.substring(0, dot)) instanceof Map<?, ?> within) {
                whole = at(within, path.substring(dot + 1));
            }
        }
        return whole;
    }
}
