package io.playhead.oidc;

import static io.playhead.access.StaticWorld.CHILD;
import static io.playhead.access.StaticWorld.PARENT;
import static io.playhead.access.StaticWorld.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.playhead.OidcServer;
import io.playhead.Settings;
import io.playhead.access.Authority;
import io.playhead.access.AuthorityContract;
import io.playhead.access.Credential;
import io.playhead.access.Problems;
import io.playhead.access.StaticWorld;
import io.playhead.access.Token;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** On a real provider, with tokens signed by its keys. */
class OidcAuthorityTest implements AuthorityContract {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static OidcServer provider;

    private Instant now = Instant.now();
    private final InstantSource clock = () -> now;

    @SuppressWarnings("NullAway.Init")
    private OidcAuthority authority;

    @BeforeAll
    static void start() {
        provider = OidcServer.start();
        StaticWorld.write(folder.resolve("tenants.yml"), StaticWorld.TENANTS);
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @BeforeEach
    void open() {
        authority = authority(Map.of());
    }

    @AfterEach
    void close() {
        authority.close();
    }

    private OidcAuthority authority(Map<String, String> settings) {
        Map<String, String> usual = new HashMap<>(Map.of(
                "issuer", provider.issuer(),
                "audience", OidcServer.AUDIENCE,
                "master-tenant", PARENT.toString(),
                "tenants-file", folder.resolve("tenants.yml").toString()));
        return new OidcAuthority(
                Settings.bound("playhead.access.oidc", OidcProperties.class, usual, settings), clock, null);
    }

    private Credential token(UnaryOperator<JWTClaimsSet.Builder> more) {
        return new Credential(provider.signed(claims(more)));
    }

    private JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> more) {
        return more.apply(provider.good(Date.from(now))
                        .claim("tenant_uuid", PARENT.toString())
                        .claim("acl", List.of("call-logd.#")))
                .build();
    }

    private Credential good() {
        return token(same -> same);
    }

    @Override
    public Authority authority() {
        return authority;
    }

    @Override
    public Credential administrator() {
        return good();
    }

    @Override
    public Credential user() {
        return token(claims -> claims.subject(PERSON.toString())
                .claim("pbx_user_uuid", PERSON.toString())
                .claim("tenant_uuid", CHILD.toString())
                .claim("acl", "call-logd.users.me.#"));
    }

    private Mono<Void> check(Credential credential) {
        return authority.check(credential, READ, null);
    }

    private void passes(Credential credential) {
        StepVerifier.create(check(credential)).verifyComplete();
    }

    private void unknown(String what, Credential credential) {
        assertThat(Problems.of(check(credential)).details().get("reason"))
                .as(what)
                .isEqualTo("not_found_or_expired");
    }

    @Test
    void what_is_forged_is_not_found() throws JOSEException {
        Credential good = good();
        passes(good);

        String text = good.text();
        unknown("truncated", new Credential(text.substring(0, text.length() - 1)));
        unknown("signature gone", new Credential(text.substring(0, text.lastIndexOf('.') + 1)));
        unknown(
                "another's signature",
                new Credential(text.substring(0, text.lastIndexOf('.'))
                        + user().text().substring(user().text().lastIndexOf('.'))));
        unknown("key of another", new Credential(OidcServer.signed(claims(same -> same), OidcServer.rsa(), null)));
        unknown("none", new Credential(new PlainJWT(claims(same -> same)).serialize()));
        unknown("public key as shared secret", new Credential(shared(claims(same -> same))));
        unknown("encrypted", new Credential("eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a.b.c.d"));
        unknown("deep", new Credential("[".repeat(4000) + ".a.b"));
        unknown("too long", token(claims -> claims.claim("x", "x".repeat(9000))));
    }

    /** HS256, its secret being what everybody can read of the provider's key. */
    private static String shared(JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(provider.key().getKeyID())
                        .build(),
                claims);
        token.sign(new MACSigner(provider.published().getBytes(StandardCharsets.UTF_8)));
        return token.serialize();
    }

    @Test
    void what_is_meant_for_others_or_another_time_is_not_found() {
        unknown("no audience", token(claims -> claims.audience(List.of())));
        unknown("another's audience", token(claims -> claims.audience("somebody")));
        unknown("another issuer", token(claims -> claims.issuer(provider.issuer() + "/")));
        unknown("no end", token(claims -> claims.expirationTime(null)));
        unknown("over", token(claims -> claims.issueTime(at(-60)).expirationTime(at(-31))));
        unknown("not yet", token(claims -> claims.notBeforeTime(at(31))));
        unknown("of the future", token(claims -> claims.issueTime(at(31))));
        unknown("bound to a key", token(claims -> claims.claim("cnf", Map.of("jkt", "x"))));
        unknown("of another kind", typed("logout+jwt"));

        passes(token(claims -> claims.audience(List.of("somebody", OidcServer.AUDIENCE))));
        passes(token(claims -> claims.issueTime(at(-60)).expirationTime(at(-29))));
        passes(token(claims -> claims.notBeforeTime(at(29))));
        passes(token(claims -> claims.issueTime(at(29))));
        passes(token(claims -> claims.issueTime(null)));
        passes(typed("at+jwt"));
        passes(typed("JWT"));
    }

    private Credential typed(String type) {
        return new Credential(OidcServer.signed(claims(same -> same), provider.key(), new JOSEObjectType(type)));
    }

    private Date at(int seconds) {
        return Date.from(now.plusSeconds(seconds));
    }

    @Test
    void a_token_ends_when_it_says_though_it_was_kept() {
        Credential brief = token(claims -> claims.expirationTime(at(10)));
        passes(brief);

        now = now.plusSeconds(39);
        passes(brief);

        now = now.plusSeconds(2);
        unknown("kept", brief);
        Problems.assertUnauthorized(Problems.of(authority.details(brief)), "not_found_or_expired");
    }

    @Test
    void what_was_checked_is_at_hand() throws Exception {
        Credential good = good();
        passes(good);

        assertThat(check(new Credential(good.text()))).isInstanceOf(Callable.class);
        assertThat(authority.details(good)).isInstanceOf(Callable.class);
    }

    @Test
    void many_at_once_read_the_keys_once() {
        int before = provider.keysRead();
        Credential good = good();

        StepVerifier.create(Flux.range(0, 1000)
                        .flatMap(number -> check(new Credential(good.text())).thenReturn(number), 1000)
                        .count())
                .expectNext(1000L)
                .verifyComplete();

        assertThat(provider.keysRead() - before).isOne();
    }

    @Test
    void a_new_key_is_known_at_once_and_an_old_one_forgotten_in_time() {
        Credential old = good();
        passes(old);
        now = now.plusSeconds(6);

        provider.rotate(false);
        passes(token(claims -> claims.claim("jti", "new")));

        passes(old);
        authority.close();
        authority = authority(Map.of("cache", "0s"));
        unknown("of the old key", old);
    }

    @Test
    void signatures_of_other_kinds_are_taken_where_they_are_allowed() {
        provider.rotateToEllipticCurve();
        try {
            passes(good());
            authority.close();
            authority = authority(Map.of("algorithms", "RS256"));
            unknown("of a kind not allowed", good());
        } finally {
            provider.rotate(true);
        }
    }

    @Test
    void made_up_keys_are_asked_for_once_in_five_seconds() {
        passes(good());
        now = now.plusSeconds(6);
        int before = provider.keysRead();

        for (int forged = 0; forged < 100; forged++) {
            unknown("forged", new Credential(OidcServer.signed(claims(same -> same), forgedKey(), null)));
        }
        assertThat(provider.keysRead() - before).isOne();

        now = now.plusSeconds(6);
        unknown("forged", new Credential(OidcServer.signed(claims(same -> same), forgedKey(), null)));
        assertThat(provider.keysRead() - before).isEqualTo(2);
    }

    private static final RSAKey FORGED = OidcServer.rsa();

    private static RSAKey forgedKey() {
        return new RSAKey.Builder(FORGED).keyID(UUID.randomUUID().toString()).build();
    }

    @Test
    void claims_are_where_the_configuration_says() {
        authority.close();
        authority = authority(Map.of(
                "tenant-claim", "https://example.org/tenant",
                "user-claim", "person.id",
                "pbx-user-claim", "person.telephone",
                "acl-claim", "scope",
                "roles-claim", "realm_access.roles",
                "roles[listener]", "call-logd.users.me.#,call-logd.status.read",
                "roles[chief:all]", "call-logd.#"));
        Credential listener = token(claims -> claims.claim("https://example.org/tenant", CHILD.toString())
                .claim("person", Map.of("id", "anna@example.org", "telephone", PERSON.toString()))
                .claim("scope", "openid other.read")
                .claim("acl", List.of("call-logd.#"))
                .claim("realm_access", Map.of("roles", List.of("listener", "unknown", 7))));

        StepVerifier.create(authority.check(listener, "call-logd.status.read", null))
                .verifyComplete();
        StepVerifier.create(authority.check(listener, "other.read", null)).verifyComplete();
        Problems.assertUnauthorized(Problems.of(check(listener)), "missing_permission_or_invalid_tenant");
        Token token = Objects.requireNonNull(authority.details(listener).block());
        assertThat(token.tenant()).isEqualTo(CHILD);
        assertThat(token.pbxUser()).contains(PERSON);
        assertThat(token.user()).isNotEqualTo(PERSON);
        assertThat(token.user())
                .isEqualTo(Objects.requireNonNull(authority
                                .details(token(claims -> claims.claim("https://example.org/tenant", CHILD.toString())
                                        .claim("person", Map.of("id", "anna@example.org"))))
                                .block())
                        .user());
        passes(token(claims -> claims.claim("https://example.org/tenant", CHILD.toString())
                .claim("realm_access", Map.of("roles", "listener chief:all"))));
    }

    @Test
    void a_token_without_a_tenant_is_of_no_use_unless_one_is_configured() {
        Credential none = token(claims -> claims.claim("tenant_uuid", null));
        Credential garbage = token(claims -> claims.claim("tenant_uuid", "headquarters"));
        Problems.assertUnauthorized(Problems.of(check(none)), "missing_permission_or_invalid_tenant");
        Problems.assertUnauthorized(Problems.of(check(garbage)), "missing_permission_or_invalid_tenant");

        authority.close();
        authority = authority(Map.of("tenant", CHILD.toString()));
        passes(none);
        Problems.assertUnauthorized(Problems.of(check(garbage)), "missing_permission_or_invalid_tenant");
    }

    @Test
    void a_tenant_that_no_file_names_stands_alone() {
        UUID alone = UUID.randomUUID();
        Credential credential = token(claims -> claims.claim("tenant_uuid", alone.toString()));
        Token token = Objects.requireNonNull(authority.details(credential).block());

        StepVerifier.create(authority.tree(token, alone))
                .assertNext(tenants -> assertThat(tenants).containsExactly(alone))
                .verifyComplete();
        Problems.assertForeignTenant(Problems.of(authority.tree(token, CHILD)), CHILD.toString());
    }

    @Test
    void a_refusal_among_the_grants_holds() {
        Credential but = token(claims -> claims.claim("acl", "call-logd.# !call-logd.cdr.read"));

        Problems.assertUnauthorized(Problems.of(check(but)), "missing_permission_or_invalid_tenant");
        StepVerifier.create(authority.check(but, "call-logd.status.read", null)).verifyComplete();
    }

    @Test
    void thousands_of_stars_are_matched_in_bounded_time() {
        Credential stars = token(claims -> claims.claim("acl", "*a".repeat(1500) + "*.#" + "*b".repeat(1000)));

        StepVerifier.create(authority
                        .check(stars, "a".repeat(2000), null)
                        .onErrorComplete()
                        .timeout(Duration.ofSeconds(2)))
                .verifyComplete();
    }
}
