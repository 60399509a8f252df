package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.LogWatch;
import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What no client in its right mind sends: a right answer or a closed connection, in time, and nobody else notices. */
class HostileTest {

    private static final String TOKEN = "X-Auth-Token: " + RunningPlayhead.TOKEN_M;
    private static final String HOST = "Host: localhost\r\n";
    private static final byte[] OCTETS = StoredMedia.noise(3000);
    private static final RunningPlayhead PLAYHEAD = RunningPlayhead.shared();
    private static final StoredMedia MEDIA = StoredMedia.of(PLAYHEAD, OCTETS);
    private static final int WAIT = 3000;
    private static final long SEED = 20_210_514;

    private static LogWatch log;

    @BeforeAll
    static void watch() {
        log = new LogWatch();
    }

    @AfterAll
    static void nothing_leaked_and_nothing_was_unforeseen() {
        System.gc();
        assertThat(log.lines())
                .noneMatch(line -> line.contains("LEAK"))
                .noneMatch(line -> line.contains("event=unexpected"))
                .noneMatch(line -> line.contains(RunningPlayhead.TOKEN_M));
        log.close();
    }

    @AfterEach
    void the_next_request_on_a_fresh_connection_is_served() {
        Answer answer = RawHttp.once(PLAYHEAD.port(), "GET", MEDIA.path(), TOKEN, "Range: bytes=1-2");
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(new byte[] {OCTETS[1], OCTETS[2]});
    }

    private static RawHttp connect() {
        try {
            RawHttp http = RawHttp.plain(PLAYHEAD.port());
            http.socket().setSoTimeout(WAIT);
            return http;
        } catch (SocketException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The first answer to these octets, or null where the connection was closed without one. Fails if nothing comes. */
    private static @Nullable Answer sent(String octets) {
        try (RawHttp http = connect()) {
            return answer(http, octets);
        }
    }

    private static @Nullable Answer answer(RawHttp http, String octets) {
        try {
            http.send(octets);
            return http.answer(octets.startsWith("HEAD "));
        } catch (UncheckedIOException ended) {
            assertThat(ended.getCause())
                    .as("closed, not left waiting")
                    .isNotInstanceOf(java.net.SocketTimeoutException.class);
            return null;
        }
    }

    private static Answer answered(String octets) {
        return Objects.requireNonNull(sent(octets), "an answer");
    }

    private static String get(String target, String... lines) {
        return "GET " + target + " HTTP/1.1\r\n" + HOST + TOKEN + "\r\n"
                + Stream.of(lines).map(line -> line + "\r\n").collect(Collectors.joining()) + "\r\n";
    }

    private static String longRanges(int count) {
        return IntStream.range(0, count).mapToObj(n -> 3 * n + "-" + 3 * n).collect(Collectors.joining(","));
    }

    private static Stream<String> strange_fields() {
        String digits = "9".repeat(400);
        return Stream.of(
                "Range: bytes=",
                "Range: bytes=-",
                "Range: bytes=--1",
                "Range: bytes=-5-3",
                "Range: bytes=5-2",
                "Range: bytes=a-b",
                "Range: bytes=0x1-0x2",
                "Range: bytes=1-2-3",
                "Range: bytes=,,,,",
                "Range: bytes=" + digits + "-",
                "Range: bytes=0-" + digits,
                "Range: bytes=-" + digits,
                "Range: bytes=9223372036854775807-9223372036854775808",
                "Range: bytes=18446744073709551616-",
                "Range: bytes=\u00b2-\u00b3",
                "Range: items=0-1",
                "Range: " + "bytes=".repeat(500),
                "Range: bytes=" + "0-0,".repeat(2000),
                "Range: bytes=" + longRanges(1000),
                "Range: bytes=0-1\r\nRange: bytes=4-5",
                "If-Match: \"",
                "If-Match: W/\"\", garbage",
                "If-None-Match: " + "\"a\",".repeat(2000),
                "If-None-Match: ,,,,\"",
                "If-None-Match: \u00ff\u00fe",
                "If-Modified-Since: yesterday",
                "If-Modified-Since: Sun, 99 Nov 99999999999999999 08:49:37 GMT",
                "If-Modified-Since: Sun, 31 Feb 2021 25:61:61 GMT",
                "If-Unmodified-Since: -1",
                "If-Range: W/\"x\"\r\nRange: bytes=0-1",
                "If-Range: \"\r\nRange: bytes=0-1",
                "Accept: ;;;q=",
                "Accept: audio/wav;q=99999999999999999999",
                "Accept: audio/wav;q=-1",
                "Accept: audio/wav;q=NaN",
                "Accept: \"\\",
                "Accept: " + "a/b;q=0.1,".repeat(1000),
                "Accept: audio/*;" + "x=y;".repeat(2000),
                "Accept: \u00e9/\u00e8",
                "Origin: \u00ff\u00ff",
                "X-Correlation-Id: " + "x".repeat(5000),
                "X-Forwarded-For: %00, ::::, 999.1.1.1",
                "Authorization: Bearer",
                "Authorization: Basic !!!!",
                "Wazo-Tenant: ../../etc",
                "Cookie: " + "a=b;".repeat(2000),
                "Accept-Encoding: gzip;q=x, br, *",
                "Expect: 200-maybe",
                "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: garbage",
                "Connection: \u0001".replace("\u0001", "x, ,y"));
    }

    @ParameterizedTest
    @MethodSource("strange_fields")
    void a_strange_field_gets_an_answer_that_is_not_a_failure(String field) {
        for (String method : List.of("GET", "HEAD")) {
            Answer answer = answered(method + get(MEDIA.path(), field).substring(3));
            assertThat(answer.status()).isIn(200, 206, 304, 400, 401, 406, 412, 416, 417);
            if (answer.status() == 200 && method.equals("GET")) {
                assertThat(answer.body()).isEqualTo(OCTETS);
            }
        }
    }

    private static Stream<Arguments> strange_targets() {
        String uuid = MEDIA.uuid().toString();
        int call = MEDIA.call();
        return Stream.of(
                        StoredMedia.path(call + "%00", uuid),
                        StoredMedia.path("%00", uuid),
                        StoredMedia.path("%2e%2e", uuid),
                        StoredMedia.path("..", uuid),
                        StoredMedia.path(call + "%2F..", uuid),
                        StoredMedia.path(call, "%2e%2e%2f%2e%2e%2fetc%2fpasswd"),
                        StoredMedia.path(call, uuid + "%00.wav"),
                        StoredMedia.path(call, uuid.substring(1)),
                        StoredMedia.path(call, uuid + "0".repeat(2000)),
                        StoredMedia.path("-1", uuid),
                        StoredMedia.path("+1", uuid),
                        StoredMedia.path("1e3", uuid),
                        StoredMedia.path("2147483648", uuid),
                        StoredMedia.path("9".repeat(4000), uuid),
                        StoredMedia.path("%d9%a1", uuid),
                        StoredMedia.path(call + ";v=1", uuid),
                        MEDIA.path() + ";jsessionid=1",
                        MEDIA.path() + "/",
                        MEDIA.path() + "//",
                        MEDIA.path().replace("/cdr/", "//cdr/"),
                        MEDIA.path().replace("/cdr/", "/./cdr/"),
                        MEDIA.path() + "%",
                        MEDIA.path() + "%zz",
                        MEDIA.path() + "%c0%af",
                        MEDIA.path() + "\u00e9",
                        "/1.0/cdr/%",
                        "/1.0/cdr/%ff%fe",
                        "/1.0/cdr/" + "9".repeat(4000),
                        "/1.0/cdr/-1",
                        "/1.0/cdr/1%00",
                        "/1.0/cdr/..%2f..%2fetc",
                        "/api/call-logd/1.0/cdr/%2e%2e",
                        "/1.0/../../../etc/passwd",
                        "/%2e%2e/%2e%2e/application.yaml",
                        "/static/..%5c..%5capplication.yaml",
                        "/..;/actuator/prometheus")
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("strange_targets")
    void a_strange_address_is_no_address(String target) {
        Answer answer = answered(get(target));
        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.text())
                .doesNotContain("root:", "spring", PLAYHEAD.root().toString());
    }

    private static Stream<Arguments> strange_queries() {
        return Stream.of(
                Arguments.of("/1.0/cdr?limit=-1", 400),
                Arguments.of("/1.0/cdr?limit=99999999999999999999", 400),
                Arguments.of("/1.0/cdr?offset=9223372036854775808", 400),
                Arguments.of("/1.0/cdr?limit=1e9", 400),
                Arguments.of("/1.0/cdr?limit=%00", 400),
                Arguments.of("/1.0/cdr?from=%00", 400),
                Arguments.of("/1.0/cdr?from=99999-99-99T99:99", 400),
                Arguments.of("/1.0/cdr?order=%27%3Bdrop", 400),
                Arguments.of(MEDIA.path() + "?format=%00", 400),
                Arguments.of(MEDIA.path() + "?" + "a=b&".repeat(1500), 200),
                Arguments.of(MEDIA.path() + "?&&&===%%%", 200),
                Arguments.of(MEDIA.path() + "?ticket=%00", 401),
                Arguments.of(MEDIA.path() + "?ticket=" + "A".repeat(4000), 401),
                Arguments.of(MEDIA.path() + "?tenant=%00", 401),
                Arguments.of("http://localhost" + MEDIA.path(), 200),
                Arguments.of("HTTP://other.example" + MEDIA.path(), 200));
    }

    @ParameterizedTest
    @MethodSource("strange_queries")
    void a_strange_query_is_answered_as_the_contract_says(String target, int status) {
        Answer answer = answered(get(target));
        assertThat(answer.status()).isEqualTo(status);
        if (status >= 400) {
            assertThat(JsonMapper.shared().readTree(answer.text()).propertyNames())
                    .containsExactly("message", "error_id", "details", "timestamp");
        }
    }

    @Test
    void ten_thousand_ranges_are_too_large_a_header_or_ignored() {
        Answer answer = sent(get(MEDIA.path(), "Range: bytes=" + longRanges(10_000)));
        assertThat(answer == null ? 431 : answer.status()).isIn(200, 431);
    }

    private static Stream<Arguments> too_large() {
        return Stream.of(
                Arguments.of("request line", get("/" + "a".repeat(9000)), 414),
                Arguments.of("endless request line", "GET /" + "a".repeat(200_000), 414),
                Arguments.of("one field", get(MEDIA.path(), "X-Large: " + "a".repeat(17_000)), 431),
                Arguments.of("a name", get(MEDIA.path(), "a".repeat(17_000) + ": b"), 431),
                Arguments.of(
                        "many fields",
                        get(
                                MEDIA.path(),
                                IntStream.range(0, 1000)
                                        .mapToObj(n -> "X-Field-" + n + ": abcdefghij")
                                        .toArray(String[]::new)),
                        431));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("too_large")
    void what_is_too_large_is_told_so_and_the_connection_closed(String what, String octets, int status) {
        try (RawHttp http = connect()) {
            Answer answer = answer(http, octets);
            assertThat(answer == null ? status : answer.status()).isEqualTo(status);
            assertThat(ends(http)).isTrue();
        }
    }

    /** The server may say once more what is wrong, if more of it comes before it closes. */
    private static boolean ends(RawHttp http) {
        byte[] rest = new byte[8192];
        try {
            while (http.read(rest, rest.length) >= 0) {
                // until the end
            }
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private static Stream<Arguments> strange_messages() {
        String head = "GET " + MEDIA.path() + " HTTP/1.1\r\n" + TOKEN + "\r\n";
        String post = "POST " + MEDIA.path() + "/tickets HTTP/1.1\r\n" + HOST + TOKEN + "\r\n";
        return Stream.of(
                Arguments.of("no host", head + "\r\n"),
                Arguments.of("two hosts", head + "Host: a\r\nHost: b\r\n\r\n"),
                Arguments.of("bad host", head + "Host: @@@[[[\r\n\r\n"),
                Arguments.of("two lengths", head + HOST + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
                Arguments.of("same length twice", head + HOST + "Content-Length: 1\r\nContent-Length: 1\r\n\r\na"),
                Arguments.of("negative length", head + HOST + "Content-Length: -1\r\n\r\n"),
                Arguments.of("overflowing length", post + "Content-Length: 99999999999999999999\r\n\r\n"),
                Arguments.of("length in words", head + HOST + "Content-Length: five\r\n\r\n"),
                Arguments.of(
                        "length and chunks",
                        head + HOST + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of("bad chunk size", post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"),
                Arguments.of("negative chunk", post + "Transfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n"),
                Arguments.of("huge chunk", post + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}"),
                Arguments.of("unknown coding", head + HOST + "Transfer-Encoding: rot13\r\n\r\n"),
                Arguments.of("body on GET", head + HOST + "Content-Length: 5\r\n\r\nhello"),
                Arguments.of(
                        "chunked body on GET",
                        head + HOST + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
                Arguments.of("folded", head + HOST + "X-Folded: a\r\n b\r\n\r\n"),
                Arguments.of("bare line feeds", head.replace("\r\n", "\n") + "Host: localhost\n\n"),
                Arguments.of("bare carriage return", head + HOST + "X-Bare: a\rb\r\n\r\n"),
                Arguments.of("NUL in a field", head + HOST + "X-Nul: a\0b\r\n\r\n"),
                Arguments.of("no colon", head + HOST + "Nonsense\r\n\r\n"),
                Arguments.of("space before colon", head + HOST + "X-Space : a\r\n\r\n"),
                Arguments.of("empty name", head + HOST + ": a\r\n\r\n"),
                Arguments.of("octets above ASCII", head + HOST + "X-\u00e9: \u00ff\r\n\r\n"),
                Arguments.of("HTTP/1.0", "GET " + MEDIA.path() + " HTTP/1.0\r\n" + TOKEN + "\r\n\r\n"),
                Arguments.of(
                        "HTTP/1.0 kept",
                        "GET " + MEDIA.path() + " HTTP/1.0\r\n" + TOKEN + "\r\nConnection: keep-alive\r\n\r\n"),
                Arguments.of("HTTP/0.9", "GET " + MEDIA.path() + "\r\n\r\n"),
                Arguments.of("HTTP/9.9", "GET " + MEDIA.path() + " HTTP/9.9\r\n" + HOST + "\r\n"),
                Arguments.of("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                Arguments.of("a method of its own", "BREW " + MEDIA.path() + " HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("CONNECT", "CONNECT localhost:1 HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("OPTIONS *", "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("TRACE", "TRACE / HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("no target", "GET  HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("relative target", "GET 1.0/cdr HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("odd scheme", "GET file:///etc/passwd HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("only noise", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n"),
                Arguments.of("only line ends", "\r\n\r\n\r\n" + get(MEDIA.path())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("strange_messages")
    void a_strange_message_is_answered_or_its_connection_closed(String what, String octets) {
        Answer answer = sent(octets);
        if (answer != null) {
            assertThat(answer.status()).isBetween(200, 501).isNotEqualTo(500);
            sound(answer);
        }
    }

    /** Media come whole, and what says it is JSON is. */
    private static void sound(Answer answer) {
        if ("application/json".equals(answer.header("Content-Type")) && answer.body().length > 0) {
            try {
                assertThat(JsonMapper.shared().readTree(answer.text()).has("message")
                                || JsonMapper.shared().readTree(answer.text()).has("ticket")
                                || JsonMapper.shared().readTree(answer.text()).has("items"))
                        .isTrue();
            } catch (JacksonException garbage) {
                throw new AssertionError(answer.text(), garbage);
            }
        }
    }

    @Test
    void a_second_request_cannot_be_smuggled_in_the_body_of_a_first() {
        String inner = get("/1.0/cdr/1");
        String octets = "GET " + MEDIA.path() + " HTTP/1.1\r\n" + HOST + TOKEN + "\r\nContent-Length: " + inner.length()
                + "\r\n\r\n" + inner;
        try (RawHttp http = connect()) {
            assertThat(Objects.requireNonNull(answer(http, octets)).body()).isEqualTo(OCTETS);
            assertThat(Objects.requireNonNull(answer(http, get(MEDIA.path(), "Range: bytes=0-0")))
                            .status())
                    .as("the answer to what was sent next")
                    .isEqualTo(206);
        }
    }

    @Test
    void http_1_0_gets_it_all_and_is_closed_unless_it_asks_otherwise() {
        String request = "GET " + MEDIA.path() + " HTTP/1.0\r\n" + TOKEN + "\r\n";
        try (RawHttp http = connect()) {
            assertThat(Objects.requireNonNull(answer(http, request + "\r\n")).body())
                    .isEqualTo(OCTETS);
            assertThat(http.closedByServer()).isTrue();
        }
        try (RawHttp http = connect()) {
            String kept = request + "Connection: keep-alive\r\n\r\n";
            assertThat(Objects.requireNonNull(answer(http, kept)).body()).isEqualTo(OCTETS);
            Answer next = answer(http, kept);
            assertThat(next == null ? OCTETS : next.body()).isEqualTo(OCTETS);
        }
    }

    @Test
    void mutated_requests_never_fail_the_server_nor_hang_it() {
        Random random = new Random(SEED);
        List<String> requests = List.of(
                get(MEDIA.path(), "Range: bytes=1-2,5-9", "Accept: audio/wav;q=0.5, */*;q=0.1", "Connection: close"),
                get(MEDIA.path(), "If-None-Match: W/\"a\", \"b\"", "If-Range: \"c\"", "Connection: close"),
                get(MEDIA.path() + "?format=wav&disposition=inline", "Connection: close"),
                get("/1.0/cdr?limit=1&from=2021-05-14T00:00:00Z&direction=asc", "Connection: close"),
                get("/1.0/cdr/" + MEDIA.call(), "Connection: close"));
        long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
        int round = 0;
        for (; round < 1500 && System.nanoTime() < end; round++) {
            String octets = mutated(random, requests.get(random.nextInt(requests.size())));
            List<Integer> statuses = statuses(octets);
            assertThat(statuses)
                    .as("seed %s, round %s: %s", SEED, round, octets)
                    .doesNotContain(500);
        }
        assertThat(round).isGreaterThan(100);
    }

    private static String mutated(Random random, String request) {
        StringBuilder mutated = new StringBuilder(request);
        for (int change = random.nextInt(4); change >= 0; change--) {
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(4)) {
                case 0 -> mutated.setCharAt(at, (char) random.nextInt(256));
                case 1 -> mutated.deleteCharAt(at);
                case 2 -> mutated.insert(at, "%\0\r\n;,\"/=-9".charAt(random.nextInt(11)));
                default -> mutated.insert(at, mutated.substring(at, Math.min(mutated.length(), at + 40)));
            }
        }
        return mutated.toString();
    }

    /** Of all answers until the connection ends; whoever sends no whole request ends it himself. */
    private static List<Integer> statuses(String octets) {
        List<Integer> statuses = new ArrayList<>();
        try (RawHttp http = connect()) {
            http.send(octets);
            http.socket().shutdownOutput();
            while (true) {
                statuses.add(http.answer(octets.startsWith("HEAD ")).status());
            }
        } catch (UncheckedIOException ended) {
            assertThat(ended.getCause())
                    .as("seed %s: ended, not left waiting: %s", SEED, octets)
                    .isNotInstanceOf(java.net.SocketTimeoutException.class);
        } catch (java.io.IOException reset) {
            return statuses;
        }
        return statuses;
    }
}
