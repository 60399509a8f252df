package io.playhead.wazoauth;

import static io.playhead.access.StaticWorld.ADMIN_USER;
import static io.playhead.access.StaticWorld.CHILD;
import static io.playhead.access.StaticWorld.GRANDCHILD;
import static io.playhead.access.StaticWorld.PARENT;
import static io.playhead.access.StaticWorld.PERSON;
import static io.playhead.access.StaticWorld.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.playhead.Eventually;
import io.playhead.Settings;
import io.playhead.TestCertificate;
import io.playhead.WazoAuth;
import io.playhead.WazoAuth.Asked;
import io.playhead.access.Access;
import io.playhead.access.AccessRequest;
import io.playhead.access.Authority;
import io.playhead.access.AuthorityContract;
import io.playhead.access.Credential;
import io.playhead.access.Problems;
import io.playhead.access.Scope;
import io.playhead.access.Token;
import io.playhead.problem.Problem;
import io.playhead.problem.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Everything here is asked of a real HTTP server. */
class WazoAuthorityTest implements AuthorityContract {

    private static final LoopResources LOOPS = LoopResources.create("wazo-auth-test", 2, true);

    /** What is kept, is for as long, unless a test wants it otherwise. */
    private static final Duration KEPT = Duration.ofSeconds(10);

    private static final String ADMIN = "0f1e2d3c-4b5a-4697-8879-aaaaaaaaaaaa";
    private static final String USER = "0f1e2d3c-4b5a-4697-8879-bbbbbbbbbbbb";
    /** May not list tenants. */
    private static final String SIMPLE = "0f1e2d3c-4b5a-4697-8879-cccccccccccc";

    private final WazoAuth wazo = WazoAuth.start();
    /** Beside the time that goes by, which calls over a socket take. */
    private final AtomicLong skipped = new AtomicLong();

    @SuppressWarnings("NullAway.Init")
    private WazoAuthority authority;

    /** What a token of our own waits by. */
    private Scheduler services = Schedulers.parallel();

    @BeforeEach
    void open() {
        wazo.clock(this::now);
        wazo.tenant(PARENT, null);
        wazo.tenant(CHILD, PARENT);
        wazo.tenant(GRANDCHILD, CHILD);
        wazo.tenant(STRANGER, null);
        wazo.token(ADMIN, ADMIN_USER, null, PARENT, null, "call-logd.#", "auth.tenants.read");
        wazo.token(USER, PERSON, PERSON, CHILD, null, "call-logd.users.me.#");
        wazo.token(SIMPLE, ADMIN_USER, null, PARENT, null, "call-logd.#");
        authority = authority(Map.of("master-tenant-uuid", PARENT.toString()));
    }

    private Instant now() {
        return Instant.now().plusNanos(skipped.get());
    }

    private long nanos() {
        return System.nanoTime() + skipped.get();
    }

    /** As if so much time had gone by. */
    private void skip(Duration time) {
        skipped.addAndGet(time.toNanos());
    }

    private WazoAuthority authority(Map<String, String> settings) {
        Map<String, String> usual = new HashMap<>(Map.of(
                "host",
                "127.0.0.1",
                "port",
                Integer.toString(wazo.port()),
                "username",
                "playhead",
                "password",
                "clé:1"));
        usual.put("timeout", "5s");
        WazoAuthProperties properties =
                Settings.bound("playhead.access.wazo-auth", WazoAuthProperties.class, usual, settings);
        WazoAuthClient client = new WazoAuthClient(properties, LOOPS, this::nanos);
        ServiceToken service =
                new ServiceToken(new ServiceLogin(properties, client).token(ServiceToken.LIFETIME), services);
        return new WazoAuthority(properties, client, service, this::now, this::nanos);
    }

    private void reopen(Map<String, String> settings) {
        authority.close();
        authority = authority(settings);
    }

    @AfterEach
    void close() {
        authority.close();
        wazo.close();
    }

    @AfterAll
    static void end() {
        LOOPS.dispose();
    }

    @Override
    public Authority authority() {
        return authority;
    }

    @Override
    public Credential administrator() {
        return new Credential(ADMIN);
    }

    @Override
    public Credential user() {
        return new Credential(USER);
    }

    // the calls: contract §3

    @Test
    void a_check_names_access_and_header_tenant() {
        passes(check(ADMIN, "call-logd.cdr.#.a b", CHILD.toString()));

        Asked asked = only();
        assertThat(asked.method()).isEqualTo("HEAD");
        assertThat(asked.target())
                .isEqualTo("/api/auth/0.1/token/" + ADMIN + "?scope=call-logd.cdr.%23.a+b&tenant=" + CHILD);
        assertOnBehalf(asked, ADMIN);
    }

    @Test
    void a_check_without_a_tenant_names_none() {
        passes(check(ADMIN, READ, null));

        assertThat(only().target()).isEqualTo("/api/auth/0.1/token/" + ADMIN + "?scope=call-logd.cdr.read");
    }

    @Test
    void details_are_asked_for_by_the_token_itself_save_for_the_callers_own_calls() {
        StepVerifier.create(authority.details(administrator()))
                .expectNextCount(1)
                .verifyComplete();
        Asked details = only();
        assertThat(details.toString()).isEqualTo("GET /api/auth/0.1/token/" + ADMIN);
        assertOnBehalf(details, ADMIN);

        wazo.forget();
        StepVerifier.create(authority.owner(user())).expectNextCount(1).verifyComplete();
        Asked owner = only();
        assertThat(owner.toString()).isEqualTo("GET /api/auth/0.1/token/" + USER);
        assertThat(owner.header("X-Auth-Token")).isNull();
        assertThat(owner.header("Accept")).isEqualTo("application/json");
    }

    @Test
    void a_tenant_of_the_query_is_checked_without_an_access() {
        Token token = token(ADMIN);
        wazo.forget();

        passes(authority.checkTenant(token, CHILD.toString()));

        assertThat(only().toString()).isEqualTo("HEAD /api/auth/0.1/token/" + ADMIN + "?tenant=" + CHILD);
        assertOnBehalf(only(), ADMIN);
    }

    @Test
    void a_tree_is_asked_for_by_its_tenant() {
        Token token = token(ADMIN);
        wazo.forget();

        StepVerifier.create(authority.tree(token, CHILD))
                .expectNext(Set.of(CHILD, GRANDCHILD))
                .verifyComplete();

        assertThat(only().toString()).isEqualTo("GET /api/auth/0.1/tenants");
        assertThat(only().header("Wazo-Tenant")).isEqualTo(CHILD.toString());
        assertOnBehalf(only(), ADMIN);
    }

    @Test
    void a_wazo_auth_by_itself_has_no_prefix() {
        try (WazoAuth direct = WazoAuth.direct()) {
            direct.tenant(PARENT, null);
            direct.token(ADMIN, ADMIN_USER, null, PARENT, null, "call-logd.#");
            reopen(Map.of("port", Integer.toString(direct.port()), "prefix", ""));

            passes(check(ADMIN, READ, null));

            assertThat(direct.asked().getFirst().target()).startsWith("/0.1/token/" + ADMIN);
        }
    }

    @Test
    void no_token_leads_to_another_path() {
        for (String token : List.of("a/b", "..", ".", "a?b", "a#b", "a%2fb", "a b", "a\r\nX: y", "x".repeat(1025))) {
            Credential odd = new Credential(token);
            Problems.assertUnauthorized(Problems.of(authority.check(odd, READ, null)), "not_found_or_expired");
            Problems.assertUnauthorized(Problems.of(authority.details(odd)), "not_found_or_expired");
        }
        assertThat(wazo.asked()).isEmpty();
    }

    private static void assertOnBehalf(Asked asked, String token) {
        assertThat(asked.header("X-Auth-Token")).isEqualTo(token);
        assertThat(asked.header("Accept")).isEqualTo("application/json");
        assertThat(asked.headers().get(HttpHeaderNames.CONNECTION)).isEqualToIgnoringCase("close");
    }

    private Asked only() {
        assertThat(wazo.asked()).hasSize(1);
        return wazo.asked().getFirst();
    }

    // what its answers mean: contract §3

    @ParameterizedTest
    @CsvSource({
        "200, 503",
        "302, 503",
        "400, 503",
        "401, 503",
        "403, 401",
        "404, 401",
        "429, 503",
        "500, 503",
        "503, 503"
    })
    void statuses_of_a_check(int answered, int expected) {
        wazo.answersWith(answered);

        Problem problem = Problems.of(check(ADMIN, READ, null));

        assertThat(problem.status()).isEqualTo(expected);
        assertThat(problem.details().get("reason"))
                .isEqualTo(
                        answered == 404
                                ? "not_found_or_expired"
                                : answered == 403 ? "missing_permission_or_invalid_tenant" : null);
    }

    @ParameterizedTest
    @CsvSource({"302, 503", "400, 401", "401, 401", "403, 401", "404, 401", "500, 401", "503, 401"})
    void statuses_of_details(int answered, int expected) {
        wazo.answersWith(answered);

        Problem problem = Problems.of(authority.details(administrator()));

        assertThat(problem.status()).isEqualTo(expected);
        if (expected == 401) {
            Problems.assertUnauthorized(problem, "not_found_or_expired");
            assertThat(problem.details()).doesNotContainKey("required_access");
        }
    }

    @ParameterizedTest
    @CsvSource({"200, 503", "400, 503", "401, 503", "403, 401", "404, 401", "500, 503"})
    void statuses_of_a_tenants_check(int answered, int expected) {
        Token token = token(ADMIN);
        wazo.answersWith(answered);

        Problem problem = Problems.of(authority.checkTenant(token, CHILD.toString()));

        assertThat(problem.status()).isEqualTo(expected);
        if (expected == 401) {
            Problems.assertForeignTenant(problem, CHILD.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"400, 503", "403, 503", "404, 503", "500, 503", "204, 503"})
    void statuses_of_a_tree(int answered, int expected) {
        Token token = token(ADMIN);
        wazo.answersWith(answered);

        assertThat(Problems.of(authority.tree(token, CHILD)).status()).isEqualTo(expected);
    }

    @Test
    void who_may_not_list_tenants_sees_the_own_one_alone() {
        Token token = token(SIMPLE);

        StepVerifier.create(authority.tree(token, PARENT))
                .expectNext(Set.of(PARENT))
                .verifyComplete();
        Problems.assertForeignTenant(Problems.of(authority.tree(token, CHILD)), CHILD.toString());
    }

    // out of reach

    @Test
    void nobody_at_its_address_is_told_with_all_details() {
        wazo.stop();

        Problem problem = Problems.of(check(ADMIN, READ, null));

        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.id()).isEqualTo("authentication-server-unreachable");
        assertThat(problem.message()).isEqualTo("Authentication server unreachable");
        assertThat(problem.details())
                .isEqualTo(Map.of(
                        "auth_server_host", "127.0.0.1",
                        "auth_server_port", wazo.port(),
                        "original_error", "no connection"));
        StepVerifier.create(authority.ready()).verifyError();
    }

    @Test
    void an_unknown_host_is_out_of_reach() {
        reopen(Map.of("host", "no-such-host.invalid"));

        assertUnreachable(check(ADMIN, READ, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"silence", "a page", "no end", "a trickle", "a half", "an array", "nulls"})
    void whatever_it_answers_the_end_is_soon_and_the_same(String what) {
        wazo.answersInstead((request, response) -> oddly(what, response));

        assertUnreachableSoon(wazo.port());
    }

    private static Publisher<Void> oddly(String what, HttpServerResponse response) {
        String block = "x".repeat(64 * 1024);
        return switch (what) {
            case "silence" -> Mono.never();
            case "a page" -> response.header("Content-Type", "text/html").sendString(Mono.just("<h1>It works!</h1>"));
            case "no end" -> response.sendString(Flux.range(0, 100_000).map(number -> block));
            case "a trickle" ->
                response.sendString(Flux.interval(Duration.ofMillis(100)).map(number -> " "));
            case "a half" -> response.sendString(Mono.just("{\"data\": {\"metadata\": {\"tenant_uuid\":"));
            case "an array" -> response.sendString(Mono.just("[[[]]]"));
            case "nulls" -> response.sendString(Mono.just("{\"data\": {\"metadata\": null}, \"items\": [null]}"));
            default -> throw new AssertionError(what);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 ", "\u0000"})
    void what_is_no_http_is_no_answer(String octets) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerRaw(socket, octets));

            assertUnreachableSoon(socket.getLocalPort());
        }
    }

    /** What ends in the middle of a word goes on for ever. */
    private static void answerRaw(ServerSocket socket, String octets) {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept();
                    OutputStream out = client.getOutputStream()) {
                byte[] raw = octets.getBytes(StandardCharsets.UTF_8);
                out.write(raw);
                while (octets.endsWith(" ") || octets.endsWith("\u0000")) {
                    out.write("x".repeat(1000).getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException gone) {
                // the next, if there is one
            }
        }
    }

    private void assertUnreachableSoon(int port) {
        Token token = new Token(administrator(), ADMIN_USER, Optional.empty(), PARENT, Optional.empty());
        for (Function<WazoAuthority, Mono<?>> question : List.<Function<WazoAuthority, Mono<?>>>of(
                open -> open.details(administrator()), open -> open.tree(token, PARENT))) {
            reopen(Map.of("timeout", "200ms", "port", Integer.toString(port)));
            long begun = System.nanoTime();
            assertUnreachable(question.apply(authority));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        }
    }

    private static void assertUnreachable(Mono<?> answer) {
        Problem problem = Problems.of(answer);
        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.id()).isEqualTo("authentication-server-unreachable");
        assertThat(problem.details()).containsOnlyKeys("auth_server_host", "auth_server_port", "original_error");
        assertThat(problem.toString()).doesNotContain(ADMIN);
    }

    // over TLS

    @Test
    void a_certificate_must_be_trusted_and_of_the_host(@TempDir Path folder) throws IOException {
        TestCertificate made = TestCertificate.in(folder);
        try (WazoAuth secure = WazoAuth.secure(made)) {
            secure.tenant(PARENT, null);
            secure.token(ADMIN, ADMIN_USER, null, PARENT, null, "call-logd.#");
            Map<String, String> tls = Map.of("https", "true", "port", Integer.toString(secure.port()));

            reopen(with(tls, "host", "localhost"));
            assertThat(Problems.of(check(ADMIN, READ, null)).details().get("original_error"))
                    .isEqualTo("no secure connection");
            reopen(with(
                    with(tls, "host", "localhost"),
                    "certificate",
                    made.certificate().toString()));
            passes(check(ADMIN, READ, null));
            reopen(with(
                    with(tls, "host", "127.0.0.1"),
                    "certificate",
                    made.certificate().toString()));
            assertUnreachable(check(ADMIN, READ, null));
            reopen(with(with(tls, "host", "127.0.0.1"), "verify-certificate", "false"));
            passes(check(ADMIN, READ, null));
        }
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(name, value);
        return more;
    }

    @Test
    void a_certificate_that_cannot_be_read_is_named() {
        assertThatThrownBy(() -> authority(Map.of("https", "true", "certificate", "/none/ca.pem")))
                .hasMessageContaining("playhead.access.wazo-auth.certificate");
    }

    // what is kept

    @Test
    void what_is_known_is_at_hand() {
        Token token = token(ADMIN);
        passes(check(ADMIN, READ, null));
        StepVerifier.create(authority.tree(token, PARENT)).expectNextCount(1).verifyComplete();
        wazo.forget();

        assertThat(List.of(check(ADMIN, READ, null), authority.details(administrator()), authority.tree(token, PARENT)))
                .allSatisfy(answer -> assertThat(answer).isInstanceOf(Callable.class));
        passes(check(ADMIN, READ, null));
        assertThat(wazo.asked()).isEmpty();
    }

    @Test
    void whatever_a_token_is_good_for_is_kept_and_nothing_else() {
        token(ADMIN);
        wazo.forget();
        for (int round = 0; round < 3; round++) {
            for (int call = 0; call < 10; call++) {
                passes(check(ADMIN, "call-logd.cdr." + call + ".read", null));
                passes(check(ADMIN, "call-logd.cdr." + call + ".read", CHILD.toString()));
            }
            Problems.assertUnauthorized(
                    Problems.of(check(ADMIN, "call-logd.cdr.0.read", STRANGER.toString())),
                    "missing_permission_or_invalid_tenant");
        }

        assertThat(wazo.asked()).hasSize(21);
    }

    @Test
    void a_burst_with_one_token_is_a_handful_of_calls() {
        wazo.takes(Duration.ofMillis(100));
        Access access = new Access(authority, true);
        AccessRequest request = new AccessRequest(ADMIN, null, null, CHILD.toString(), READ);

        Mono<Long> callers = Flux.range(0, 1_000)
                .flatMap(
                        number -> access.admit(request).flatMap(one -> access.resolve(one, null, Scope.TREE)),
                        Integer.MAX_VALUE)
                .filter(caller -> caller.tenants().equals(Set.of(CHILD, GRANDCHILD)))
                .count();

        StepVerifier.create(callers).expectNext(1_000L).verifyComplete();
        assertThat(wazo.asked().stream().map(Asked::method)).containsExactly("HEAD", "GET", "GET");
    }

    @Test
    void who_leaves_does_not_take_the_answer_from_the_others() {
        wazo.takes(Duration.ofMillis(300));
        Disposable leaving = check(ADMIN, READ, null).subscribe();
        Mono<Void> staying = check(ADMIN, READ, null);
        leaving.dispose();

        passes(staying);
    }

    @Test
    void nothing_is_kept_where_the_time_is_zero() {
        reopen(Map.of("cache", "0s"));
        for (int round = 0; round < 3; round++) {
            passes(check(ADMIN, READ, null));
            StepVerifier.create(authority.details(administrator()))
                    .expectNextCount(1)
                    .verifyComplete();
        }

        assertThat(wazo.asked()).hasSize(6);
        wazo.revoke(ADMIN);
        Problems.assertUnauthorized(Problems.of(check(ADMIN, READ, null)), "not_found_or_expired");
    }

    @Test
    void a_revoked_token_is_refused_after_the_time() {
        reopen(Map.of("cache", "1s"));
        passes(check(ADMIN, READ, null));
        StepVerifier.create(authority.details(administrator()))
                .expectNextCount(1)
                .verifyComplete();
        wazo.revoke(ADMIN);
        skip(Duration.ofMillis(700));
        passes(check(ADMIN, READ, null));

        skip(Duration.ofMillis(300));
        Problems.assertUnauthorized(Problems.of(check(ADMIN, READ, null)), "not_found_or_expired");
        Problems.assertUnauthorized(Problems.of(authority.details(administrator())), "not_found_or_expired");
    }

    @Test
    void a_token_found_lost_is_lost_for_all_that_it_was_good_for() {
        passes(check(ADMIN, READ, null));
        StepVerifier.create(authority.details(administrator()))
                .expectNextCount(1)
                .verifyComplete();
        wazo.revoke(ADMIN);

        Problems.assertUnauthorized(Problems.of(check(ADMIN, "call-logd.cdr.28.read", null)), "not_found_or_expired");

        Problems.assertUnauthorized(Problems.of(check(ADMIN, READ, null)), "not_found_or_expired");
        Problems.assertUnauthorized(Problems.of(authority.details(administrator())), "not_found_or_expired");
    }

    @Test
    void nothing_is_kept_past_the_end_of_the_token() {
        String brief = "0f1e2d3c-4b5a-4697-8879-dddddddddddd";
        wazo.token(brief, ADMIN_USER, null, PARENT, now().plusSeconds(5), "#");
        passes(check(brief, READ, null));
        Token token = token(brief);
        StepVerifier.create(authority.tree(token, PARENT)).expectNextCount(1).verifyComplete();
        assertThat(token.expires()).isPresent();

        skip(Duration.ofSeconds(3));
        passes(check(brief, READ, null));
        assertThat(wazo.asked()).hasSize(3);
        skip(Duration.ofSeconds(2));

        Problems.assertUnauthorized(Problems.of(check(brief, READ, null)), "not_found_or_expired");
        Problems.assertUnauthorized(Problems.of(authority.details(new Credential(brief))), "not_found_or_expired");
    }

    @Test
    void while_the_end_is_not_known_a_decision_is_kept_for_a_second() {
        passes(check(ADMIN, READ, null));
        passes(check(ADMIN, READ, null));
        assertThat(wazo.asked()).hasSize(1);

        skip(Duration.ofSeconds(1));
        passes(check(ADMIN, READ, null));
        assertThat(wazo.asked()).hasSize(2);
    }

    @Test
    void whose_a_token_is_is_asked_once_while_it_is_found_good() {
        reopen(Map.of("cache", "600ms"));
        for (int round = 0; round < 4; round++) {
            passes(check(ADMIN, READ, null));
            StepVerifier.create(authority.details(administrator()))
                    .expectNextCount(1)
                    .verifyComplete();
            skip(Duration.ofMillis(300));
        }

        assertThat(wazo.asked().stream().filter(asked -> asked.method().equals("GET")))
                .hasSize(1);
    }

    @Test
    void a_refusal_is_kept_for_a_second() {
        for (int round = 0; round < 10; round++) {
            Problems.assertUnauthorized(Problems.of(check(USER, READ, null)), "missing_permission_or_invalid_tenant");
        }
        assertThat(wazo.asked())
                .extracting(Asked::method)
                .as("may it, and whose is it")
                .containsExactly("HEAD", "GET");
        wazo.token(USER, PERSON, PERSON, CHILD, null, "#");

        skip(Duration.ofSeconds(1));

        passes(check(USER, READ, null));
    }

    // an outage

    /** A minute of which the time is skipped; the sockets are real. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_minute_without_it_costs_nothing_that_grows(boolean silent) {
        reopen(Map.of("timeout", "1s"));
        List<String> known =
                Stream.generate(() -> UUID.randomUUID().toString()).limit(20).toList();
        long first = nanos();
        for (String token : known) {
            wazo.token(token, ADMIN_USER, null, PARENT, null, "call-logd.#");
            passes(check(token, READ, null));
            token(token);
        }
        if (silent) {
            wazo.answersInstead((request, response) -> Mono.never());
            assertUnreachable(check("who-finds-out", READ, null));
        } else {
            wazo.stop();
        }
        wazo.forget();
        int threads = Thread.activeCount();
        long begin = nanos();

        long slowest = 0;
        for (int tenth = 0; tenth < 600; tenth++) {
            String token = known.get(tenth % known.size());
            long begun = System.nanoTime();
            if (nanos() - first < KEPT.minusMillis(500).toNanos()) {
                passes(check(token, READ, null));
            } else if (nanos() - begin > KEPT.toNanos()) {
                assertRefusedAtOnce(check(token, READ, null));
            }
            assertRefusedAtOnce(check("new-" + tenth, READ, null));
            slowest = Math.max(slowest, System.nanoTime() - begun);
            skip(Duration.ofMillis(100));
        }

        long minute = Duration.ofNanos(nanos() - begin).toSeconds();
        assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(1));
        assertThat(wazo.asked()).as("one a second").hasSizeLessThanOrEqualTo((int) minute + 2);
        assertThat(authority.known()).isLessThanOrEqualTo(known.size());
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 1);
        Eventually.holds("no connection is left", Duration.ofSeconds(3), () -> wazo.connections() == 0);
        comesBack(silent);
        skip(Duration.ofSeconds(1));
        passes(check(known.getFirst(), READ, null));
    }

    private void comesBack(boolean wasSilent) {
        if (wasSilent) {
            wazo.answersInstead(null);
        } else {
            wazo.startAgain();
        }
    }

    /** Or is the one that finds out, which nobody waits for here. */
    private static void assertRefusedAtOnce(Mono<Void> answer) {
        AtomicReference<Throwable> refused = new AtomicReference<>();
        answer.subscribe(done -> {}, refused::set);
        if (refused.get() instanceof ProblemException failure) {
            assertThat(failure.problem().status()).isEqualTo(503);
        }
    }

    @Test
    void when_it_is_gone_what_is_kept_serves_and_the_rest_fails_at_once_until_it_is_back() {
        token(ADMIN);
        passes(check(ADMIN, READ, null));
        wazo.stop();

        assertUnreachable(check(USER, READ, null));
        long begun = System.nanoTime();
        for (int round = 0; round < 10_000; round++) {
            passes(check(ADMIN, READ, null));
            assertUnreachable(check(USER, "call-logd." + round, null));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));

        wazo.startAgain();
        Eventually.holds(
                "it is in reach", Duration.ofSeconds(2), () -> !isRefused(check(USER, "call-logd.users.me.x", null)));
    }

    @Test
    void a_wazo_auth_that_has_fallen_silent_is_asked_by_few_and_is_back_within_two_seconds() {
        reopen(Map.of("timeout", "1s"));
        wazo.answersInstead((request, response) -> Mono.never());
        // the first, who have to find out
        StepVerifier.create(Flux.range(0, 100)
                        .flatMap(number -> check(ADMIN, "a." + number, null).onErrorComplete(), 100)
                        .then())
                .verifyComplete();
        wazo.forget();

        for (int asked = 0; asked < 3_000; asked++) {
            skip(Duration.ofMillis(1));
            check(ADMIN, "b." + asked, null).subscribe(done -> {}, refused -> {});
        }
        assertThat(wazo.asked()).hasSizeLessThanOrEqualTo(5);

        wazo.answersInstead(null);
        Eventually.holds("it is back", Duration.ofSeconds(2), () -> !isRefused(check(ADMIN, READ, null)));
    }

    @Test
    void who_has_said_nothing_for_two_seconds_is_not_waited_for_by_more() {
        reopen(Map.of("timeout", "10s"));
        passes(check(ADMIN, READ, null));
        wazo.answersInstead((request, response) -> Mono.never());
        Disposable first = check(USER, READ, null).subscribe(done -> {}, refused -> {});
        Eventually.holds(
                "it is asked", Duration.ofSeconds(2), () -> wazo.asked().size() == 2);
        skip(Duration.ofSeconds(2));
        assertUnreachable(check(USER, "call-logd.attempt", null).timeout(Duration.ofSeconds(3)));

        for (int number = 0; number < 10; number++) {
            assertUnreachable(check(USER, "call-logd." + number, null).timeout(Duration.ofSeconds(1)));
        }
        assertThat(first.isDisposed()).isFalse();

        wazo.answersInstead(null);
        skip(Duration.ofSeconds(1));
        passes(check(ADMIN, "call-logd.again", null));
        passes(check(ADMIN, "call-logd.more", null));
    }

    @Test
    void tokens_that_nobody_tells_of_are_not_kept() {
        token(ADMIN);
        passes(check(ADMIN, READ, null));
        wazo.stop();
        for (int number = 0; number < 100; number++) {
            assertUnreachable(check("made-up-" + number, READ, null));
            assertUnreachable(authority.details(new Credential("made-up-" + number)));
        }

        assertThat(authority.known()).isEqualTo(1);
    }

    @Test
    void one_call_that_is_lost_among_others_is_no_outage() {
        reopen(Map.of("timeout", "500ms"));
        wazo.answersInstead((request, response) -> request.uri().contains("lost")
                ? Mono.never()
                : response.status(204).send());
        AtomicBoolean lost = new AtomicBoolean();
        check(ADMIN, "lost", null).subscribe(done -> {}, refused -> lost.set(true));

        int number = 0;
        while (!lost.get()) {
            passes(check(ADMIN, "found." + number++, null));
        }
        for (int more = 0; more < 10; more++) {
            passes(check(ADMIN, "more." + more, null));
        }
    }

    // the master, and a token of our own: contract §5 and §6

    @Test
    void the_master_is_learnt_from_the_first_token_of_our_own() {
        reopen(Map.of());
        Token token = token(ADMIN);
        Problem early = Problems.of(authority.checkMaster(token));
        assertThat(early.status()).isEqualTo(503);
        assertThat(early.id()).isEqualTo("not-initialized");
        assertThat(early.message()).isEqualTo("wazo-call-logd is not initialized");
        assertThat(early.details()).isEmpty();
        assertThat(authority.hasServiceToken()).isFalse();

        wazo.user("playhead", "clé:1", PARENT);
        wazo.forget();
        authority.start();
        Eventually.holds("it has a token", Duration.ofSeconds(5), authority::hasServiceToken);

        passes(authority.checkMaster(token));
        assertThat(Problems.of(authority.checkMaster(token(USER))).details()).containsOnlyKeys("invalid_token");
        Asked login = wazo.asked().getFirst();
        assertThat(login.toString()).isEqualTo("POST /api/auth/0.1/token");
        assertThat(login.header("Authorization"))
                .isEqualTo("Basic "
                        + Base64.getEncoder().encodeToString("playhead:clé:1".getBytes(StandardCharsets.UTF_8)));
        assertThat(login.body()).isEqualTo("{\"expiration\": 21600}");
        assertThat(login.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void a_master_that_is_configured_needs_no_token() {
        reopen(Map.of("master-tenant-uuid", CHILD.toString()));

        passes(authority.checkMaster(token(USER)));
    }

    @Test
    void the_key_may_be_in_a_file_that_comes_later(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("key.yml");
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        services = time;
        reopen(Map.of("username", "", "password", "", "key-file", file.toString()));
        wazo.user("wazo-call-logd", "a key", PARENT);
        authority.start();
        assertThat(authority.hasServiceToken()).isFalse();

        Files.writeString(file, "service_id: wazo-call-logd\nservice_key: a key\n");

        Eventually.holds("it has a token", Duration.ofSeconds(8), () -> {
            time.advanceTimeBy(Duration.ofSeconds(1));
            return authority.hasServiceToken();
        });
        time.dispose();
    }

    private Mono<Void> check(String token, String access, @Nullable String tenant) {
        return authority.check(new Credential(token), access, tenant);
    }

    private Token token(String token) {
        return Objects.requireNonNull(authority.details(new Credential(token)).block());
    }

    private static void passes(Mono<Void> answer) {
        StepVerifier.create(answer).verifyComplete();
    }

    private static boolean isRefused(Mono<Void> answer) {
        return Boolean.TRUE.equals(answer.thenReturn(false).onErrorReturn(true).block());
    }
}
