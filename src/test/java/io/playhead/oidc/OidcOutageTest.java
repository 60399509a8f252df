package io.playhead.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import io.netty.buffer.Unpooled;
import io.playhead.Eventually;
import io.playhead.OidcServer;
import io.playhead.Settings;
import io.playhead.access.Credential;
import io.playhead.access.Problems;
import io.playhead.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.test.StepVerifier;

/** A provider that is away, slow, or answers what it should not. */
class OidcOutageTest {

    private static final JWK KEY = OidcServer.rsa();
    private static final JWK OTHER = OidcServer.rsa();
    private static final AtomicLong SENT = new AtomicLong();

    private Instant now = Instant.now();
    private final InstantSource clock = () -> now;
    private volatile Manner description = Manner.GOOD;
    private volatile Manner keys = Manner.GOOD;
    private final AtomicInteger asked = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private DisposableServer server;

    private @Nullable OidcAuthority opened;

    /** How the provider answers. */
    enum Manner {
        GOOD,
        FAILING,
        ELSEWHERE,
        HTML,
        GARBAGE,
        DEEP,
        EMPTY,
        NOTHING_OF_USE,
        SILENT,
        TRICKLING,
        ENDLESS,
        BROKEN_OFF;

        Publisher<Void> answer(HttpServerResponse response, String good) {
            return switch (this) {
                case GOOD -> json(response, good);
                case FAILING -> response.status(500).send();
                case ELSEWHERE -> response.sendRedirect("http://localhost:1/");
                case HTML -> json(response.header("Content-Type", "text/html"), "<!doctype html><title>Proxy</title>");
                case GARBAGE -> json(response, "{\"keys\": [{\"kty\": \"RSA\", \"n\": 7}], \"issuer\": {}");
                case DEEP -> json(response, "[".repeat(100_000));
                case EMPTY -> json(response, "");
                case NOTHING_OF_USE -> json(response, "{\"keys\": [], \"issuer\": \"http://elsewhere.example.org\"}");
                case SILENT -> Mono.never();
                case TRICKLING ->
                    response.sendByteArray(Flux.interval(Duration.ofMillis(100)).map(tick -> new byte[] {' '}));
                case ENDLESS ->
                    response.sendByteArray(Flux.generate(sink -> {
                        SENT.addAndGet(65_536);
                        sink.next(new byte[65_536]);
                    }));
                case BROKEN_OFF ->
                    response.header("Content-Length", "1000")
                            .send(Mono.just(Unpooled.copiedBuffer("{", StandardCharsets.UTF_8)))
                            .then(Mono.fromRunnable(() -> response.withConnection(connection -> connection.dispose())));
            };
        }

        private static Publisher<Void> json(HttpServerResponse response, String text) {
            return response.sendString(Mono.just(text));
        }
    }

    @BeforeEach
    void start() {
        server = listen(0);
    }

    @AfterEach
    void stop() {
        if (opened != null) {
            opened.close();
        }
        server.disposeNow(Duration.ofSeconds(5));
    }

    private DisposableServer listen(int port) {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .route(routes -> routes.get("/.well-known/openid-configuration", this::describe)
                        .get("/keys", this::publish))
                .bindNow();
    }

    private Publisher<Void> describe(HttpServerRequest request, HttpServerResponse response) {
        asked.incrementAndGet();
        return description.answer(
                response,
                "{\"issuer\": \"" + issuer() + "\", \"jwks_uri\": \"" + issuer() + "/keys\", \"more\": [1, {}]}");
    }

    private Publisher<Void> publish(HttpServerRequest request, HttpServerResponse response) {
        return keys.answer(response, new JWKSet(KEY).toString(true));
    }

    private String issuer() {
        return "http://127.0.0.1:" + server.port();
    }

    private OidcAuthority authority() {
        return authority(Map.of());
    }

    private OidcAuthority authority(Map<String, String> settings) {
        Map<String, String> usual =
                new HashMap<>(Map.of("issuer", issuer(), "audience", "playhead", "connect", "500ms", "response", "1s"));
        OidcAuthority authority = new OidcAuthority(
                Settings.bound("playhead.access.oidc", OidcProperties.class, usual, settings), clock, null);
        opened = authority;
        return authority;
    }

    private Credential token(JWK key) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject("somebody")
                .audience("playhead")
                .claim("tenant_uuid", UUID.randomUUID().toString())
                .claim("acl", "#")
                .expirationTime(Date.from(now.plusSeconds(36_000)))
                .build();
        return new Credential(OidcServer.signed(claims, key, null));
    }

    private static Mono<Void> check(OidcAuthority authority, Credential credential) {
        return authority.check(credential, "call-logd.cdr.read", null);
    }

    private static void passes(OidcAuthority authority, Credential credential) {
        StepVerifier.create(check(authority, credential)).verifyComplete();
    }

    private static Problem unavailable(Mono<?> asked) {
        long started = System.nanoTime();
        Problem problem = Problems.of(asked);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(4));
        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.id()).isEqualTo("authentication-server-unreachable");
        assertThat(problem.message()).isEqualTo("Authentication server unreachable");
        assertThat(problem.details()).containsOnlyKeys("auth_server_host", "auth_server_port", "original_error");
        return problem;
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GOOD")
    void a_description_that_cannot_be_had_is_503_and_in_time_good_again(Manner manner) {
        description = manner;
        OidcAuthority authority = authority();
        long before = SENT.get();

        unavailable(check(authority, token(KEY)));
        assertThat(SENT.get() - before).isLessThan(64 << 20);
        StepVerifier.create(authority.ready()).verifyError();

        description = Manner.GOOD;
        now = now.plusSeconds(11);
        passes(authority, token(KEY));
        StepVerifier.create(authority.ready()).verifyComplete();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GOOD")
    void keys_that_cannot_be_had_are_503_and_in_time_good_again(Manner manner) {
        keys = manner;
        OidcAuthority authority = authority();

        unavailable(check(authority, token(KEY)));

        keys = Manner.GOOD;
        now = now.plusSeconds(11);
        passes(authority, token(KEY));
    }

    @Test
    void while_it_is_away_everybody_is_told_at_once_and_it_is_asked_once_a_second() {
        Credential credential = token(KEY);
        OidcAuthority authority = authority();
        description = Manner.FAILING;
        Problem first = unavailable(check(authority, credential));
        assertThat(first.details().get("auth_server_host")).isEqualTo("127.0.0.1");
        assertThat(first.details().get("auth_server_port")).isEqualTo(server.port());
        assertThat(first.details().get("original_error")).isEqualTo("answers 500");

        for (int tenth = 0; tenth < 600; tenth++) {
            now = now.plusMillis(100);
            Problem problem = Problems.of(check(authority, token(KEY)));
            assertThat(problem.status()).isEqualTo(503);
        }
        assertThat(asked.get()).isBetween(2, 61);

        description = Manner.GOOD;
        Eventually.holds("it is known again", Duration.ofSeconds(5), () -> {
            now = now.plusMillis(1_100);
            return Boolean.TRUE.equals(check(authority, credential)
                    .thenReturn(true)
                    .onErrorReturn(false)
                    .block());
        });
    }

    @Test
    void a_provider_that_nobody_listens_at_is_503_until_somebody_does() {
        int port = server.port();
        OidcAuthority authority = authority();
        Credential credential = token(KEY);
        server.disposeNow();

        unavailable(check(authority, credential));

        server = listen(port);
        now = now.plusSeconds(11);
        passes(authority, token(KEY));
    }

    @Test
    void what_is_known_outlives_an_outage_for_a_while() {
        OidcAuthority authority = authority(Map.of("cache", "0s"));
        Credential credential = token(KEY);
        passes(authority, credential);
        description = Manner.SILENT;

        now = now.plus(Duration.ofMinutes(59));
        passes(authority, credential);
        StepVerifier.create(authority.ready()).verifyComplete();

        now = now.plus(Duration.ofMinutes(2));
        unavailable(check(authority, credential));
    }

    @Test
    void a_key_that_cannot_be_asked_for_is_503_and_one_that_is_not_there_401() {
        OidcAuthority authority = authority();
        passes(authority, token(KEY));

        Problems.assertUnauthorized(Problems.of(check(authority, token(OTHER))), "not_found_or_expired");

        now = now.plusSeconds(6);
        description = Manner.FAILING;
        unavailable(check(authority, token(OTHER)));
        passes(authority, token(KEY));
    }

    @Test
    void keys_may_be_elsewhere_than_the_description_says() {
        description = Manner.FAILING;
        OidcAuthority authority = authority(Map.of("jwks-uri", issuer() + "/keys", "page.client-id", "page"));

        passes(authority, token(KEY));
        assertThat(asked).hasValue(0);
        unavailable(authority.signIn());

        description = Manner.GOOD;
        now = now.plusSeconds(11);
        assertThat(unavailable(authority.signIn()).details().get("original_error"))
                .isEqualTo("does not tell where one signs in");
    }
}
