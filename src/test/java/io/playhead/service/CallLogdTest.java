package io.playhead.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.BesideWazo;
import io.playhead.Eventually;
import io.playhead.LogWatch;
import io.playhead.Original;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.TestCertificate;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Playhead does not serve, and the original behind it does. */
class CallLogdTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String STATISTICS = "/1.0/queues/statistics";

    private final BesideWazo beside = BesideWazo.shared();
    private final Original original = beside.original();
    private final int port = beside.playhead().port();

    @BeforeEach
    void begin() {
        original.forget();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/agents/statistics",
                "/agents/12/statistics",
                "/queues/statistics",
                "/queues/7/statistics",
                "/queues/7/statistics/qos",
                "/voicemails/transcriptions"
            })
    void its_paths_are_passed_on_bare_and_under_the_prefix(String path) {
        for (String prefix : new String[] {"", "/api/call-logd"}) {
            RawHttp.Answer answer = RawHttp.once(port, "GET", prefix + "/1.0" + path);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("answered");
            assertThat(original.asked().target()).isEqualTo("/1.0" + path);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/1.0/agents",
                "/1.0/agents/statistics/",
                "/1.0/agents/x/statistics",
                "/1.0/agents/-1/statistics",
                "/1.0/agents/1%2F2/statistics",
                "/1.0/agents/%2e%2e/statistics",
                "/1.0/queues/7/statistics/more",
                "/1.0/voicemails",
                "/agents/statistics"
            })
    void other_paths_are_as_unknown_as_ever(String path) {
        RawHttp.Answer answer = RawHttp.once(port, "GET", path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(original.wasAsked()).isFalse();
    }

    @Test
    void without_an_original_they_are_unknown_too() {
        RawHttp.Answer answer = RawHttp.once(RunningPlayhead.shared().port(), "GET", STATISTICS);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    }

    @Test
    void the_query_the_tokens_and_all_else_go_on_as_they_came() {
        RawHttp.once(
                port,
                "GET",
                STATISTICS + "?from=2020-10-01T00:00:00%2B02:00&token=secret&week_days=1,2&x=a+b&&y=%C3%A9&z",
                "X-Auth-Token: other",
                "Wazo-Tenant: t",
                "Accept: text/csv",
                "Accept-Language: fr",
                "Accept-Language: de",
                "Cookie: a=b");

        Original.Asked asked = original.asked();
        assertThat(asked.method()).isEqualTo("GET");
        assertThat(asked.target())
                .isEqualTo(
                        STATISTICS + "?from=2020-10-01T00:00:00%2B02:00&token=secret&week_days=1,2&x=a+b&&y=%C3%A9&z");
        assertThat(asked.header("X-Auth-Token")).isEqualTo("other");
        assertThat(asked.header("Wazo-Tenant")).isEqualTo("t");
        assertThat(asked.header("Accept")).isEqualTo("text/csv");
        assertThat(asked.header("Accept-Language")).isEqualTo("fr & de");
        assertThat(asked.header("Cookie")).isEqualTo("a=b");
        assertThat(asked.header("Via")).isEqualTo("1.1 playhead");
        assertThat(asked.header("Host")).isEqualTo(original.url().substring("http://".length()));
    }

    @Test
    void what_is_about_the_one_connection_stays_there() {
        original.answers((request, response) -> response.header("Connection", "X-Answer-Hop")
                .header("X-Answer-Hop", "1")
                .header("Keep-Alive", "timeout=7")
                .header("Proxy-Authenticate", "Basic")
                .header("X-Kept", "1")
                .sendString(Mono.just("answered")));

        RawHttp.Answer answer = RawHttp.once(
                port,
                "GET",
                STATISTICS,
                "Connection: keep-alive, X-Hop",
                "X-Hop: 1",
                "Keep-Alive: timeout=5",
                "TE: trailers",
                "Upgrade: websocket",
                "Proxy-Authorization: Basic x",
                "Proxy-Connection: close");

        Original.Asked asked = original.asked();
        for (String name :
                new String[] {"X-Hop", "Keep-Alive", "TE", "Upgrade", "Proxy-Authorization", "Proxy-Connection"}) {
            assertThat(asked.header(name)).as(name).isNull();
        }
        assertThat(answer.headers()).containsEntry("x-kept", "1");
        assertThat(answer.headers()).doesNotContainKeys("x-answer-hop", "keep-alive", "proxy-authenticate");
    }

    @Test
    void the_client_is_named_to_it_and_what_anybody_claims_is_not() {
        RawHttp.once(
                port,
                "GET",
                STATISTICS,
                "X-Forwarded-For: 192.0.2.7",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: evil",
                "X-Script-Name: /evil",
                "Forwarded: for=192.0.2.7");

        Original.Asked asked = original.asked();
        assertThat(asked.header("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(asked.header("X-Forwarded-Proto")).isEqualTo("http");
        for (String name : new String[] {"X-Script-Name", "X-Forwarded-Host", "Forwarded"}) {
            assertThat(asked.header(name)).as(name).isNull();
        }
    }

    @Test
    void the_word_of_a_trusted_proxy_is_passed_on() {
        try (RawHttp proxy = RawHttp.from("127.0.0.2", port)) {
            proxy.request(
                    "GET",
                    STATISTICS,
                    "X-Forwarded-For: 198.51.100.1, 192.0.2.7",
                    "X-Forwarded-Proto: https",
                    "X-Script-Name: /calls");
            Original.Asked bare = original.asked();
            assertThat(bare.header("X-Forwarded-For")).isEqualTo("192.0.2.7");
            assertThat(bare.header("X-Forwarded-Proto")).isEqualTo("https");
            assertThat(bare.header("X-Script-Name")).isEqualTo("/calls");

            proxy.request("GET", "/api/call-logd" + STATISTICS);
            assertThat(original.asked().header("X-Script-Name")).isEqualTo("/api/call-logd");
        }
    }

    @Test
    void its_answer_comes_back_as_it_is() {
        original.answers((request, response) -> response.status(418)
                .header("Content-Type", "text/csv; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=x.csv")
                .header("Set-Cookie", "a=1")
                .addHeader("Set-Cookie", "b=2")
                .header("Access-Control-Allow-Origin", "https://page.example")
                .header("Vary", "Origin")
                .sendString(Mono.just("a;b\r\n")));

        RawHttp.Answer answer = RawHttp.once(port, "GET", STATISTICS, "Origin: https://page.example");

        assertThat(answer.status()).isEqualTo(418);
        assertThat(answer.text()).isEqualTo("a;b\r\n");
        assertThat(answer.headers())
                .containsEntry("content-type", "text/csv; charset=utf-8")
                .containsEntry("content-disposition", "attachment; filename=x.csv")
                .containsEntry("set-cookie", "a=1, b=2")
                .containsEntry("access-control-allow-origin", "https://page.example")
                .containsEntry("vary", "Origin")
                .containsKey("x-correlation-id");
    }

    @Test
    void a_redirect_is_for_the_client_to_follow() {
        original.answers((request, response) -> response.sendRedirect("/elsewhere"));

        RawHttp.Answer answer = RawHttp.once(port, "GET", STATISTICS);

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).isEqualTo("/elsewhere");
        original.asked();
        assertThat(original.wasAsked()).isFalse();
    }

    @Test
    void any_method_is_the_originals_to_answer() {
        original.answers((request, response) -> response.header("Content-Length", "8")
                .header("X-Method", request.method().name())
                .send());
        try (RawHttp http = RawHttp.plain(port)) {
            RawHttp.Answer head = http.request("HEAD", STATISTICS);
            assertThat(head.header("Content-Length")).isEqualTo("8");
            assertThat(original.asked().method()).isEqualTo("HEAD");
        }
        original.answers((request, response) ->
                response.status(405).header("Allow", "GET").send());
        for (String method : new String[] {"OPTIONS", "DELETE", "PUT"}) {
            RawHttp.Answer answer = RawHttp.once(port, method, STATISTICS);
            assertThat(answer.status()).as(method).isEqualTo(405);
            assertThat(answer.header("Allow")).isEqualTo("GET");
            assertThat(original.asked().method()).isEqualTo(method);
        }
    }

    @Test
    void bodies_go_on_whole_whatever_their_length_is_told_by() {
        byte[] body = "é".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        try (RawHttp http = RawHttp.plain(port)) {
            http.request("POST", STATISTICS, body, "Content-Length: " + body.length, "Content-Type: text/plain");
            Original.Asked told = original.asked();
            assertThat(told.body()).isEqualTo("é".repeat(100_000));
            assertThat(told.header("Content-Length")).isEqualTo("200000");

            http.send("POST " + STATISTICS + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                    + "Expect: 100-continue\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
            RawHttp.Answer answer = http.head();
            assertThat(answer.status()).isIn(100, 200);
            Original.Asked chunked = original.asked();
            assertThat(chunked.body()).isEqualTo("hello");
            assertThat(chunked.header("Expect")).isNull();
        }
    }

    @Test
    void what_is_on_its_way_comes_at_once_and_no_faster_than_it_is_taken() throws Exception {
        AtomicLong made = new AtomicLong();
        byte[] piece = new byte[64 * 1024];
        original.answersRaw((request, response) -> response.sendByteArray(Flux.generate(sink -> {
            made.addAndGet(piece.length);
            sink.next(piece);
        })));
        try (RawHttp http = RawHttp.plain(port)) {
            http.send("GET " + STATISTICS + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(http.head().status()).isEqualTo(200);
            assertThat(http.read(new byte[1000], 1000)).isPositive();
            long before = -1;
            while (before != made.get()) {
                before = made.get();
                Thread.sleep(500);
            }
            assertThat(before).as("held on the way").isLessThan(40L * 1024 * 1024);
            // longer than the original may say nothing: it has not been asked to say more
            Thread.sleep(2 * BesideWazo.RESPONSE.toMillis());
            for (long read = 0; read < 2 * before; ) {
                int some = http.read(new byte[65536], 65536);
                assertThat(some).isPositive();
                read += some;
            }
            assertThat(made.get()).isGreaterThan(before);
        }
    }

    @Test
    void who_leaves_ends_it_on_the_other_side_at_once() {
        AtomicBoolean begun = new AtomicBoolean();
        AtomicBoolean ended = new AtomicBoolean();
        original.answersRaw((request, response) -> response.withConnection(
                        connection -> connection.onDispose(() -> ended.set(true)))
                .sendByteArray(Flux.interval(Duration.ofMillis(50))
                        .doOnNext(tick -> begun.set(true))
                        .map(tick -> new byte[10])));
        try (RawHttp http = RawHttp.plain(port)) {
            http.send("GET " + STATISTICS + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(http.head().status()).isEqualTo(200);
            assertThat(begun).isTrue();
        }
        Eventually.holds("it has ended there", SOON, ended::get);
    }

    @Test
    void who_leaves_before_there_is_an_answer_ends_it_too() {
        AtomicBoolean begun = new AtomicBoolean();
        AtomicBoolean ended = new AtomicBoolean();
        original.answersRaw((request, response) -> response.withConnection(connection -> {
                    begun.set(true);
                    connection.onDispose(() -> ended.set(true));
                })
                .sendString(Mono.never()));
        try (RawHttp http = RawHttp.plain(port)) {
            http.send("GET " + STATISTICS + " HTTP/1.1\r\nHost: x\r\n\r\n");
            Eventually.holds("it has begun there", SOON, begun::get);
        }
        Eventually.holds("it has ended there", Duration.ofSeconds(1), ended::get);
    }

    @Test
    void an_original_that_does_not_answer_in_time_is_a_clear_503() {
        original.answersRaw((request, response) -> Mono.never());
        long started = System.nanoTime();

        isUnreachable("?token=topsecret");

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isBetween(BesideWazo.RESPONSE.minusMillis(100), SOON);
    }

    @Test
    void an_original_that_breaks_off_or_talks_nonsense_is_a_clear_503() {
        original.answersRaw((request, response) -> {
            response.withConnection(connection -> connection.channel().close());
            return Mono.never();
        });
        isUnreachable("?token=topsecret");
        original.answersRaw((request, response) -> {
            response.withConnection(connection -> {
                connection.channel().pipeline().remove("reactor.left.httpCodec");
                connection
                        .channel()
                        .writeAndFlush(
                                io.netty.buffer.Unpooled.copiedBuffer("nonsense\r\n\r\n", StandardCharsets.US_ASCII));
            });
            return Mono.never();
        });
        isUnreachable("?token=topsecret");
    }

    private void isUnreachable(String query) {
        try (LogWatch log = new LogWatch()) {
            RawHttp.Answer answer = RawHttp.once(port, "GET", STATISTICS + query, "X-Auth-Token: topsecret");

            assertThat(answer.status()).as(answer.text()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotNull();
            JsonNode body = JsonMapper.shared().readTree(answer.text());
            assertThat(body.propertyNames()).containsExactly("message", "error_id", "details", "timestamp");
            assertThat(body.path("error_id").asString()).isEqualTo("call-logd-unreachable");
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("correlation=" + answer.header("X-Correlation-Id")))
                    .noneMatch(line -> line.contains("topsecret"));
        }
    }

    @Test
    void one_that_shows_a_certificate_which_nobody_has_signed_is_not_asked(@TempDir Path folder) throws IOException {
        Original secure = Original.secure(TestCertificate.in(folder));
        try (RunningPlayhead playhead =
                        RunningPlayhead.start(Map.of("playhead.call-logd.url", "https://localhost:" + secure.port()));
                LogWatch log = new LogWatch()) {
            RawHttp.Answer answer = RawHttp.once(playhead.port(), "GET", STATISTICS);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text()).contains("call-logd-unreachable");
            assertThat(log.lines()).anyMatch(line -> line.contains("certification path"));
        }
        assertThat(secure.wasAsked()).isFalse();
    }

    @Test
    void an_answer_that_breaks_off_is_not_ended_as_if_it_were_whole() {
        original.answersRaw((request, response) -> response.sendByteArray(Flux.just(new byte[1000])
                .concatWith(Mono.delay(Duration.ofMillis(300)).flatMap(tick -> {
                    response.withConnection(connection -> connection.channel().close());
                    return Mono.never();
                }))));
        try (LogWatch log = new LogWatch()) {
            assertThatThrownBy(() -> RawHttp.once(port, "GET", STATISTICS + "?token=topsecret"))
                    .rootCause()
                    .isInstanceOf(EOFException.class);
            Eventually.holds(
                    "it is logged", SOON, () -> log.lines().stream().anyMatch(line -> line.contains("answer-broken")));
            assertThat(log.lines()).noneMatch(line -> line.contains("topsecret"));
        }
    }

    @Test
    void an_answer_that_is_reset_is_not_ended_as_if_it_were_whole() {
        original.answersRaw((request, response) -> response.sendByteArray(Flux.just(new byte[1000])
                .concatWith(Mono.delay(Duration.ofMillis(300)).flatMap(tick -> {
                    response.withConnection(connection -> {
                        connection.channel().config().setOption(io.netty.channel.ChannelOption.SO_LINGER, 0);
                        connection.channel().close();
                    });
                    return Mono.never();
                }))));

        assertThatThrownBy(() -> RawHttp.once(port, "GET", STATISTICS))
                .rootCause()
                .isInstanceOf(EOFException.class);
    }

    @Test
    void an_answer_that_stops_half_way_is_broken_off_after_a_while() {
        original.answersRaw((request, response) ->
                response.sendByteArray(Flux.just(new byte[1000]).concatWith(Mono.never())));
        long started = System.nanoTime();

        assertThatThrownBy(() -> RawHttp.once(port, "GET", STATISTICS))
                .rootCause()
                .isInstanceOf(EOFException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isBetween(BesideWazo.RESPONSE, SOON);
    }

    @Test
    void a_request_that_goes_in_circles_is_stopped() {
        RawHttp.Answer answer = RawHttp.once(port, "GET", STATISTICS, "Via: 1.1 nginx, 1.1 playhead");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(original.wasAsked()).isFalse();
    }
}
