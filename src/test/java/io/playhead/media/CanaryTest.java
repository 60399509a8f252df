package io.playhead.media;

import static io.playhead.Canaries.base64;
import static io.playhead.Canaries.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.playhead.Canaries;
import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.SecurePlayhead;
import io.playhead.Sql;
import io.playhead.TestCall;
import io.playhead.access.TicketGrant;
import io.playhead.access.Tickets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets go in by every door, with every error behind it, and come out nowhere. */
class CanaryTest {

    private static final String UNKNOWN = "canary-0a1b2c3d4e5f-unknown-token-xyz";
    private static final String ODD = "canary;ä\"<script>{}$%7B-odd-token";

    private final RunningPlayhead playhead = RunningPlayhead.shared();
    /** Started before anything is captured: a start sets all loggers anew. */
    private final RunningPlayhead secure = SecurePlayhead.shared();

    private final UUID recording = UUID.randomUUID();
    private final UUID missing = UUID.randomUUID();
    private final UUID deleted = UUID.randomUUID();
    private final int call = call();
    private final List<String> answers = new ArrayList<>();
    private final Observed observed = new Observed();

    @SuppressWarnings("NullAway.Init")
    private Canaries captured;

    /** What would become of traces: names and values of every observation. */
    private static final class Observed implements ObservationHandler<Observation.Context> {

        private final Queue<String> ended = new ConcurrentLinkedQueue<>();

        @Override
        public void onStop(Observation.Context context) {
            ended.add(context.getContextualName() + " " + context.getAllKeyValues());
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    private int call() {
        try {
            Path file = Files.write(playhead.root().resolve(recording + ".wav"), new byte[4 * 1024 * 1024]);
            return TestCall.of(RunningPlayhead.TENANT_U)
                    .participant(RunningPlayhead.USER_1, 1, "source", true, false)
                    .recording(recording, file)
                    .recording(missing, playhead.root().resolve("not-there.wav"))
                    .recording(deleted, null)
                    .insertInto(playhead.database());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @BeforeEach
    void capture() {
        captured = new Canaries();
        playhead.bean(ObservationRegistry.class).observationConfig().observationHandler(observed);
    }

    @AfterEach
    void letGo() {
        captured.close();
    }

    @Test
    void no_secret_comes_out_in_full() throws Exception {
        String ticket = ticket(Instant.now().plusSeconds(600));
        String expired = ticket(Instant.now().minusSeconds(600));
        String tampered = ticket.substring(0, 60) + (ticket.charAt(60) == 'A' ? 'B' : 'A') + ticket.substring(61);
        List<String> secrets = List.of(
                UNKNOWN,
                ODD,
                RunningPlayhead.TOKEN_M,
                RunningPlayhead.TOKEN_NOTHING,
                RunningPlayhead.TOKEN_NO_USER,
                ticket,
                expired,
                tampered,
                RunningPlayhead.SECRET);

        captured.watch(secrets);

        for (String secret : secrets.subList(0, secrets.size() - 1)) {
            throughEveryDoor(secret);
            inStrangeHeaders(secret);
            whereNoSecretBelongs(secret);
            onTheManagementPort(secret);
            overTls(secret);
        }
        listenedToEvents(RunningPlayhead.TOKEN_M);
        withTheDatabaseStalled(RunningPlayhead.TOKEN_M, ticket);
        Eventually.holds(
                "the database is asked over other connections",
                Duration.ofSeconds(20),
                () -> RawHttp.once(
                                        playhead.port(),
                                        "GET",
                                        "/1.0/cdr/" + call + "/recordings/" + recording + "/media?ticket=" + ticket)
                                .status()
                        == 200);
        goneInMidBody(ticket);
        answers.add(RawHttp.once(playhead.managementPort(), "GET", "/actuator/prometheus")
                .text());
        answers.add(RawHttp.once(playhead.managementPort(), "GET", "/actuator/health?token=" + UNKNOWN)
                .text());

        for (String target : List.of("/1.0/config", "/1.0/status", "/1.0/api/api.yml")) {
            RawHttp.Answer answer =
                    RawHttp.once(playhead.port(), "GET", target, "X-Auth-Token: " + RunningPlayhead.TOKEN_CONFIG);
            answers.add(target + " " + answer.text());
        }
        RawHttp.Answer listens = RawHttp.once(
                playhead.port(),
                "GET",
                "/1.0/audit?recurse=true&limit=1000",
                "X-Auth-Token: " + RunningPlayhead.TOKEN_M);
        assertThat(listens.status()).isEqualTo(200);
        answers.add(listens.text());

        assertThat(captured.all()).as("much was logged").isGreaterThan(10_000);
        assertThat(captured.lines()).as("log").isEmpty();
        assertThat(observed.ended).as("requests were observed").isNotEmpty();
        List<String> traces = List.copyOf(Set.copyOf(observed.ended));
        assertThat(answers).as("the scrape is there").anyMatch(answer -> answer.contains("playhead_http_requests"));
        for (String form : captured.secrets()) {
            assertThat(answers).as("answers").noneMatch(answer -> answer.contains(form));
            assertThat(traces).as("observations").noneMatch(line -> line.contains(form));
        }
    }

    private static String latin(String secret) {
        return new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** In none of these is a secret looked for. Not {@code User-Agent}: the log of who listened says it as it came. */
    private void inStrangeHeaders(String secret) {
        String header = latin(secret);
        for (String[] headers : new String[][] {
            {"X-Auth-Token: other", "X-Auth-Token: " + header},
            {"Authorization: Basic " + base64(secret)},
            {"Authorization: Digest username=\"" + header + "\""},
            {"Proxy-Authorization: Bearer " + header},
            {"X-Api-Key: " + header},
            {"X-Ticket: " + header},
            {"Referer: https://pages.example/player?token=" + encoded(secret)},
            {"X-Forwarded-For: " + header, "X-Forwarded-Proto: " + header, "X-Script-Name: /" + header},
            {"Forwarded: for=" + header},
            {"Range: bytes=" + header},
            {"If-None-Match: \"" + header + "\"", "If-Modified-Since: " + header},
            {"Accept: audio/" + header},
            {"Access-Control-Request-Method: GET", "Access-Control-Request-Headers: " + header},
            {"X-Correlation-Id: " + header + " ", "X-Request-Id: <" + header + ">"},
            {"Expect: " + header},
            {"Sec-Fetch-Site: " + header}
        }) {
            for (String path : List.of(
                    "/", "/session", "/1.0/cdr?limit=1", "/1.0/cdr/" + call + "/recordings/" + recording + "/media")) {
                for (String method : List.of("GET", "OPTIONS", "DELETE")) {
                    if (!isOwnId(headers[0], secret)) {
                        keep(once(playhead.port(), method, path, headers));
                    }
                }
            }
        }
        for (String accept : List.of("text/csv; charset=utf-8", "application/x-ndjson", "application/json")) {
            String target = "/1.0/cdr?limit=2&token=" + encoded(secret);
            keep(once(playhead.port(), "GET", target, "Accept: " + accept));
            keep(once(playhead.port(), "GET", target + "&format=csv", "Accept: " + accept));
        }
    }

    /** A sound correlation id is the caller's to choose, and comes back. */
    private static boolean isOwnId(String header, String secret) {
        return header.startsWith("X-Correlation-Id") && secret.matches("[A-Za-z0-9._-]{1,64}");
    }

    /** In paths, methods and bodies. */
    private void whereNoSecretBelongs(String secret) {
        String encoded = encoded(secret);
        for (String target : List.of(
                "/" + encoded,
                "/session/" + encoded,
                "/1.0/" + encoded,
                "/1.0/token/" + encoded,
                "/1.0/cdr/" + encoded,
                "/1.0/cdr;token=" + encoded,
                "/1.0/cdr%3Ftoken=" + encoded,
                "/1.0/users/" + encoded + "/cdr",
                "/1.0/cdr/" + call + "/recordings/" + encoded + "/media",
                "/1.0/cdr/" + call + "/recordings/" + recording + "/media/" + encoded,
                "/api/call-logd/1.0/exports/" + encoded + "/download",
                "http://user:" + encoded + "@localhost/1.0/cdr",
                "https://localhost/" + encoded)) {
            for (String method : List.of("GET", "HEAD", "POST", "DELETE", encoded.replace('%', 'x'))) {
                keep(once(playhead.port(), method, target, "Content-Length: 0"));
            }
        }
        String json = secret.replace("\"", "\\\"");
        for (String body : List.of(
                "[{\"op\": \"replace\", \"path\": \"/debug\", \"value\": \"" + json + "\"}]",
                "[{\"op\": \"replace\", \"path\": \"/debug\", \"value\": true, \"token\": \"" + json + "\"",
                "{\"token\": \"" + json + "\", \"recordings\": [{\"token\": \"" + json + "\"}]}",
                "{\"code\": \"" + json + "\"}",
                "\"" + json,
                json)) {
            byte[] octets = body.getBytes(StandardCharsets.UTF_8);
            for (String[] request : new String[][] {
                {"PATCH", "/1.0/config", RunningPlayhead.TOKEN_CONFIG},
                {"DELETE", "/1.0/cdr/recordings/media", RunningPlayhead.TOKEN_M},
                {"POST", "/session", RunningPlayhead.TOKEN_M}
            }) {
                try (RawHttp http = RawHttp.plain(playhead.port())) {
                    keep(http.request(
                            request[0],
                            request[1],
                            octets,
                            "X-Auth-Token: " + request[2],
                            "Content-Type: application/json",
                            "Content-Length: " + octets.length));
                }
            }
        }
    }

    private void onTheManagementPort(String secret) {
        for (String target : List.of(
                "/actuator/health?token=" + encoded(secret),
                "/actuator/prometheus?token=" + encoded(secret),
                "/actuator/health/" + encoded(secret),
                "/actuator/" + encoded(secret),
                "/1.0/cdr?token=" + encoded(secret),
                "/" + encoded(secret))) {
            for (String method : List.of("GET", "POST")) {
                keep(once(
                        playhead.managementPort(),
                        method,
                        target,
                        "X-Auth-Token: " + latin(secret),
                        "Content-Length: 0"));
            }
        }
        try (RawHttp http = RawHttp.plain(playhead.managementPort())) {
            http.send("GET /" + encoded(secret) + " HTTP/1.1\r\nX " + latin(secret) + "\r\n\r\n");
            keep(http.answer(false));
        }
    }

    /** There each answer is logged. */
    private void overTls(String secret) {
        String encoded = encoded(secret);
        for (String target : List.of(
                "/1.0/cdr?token=" + encoded,
                "/1.0/cdr/7/recordings/" + recording + "/media?ticket=" + encoded,
                "/1.0/token/" + (encoded.length() > 40 ? encoded : encoded + "x".repeat(40)),
                "/nothing?" + encoded)) {
            try (RawHttp http = RawHttp.secure(secure.port())) {
                keep(http.request("GET", target, "X-Auth-Token: " + latin(secret), "Referer: https://a/?" + encoded));
            }
        }
    }

    private void listenedToEvents(String token) throws IOException {
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            http.send("GET /1.0/cdr/events?token=" + token + " HTTP/1.1\r\nHost: x\r\n\r\n");
            RawHttp.Answer head = http.head();
            assertThat(head.status()).isEqualTo(200);
            TestCall.of(RunningPlayhead.TENANT_M).insertInto(playhead.database());
            byte[] octets = new byte[4096];
            int read = http.read(octets, octets.length);
            answers.add(head.headers() + new String(octets, 0, Math.max(0, read), StandardCharsets.UTF_8));
        }
    }

    private void throughEveryDoor(String secret) {
        String header = latin(secret);
        List<String[]> doors = List.of(
                new String[] {"", "X-Auth-Token: " + header},
                new String[] {"", "Authorization: Bearer " + header},
                new String[] {"", "Authorization: Basic " + header},
                new String[] {"", "Authorization: " + header},
                new String[] {"", "Cookie: token=" + header},
                new String[] {"token=" + encoded(secret)},
                new String[] {"ticket=" + encoded(secret)},
                new String[] {"token=" + encoded(secret) + "&token=other&limit=x&format=x&include=state"},
                new String[] {"%74oken=" + encoded(secret) + "&from=" + UUID.randomUUID()},
                new String[] {"token=" + encoded(secret) + "&%", "X-Correlation-Id: a b"});
        String recordings = "/1.0/cdr/" + call + "/recordings/";
        List<String> paths = List.of(
                "/1.0/cdr",
                "/1.0/cdr/" + call,
                "/1.0/users/me/cdr",
                "/1.0/users/" + UUID.randomUUID() + "/cdr",
                "/1.0/cdr/99999999999999",
                "/1.0/cdr/",
                "/nothing",
                recordings + recording + "/media",
                recordings + missing + "/media",
                recordings + deleted + "/media",
                recordings + UUID.randomUUID() + "/media",
                "/1.0/users/me/cdr/" + call + "/recordings/" + recording + "/media",
                "/api/call-logd" + recordings + recording + "/media");
        for (String[] door : doors) {
            String[] headers = List.of(door).subList(1, door.length).toArray(String[]::new);
            for (String path : paths) {
                String target = door[0].isEmpty() ? path : path + "?" + door[0];
                keep(once(playhead.port(), "HEAD", target, headers));
                keep(once(playhead.port(), "GET", target, with(headers, "Range: bytes=0-9")));
                keep(once(playhead.port(), "GET", target, with(headers, "Accept: text/plain")));
                keep(once(playhead.port(), "PATCH", target, headers));
            }
            for (String path : List.of(recordings + deleted + "/media", "/1.0/cdr/recordings/media")) {
                String target = door[0].isEmpty() ? path : path + "?" + door[0];
                keep(once(playhead.port(), "DELETE", target, headers));
            }
        }
        inBodiesAndBrokenRequests(secret, header);
    }

    private void inBodiesAndBrokenRequests(String secret, String header) {
        String tickets = "/1.0/cdr/" + call + "/recordings/" + recording + "/media/tickets";
        String body = "{\"token\": \"" + header + "\", \"ticket\": \"" + header + "\"}";
        for (String request : List.of(
                "POST " + tickets + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body,
                "GET /1.0/cdr?token=" + encoded(secret) + " HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET /1.0/cdr?token=" + encoded(secret) + " \r\n\r\n",
                "GET " + encoded(secret) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /1.0/cdr?token=" + encoded(secret) + "x".repeat(9000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /1.0/cdr HTTP/1.1\r\nHost: x\r\nX-Auth-Token: " + header + "\r\nX: " + "x".repeat(20_000)
                        + "\r\n\r\n",
                "GET /1.0/cdr HTTP/1.1\r\nHost: x\r\nX-Auth-Token: " + header + "\u0000\r\n\r\n",
                "GET /1.0/cdr HTTP/1.1\r\nHost: x\r\nX-Auth-Token " + header + "\r\n\r\n",
                "POST " + tickets + "?token=" + encoded(secret)
                        + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n")) {
            try (RawHttp http = RawHttp.plain(playhead.port())) {
                http.send(request);
                keep(http.answer(false));
            } catch (UncheckedIOException closed) {
                answers.add(String.valueOf(closed.getMessage()));
            }
        }
    }

    private void withTheDatabaseStalled(String token, String ticket) throws Exception {
        String media = "/1.0/cdr/" + call + "/recordings/" + UUID.randomUUID() + "/media";
        try (AutoCloseable lock = Sql.lock(playhead.database(), "call_logd_call_log");
                RawHttp byToken = RawHttp.plain(playhead.port());
                RawHttp byTicket = RawHttp.plain(playhead.port())) {
            assertThat(lock).isNotNull();
            byToken.send("GET " + media + "?token=" + token + " HTTP/1.1\r\nHost: x\r\n\r\n");
            byTicket.send("GET /1.0/cdr?token=" + token + "&ticket=" + ticket + " HTTP/1.1\r\nHost: x\r\n\r\n");
            Eventually.holds("both wait", Duration.ofSeconds(10), () -> Sql.number(playhead.database(), """
                            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                              AND application_name = 'playhead' AND wait_event_type = 'Lock'""") >= 2);
            Sql.run(playhead.database(), """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND application_name = 'playhead'""");
            for (RawHttp http : List.of(byToken, byTicket)) {
                RawHttp.Answer answer = http.answer(false);
                assertThat(answer.status()).isEqualTo(503);
                keep(answer);
            }
        }
    }

    private void goneInMidBody(String ticket) {
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            http.send("GET /1.0/cdr/" + call + "/recordings/" + recording + "/media?ticket=" + ticket
                    + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(http.head().status()).isEqualTo(200);
        }
    }

    private String ticket(Instant expires) {
        return playhead.bean(Tickets.class)
                .mint(new TicketGrant(
                        call, recording, RunningPlayhead.TENANT_U, Optional.empty(), Instant.EPOCH, expires))
                .text();
    }

    private static RawHttp.Answer once(int port, String method, String target, String... headers) {
        try {
            return RawHttp.once(port, method, target, headers);
        } catch (UncheckedIOException none) {
            throw new AssertionError(method + " " + target + " " + List.of(headers) + " was not answered", none);
        }
    }

    private void keep(RawHttp.Answer answer) {
        answers.add(answer.status() + " " + answer.headers() + " " + answer.text());
    }

    private static String[] with(String[] headers, String another) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add(another);
        return all.toArray(String[]::new);
    }
}
