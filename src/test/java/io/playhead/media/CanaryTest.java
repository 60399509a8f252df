package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Secrets go in by every door, with every error behind it, and come out nowhere. */
class CanaryTest {

    private static final String UNKNOWN = "canary-0a1b2c3d4e5f-unknown-token-xyz";
    private static final String ODD = "canary;ä\"<script>{}$%7B-odd-token";

    private final RunningPlayhead playhead = RunningPlayhead.shared();
    private final UUID recording = UUID.randomUUID();
    private final UUID missing = UUID.randomUUID();
    private final UUID deleted = UUID.randomUUID();
    private final int call = call();
    private final Captured captured = new Captured();
    private final Map<String, Level> levels = new LinkedHashMap<>();
    private final List<String> answers = new ArrayList<>();

    private static final class Captured extends AppenderBase<ILoggingEvent> {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            String cause =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            lines.add(event.getLoggerName() + " " + event.getFormattedMessage() + " " + event.getMDCPropertyMap()
                    + cause);
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
        for (Map.Entry<String, Level> level :
                Map.of("io.playhead", Level.DEBUG, "reactor.netty", Level.INFO).entrySet()) {
            levels.put(level.getKey(), logger(level.getKey()).getLevel());
            logger(level.getKey()).setLevel(level.getValue());
        }
        captured.start();
        logger(Logger.ROOT_LOGGER_NAME).addAppender(captured);
    }

    @AfterEach
    void letGo() {
        logger(Logger.ROOT_LOGGER_NAME).detachAppender(captured);
        levels.forEach((name, level) -> logger(name).setLevel(level));
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
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

        for (String secret : secrets.subList(0, secrets.size() - 1)) {
            throughEveryDoor(secret);
        }
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

        assertThat(captured.lines).as("something was logged").isNotEmpty();
        assertThat(answers).as("the scrape is there").anyMatch(answer -> answer.contains("playhead_http_requests"));
        for (String secret : secrets) {
            for (String form : List.of(secret, encoded(secret))) {
                assertThat(captured.lines).as("log").noneMatch(line -> line.contains(form));
                assertThat(answers).as("answers").noneMatch(answer -> answer.contains(form));
            }
        }
    }

    private void throughEveryDoor(String secret) {
        String header = new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
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
                keep(RawHttp.once(playhead.port(), "HEAD", target, headers));
                keep(RawHttp.once(playhead.port(), "GET", target, with(headers, "Range: bytes=0-9")));
                keep(RawHttp.once(playhead.port(), "GET", target, with(headers, "Accept: text/plain")));
                keep(RawHttp.once(playhead.port(), "PATCH", target, headers));
            }
            for (String path : List.of(recordings + deleted + "/media", "/1.0/cdr/recordings/media")) {
                String target = door[0].isEmpty() ? path : path + "?" + door[0];
                keep(RawHttp.once(playhead.port(), "DELETE", target, headers));
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

    private void keep(RawHttp.Answer answer) {
        answers.add(answer.status() + " " + answer.headers() + " " + answer.text());
    }

    private static String[] with(String[] headers, String another) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add(another);
        return all.toArray(String[]::new);
    }

    private static String encoded(String secret) {
        return java.net.URLEncoder.encode(secret, StandardCharsets.UTF_8);
    }
}
