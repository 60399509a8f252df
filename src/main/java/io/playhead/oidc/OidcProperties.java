package io.playhead.oidc;

import io.playhead.access.CanonicalUuid;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.util.unit.DataSize;

/**
 * An OpenID Connect provider and what its tokens mean here. A claim is named by its path: {@code realm_access.roles} is
 * {@code roles} in {@code realm_access}, unless there is a claim of the whole name.
 *
 * @param issuer exactly as the provider names itself, required
 * @param jwksUri where its keys are; null where discovery tells
 * @param audience a token must be meant for one of these, required
 * @param algorithms of signatures that are accepted; none has a shared secret
 * @param clockSkew how far the provider's clock may be from ours
 * @param jwtSize longest token that is looked at
 * @param tenantClaim a UUID
 * @param tenant of tokens without that claim; null refuses them
 * @param masterTenant whose people run this service; null if nobody's do
 * @param tenantsFile YAML: the {@code tenants} of the static authority's file; without it each tenant stands alone
 * @param userClaim who acts: a UUID, or any text, of which one is made
 * @param pbxUserClaim the telephone user's UUID
 * @param aclClaim grants, a list or text with spaces between
 * @param rolesClaim names of {@code roles}; null if there are none
 * @param roles the grants of each role
 * @param cache how long a token that was checked is not checked again; never past its end
 * @param decisions most tokens that are kept so
 * @param jwksFresh how long keys are used without asking for them again
 * @param jwksKept how long keys are used while the provider does not answer
 * @param connect how long a connection to the provider may take
 * @param response how long an answer of the provider may take, to its last octet
 * @param responseSize longest answer that is read
 */
@ConfigurationProperties("playhead.access.oidc")
record OidcProperties(
        @Nullable String issuer,
        @Nullable String jwksUri,
        @DefaultValue List<String> audience,
        @DefaultValue({"RS256", "PS256", "ES256"}) List<SignatureAlgorithm> algorithms,
        @DefaultValue("30s") Duration clockSkew,
        @DefaultValue("8KB") DataSize jwtSize,
        @DefaultValue("tenant_uuid") String tenantClaim,
        @Nullable String tenant,
        @Nullable String masterTenant,
        @Nullable Path tenantsFile,
        @DefaultValue("sub") String userClaim,
        @DefaultValue("pbx_user_uuid") String pbxUserClaim,
        @DefaultValue("acl") String aclClaim,
        @Nullable String rolesClaim,
        @DefaultValue Map<String, List<String>> roles,
        @DefaultValue("1m") Duration cache,
        @DefaultValue("10000") int decisions,
        @DefaultValue("5m") Duration jwksFresh,
        @DefaultValue("1h") Duration jwksKept,
        @DefaultValue("2s") Duration connect,
        @DefaultValue("5s") Duration response,
        @DefaultValue("256KB") DataSize responseSize,
        @DefaultValue Page page) {

    private static final String PREFIX = "playhead.access.oidc.";
    private static final Set<String> SCHEMES = Set.of("http", "https");

    OidcProperties {
        address("issuer", issuer);
        address("jwks-uri", jwksUri);
        uuid("tenant", tenant);
        uuid("master-tenant", masterTenant);
        require(!algorithms.isEmpty(), "algorithms", "must have at least one");
        require(!clockSkew.isNegative(), "clock-skew", "must not be negative");
        require(!cache.isNegative(), "cache", "must not be negative");
        require(decisions > 0, "decisions", "must be positive");
        positive("jwks-fresh", jwksFresh);
        positive("connect", connect);
        positive("response", response);
        require(jwksKept.compareTo(jwksFresh) >= 0, "jwks-kept", "must not be shorter than jwks-fresh");
        within("jwt-size", jwtSize, DataSize.ofKilobytes(1), DataSize.ofKilobytes(64));
        within("response-size", responseSize, DataSize.ofKilobytes(1), DataSize.ofMegabytes(16));
    }

    /**
     * How the page signs in.
     *
     * @param clientId of a public client of the provider; null leaves the page with pasted tokens
     * @param scope with {@code openid}
     * @param parameters more of the authorization request, such as {@code audience}
     * @param connect origins, beside the issuer's, that the page may ask: where the provider's token endpoint is on another
     */
    record Page(
            @Nullable String clientId,
            @DefaultValue("openid") String scope,
            @DefaultValue Map<String, String> parameters,
            @DefaultValue List<String> connect) {

        Page {
            require(List.of(scope.split(" ", -1)).contains("openid"), "page.scope", "must have the word openid");
            connect.forEach(origin -> require(
                    origin.equals(origin(uri(origin))), "page.connect", "must be origins: https://login.example.org"));
        }
    }

    /** Stops a start that asks this provider without saying which, or for whom its tokens are. */
    void require() {
        require(issuer != null, "issuer", "must be set with playhead.access.authority=oidc");
        require(
                !audience.isEmpty() && audience.stream().noneMatch(String::isBlank),
                "audience",
                "must be set with playhead.access.authority=oidc: a token for somebody else is no token for us");
    }

    URI issuerUri() {
        return URI.create(Objects.requireNonNull(issuer));
    }

    @Nullable
    UUID masterTenantUuid() {
        return masterTenant == null ? null : CanonicalUuid.parse(masterTenant);
    }

    @Nullable
    UUID tenantUuid() {
        return tenant == null ? null : CanonicalUuid.parse(tenant);
    }

    List<String> pageOrigins() {
        return Stream.concat(Stream.of(String.valueOf(origin(issuerUri()))), page.connect().stream())
                .distinct()
                .toList();
    }

    /** Scheme, host and port, as a browser writes them; null of an address that has none. */
    static @Nullable String origin(@Nullable URI address) {
        if (address == null || address.getHost() == null) {
            return null;
        }
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        return address.getScheme() + "://" + address.getHost() + port;
    }

    private static void address(String name, @Nullable String value) {
        URI parsed = value == null ? null : uri(value);
        require(
                value == null || parsed != null && parsed.getRawQuery() == null,
                name,
                "must be http:// or https:// and a host, without a query");
    }

    /** @return null if it is no address of the web */
    static @Nullable URI uri(String text) {
        try {
            URI parsed = new URI(text);
            return parsed.getScheme() != null
                            && SCHEMES.contains(parsed.getScheme())
                            && parsed.getHost() != null
                            && parsed.getRawUserInfo() == null
                            && parsed.getRawFragment() == null
                    ? parsed
                    : null;
        } catch (URISyntaxException garbage) {
            return null;
        }
    }

    private static void uuid(String name, @Nullable String value) {
        require(value == null || CanonicalUuid.parse(value) != null, name, "must be a UUID");
    }

    private static void positive(String name, Duration value) {
        require(!value.isNegative() && !value.isZero(), name, "must be positive");
    }

    private static void within(String name, DataSize value, DataSize least, DataSize most) {
        require(
                value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                name,
                "must be " + least.toKilobytes() + "KB to " + most.toKilobytes() + "KB");
    }

    private static void require(boolean sound, String name, String words) {
        if (!sound) {
            throw new IllegalArgumentException(PREFIX + name + " " + words);
        }
    }
}
