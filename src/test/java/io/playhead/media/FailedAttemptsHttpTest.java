package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.access.TicketGrant;
import io.playhead.access.Tickets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Wrong tokens and tickets again and again; and the slowest pace, which is no client that takes nothing. */
@ExtendWith(OutputCaptureExtension.class)
class FailedAttemptsHttpTest {

    private static final int OF_ADDRESS = 12;
    private static final int OF_CREDENTIAL = 5;
    private static final String PROXY = "127.0.0.9";
    private static final String GOOD = "X-Auth-Token: " + RunningPlayhead.TOKEN_M;

    private static RunningPlayhead playhead;
    private static StoredMedia media;

    @BeforeAll
    static void start() {
        playhead = RunningPlayhead.start(Map.of(
                "playhead.limits.failures.address",
                "" + OF_ADDRESS,
                "playhead.limits.failures.credential",
                "" + OF_CREDENTIAL,
                "playhead.limits.failures.window",
                "1h",
                "playhead.limits.caller.rate",
                "16KB",
                "playhead.http.stalled",
                "400ms",
                "playhead.http.trusted-proxies",
                PROXY));
        media = StoredMedia.of(playhead, StoredMedia.noise(64 * 1024));
    }

    @AfterAll
    static void stop() {
        playhead.close();
    }

    private static RawHttp.Answer get(String from, String target, String... headers) {
        try (RawHttp http = RawHttp.from(from, playhead.port())) {
            return http.request("GET", target, headers);
        }
    }

    private static String wrong() {
        return "X-Auth-Token: " + UUID.randomUUID();
    }

    private static double counted(String name, String... tags) {
        return playhead.bean(MeterRegistry.class).get(name).tags(tags).counter().count();
    }

    private static void isTooMany(RawHttp.Answer answer, String limit) {
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("WWW-Authenticate")).isNull();
        JsonNode body = JsonMapper.shared().readTree(answer.text());
        assertThat(body.path("error_id").asString()).isEqualTo("too-many-failed-attempts");
        assertThat(body.path("details").propertyNames()).containsExactlyInAnyOrder("limit", "retry_after");
        assertThat(body.path("details").path("limit").asString()).isEqualTo(limit);
        assertThat(answer.header("Retry-After"))
                .isEqualTo(body.path("details").path("retry_after").asString());
        assertThat(Integer.parseInt(String.valueOf(answer.header("Retry-After"))))
                .isBetween(60, 3600);
    }

    @Test
    void one_wrong_token_again_and_again_is_429_by_every_way_in() {
        double failures = counted("playhead.access.failures");
        double refused = counted("playhead.access.refused", "reason", "credential-failures");
        String token = UUID.randomUUID().toString();
        List<String[]> ways = List.of(
                new String[] {"/1.0/cdr", "X-Auth-Token: " + token},
                new String[] {media.path(), "Authorization: Bearer " + token},
                new String[] {media.path() + "?token=" + token},
                new String[] {"/1.0/cdr?token=" + token},
                new String[] {"/1.0/status", "X-Auth-Token: " + token});
        for (String[] way : ways) {
            assertThat(get("127.0.0.11", way[0], Arrays.copyOfRange(way, 1, way.length))
                            .status())
                    .isEqualTo(401);
        }
        for (String[] way : ways) {
            RawHttp.Answer answer = get("127.0.0.12", way[0], Arrays.copyOfRange(way, 1, way.length));
            isTooMany(answer, "credential");
            assertThat(answer.headers() + answer.text()).doesNotContain(token);
        }
        assertThat(counted("playhead.access.failures")).isEqualTo(failures + OF_CREDENTIAL);
        assertThat(counted("playhead.access.refused", "reason", "credential-failures"))
                .isEqualTo(refused + ways.size());
        assertThat(get("127.0.0.11", "/1.0/cdr", GOOD).status()).isEqualTo(200);
    }

    @Test
    void ever_new_wrong_tokens_of_one_address_are_429_and_a_good_one_is_served(CapturedOutput output) {
        double refused = counted("playhead.access.refused", "reason", "address-failures");
        String from = "127.0.0.13";
        for (int attempt = 0; attempt < OF_ADDRESS; attempt++) {
            assertThat(get(from, attempt % 2 == 0 ? "/1.0/cdr" : media.path(), wrong())
                            .status())
                    .isEqualTo(401);
        }
        for (String target : List.of("/1.0/cdr", media.path())) {
            String token = UUID.randomUUID().toString();
            RawHttp.Answer answer = get(from, target, "X-Auth-Token: " + token);
            isTooMany(answer, "address");
            assertThat(answer.headers() + answer.text()).doesNotContain(token);
            assertThat(get(from, target, GOOD).status()).isEqualTo(200);
            assertThat(get(from, target).status()).as("without a token").isEqualTo(401);
            assertThat(get("127.0.0.14", target, wrong()).status())
                    .as("from elsewhere")
                    .isEqualTo(401);
        }
        assertThat(counted("playhead.access.refused", "reason", "address-failures"))
                .isEqualTo(refused + 2);
        assertThat(output.getAll().split("event=too-many-failed-attempts address=" + from, -1))
                .as("told once")
                .hasSize(2);
    }

    @Test
    void wrong_tickets_count_and_a_good_one_plays() {
        String from = "127.0.0.15";
        RawHttp.Answer made =
                RawHttp.once(playhead.port(), "POST", media.path() + "/tickets", GOOD, "Content-Length: 0");
        JsonNode ticket = JsonMapper.shared().readTree(made.text());
        String good = ticket.path("url").asString();
        String elsewhere =
                media.path().replaceAll("[0-9a-f]{12}/media", "ffffffffffff/media") + good.substring(good.indexOf('?'));
        for (int attempt = 0; attempt < OF_ADDRESS; attempt++) {
            String wrong = attempt % 2 == 0 ? elsewhere : media.path() + "?ticket=forged";
            assertThat(get(from, wrong).status()).as("%d", attempt).isEqualTo(401);
        }
        isTooMany(get(from, media.path() + "?ticket=forged"), "address");
        isTooMany(get(from, elsewhere), "address");
        assertThat(get(from, good, "Range: bytes=0-9").status())
                .as("whoever has it cannot end it for the others")
                .isEqualTo(206);
    }

    @Test
    void what_is_no_wrong_token_does_not_count() {
        String from = "127.0.0.16";
        String expired = playhead.bean(Tickets.class)
                .mint(new TicketGrant(
                        media.call(),
                        media.uuid(),
                        RunningPlayhead.TENANT_M,
                        Optional.empty(),
                        Instant.now().minusSeconds(60),
                        Instant.now().minusSeconds(1)))
                .text();
        for (int attempt = 0; attempt < OF_ADDRESS + 3; attempt++) {
            assertThat(get(from, media.path()).status()).isEqualTo(401);
            assertThat(get(from, media.path() + "?ticket=" + expired).status()).isEqualTo(401);
            assertThat(get(from, "/1.0/cdr", "X-Auth-Token: " + RunningPlayhead.TOKEN_NOTHING)
                            .status())
                    .isEqualTo(401);
            assertThat(get(from, "/1.0/cdr?tenant=garbage", GOOD).status()).isEqualTo(401);
        }
        assertThat(get(from, "/1.0/cdr", wrong()).status()).isEqualTo(401);
    }

    @Test
    void behind_a_trusted_proxy_each_client_counts_alone_and_nobody_else_can_say_who_he_is() {
        for (String from : List.of(PROXY, "127.0.0.17")) {
            for (int attempt = 0; attempt < OF_ADDRESS; attempt++) {
                String target = attempt % 2 == 0 ? "/1.0/cdr" : media.path();
                assertThat(get(from, target, wrong(), "X-Forwarded-For: 192.0.2." + attempt + ", 198.51.100.1")
                                .status())
                        .isEqualTo(401);
            }
        }
        for (String target : List.of("/1.0/cdr", media.path())) {
            isTooMany(get(PROXY, target, wrong(), "X-Forwarded-For: 198.51.100.1"), "address");
            assertThat(get(PROXY, target, wrong(), "X-Forwarded-For: 198.51.100.1, 198.51.100.2")
                            .status())
                    .isEqualTo(401);
            assertThat(get(PROXY, target, GOOD, "X-Forwarded-For: 198.51.100.1").status())
                    .isEqualTo(200);
            isTooMany(get("127.0.0.17", target, wrong(), "X-Forwarded-For: 198.51.100.2"), "address");
        }
    }

    /** Pauses of a second, with a limit of less for clients that take nothing. */
    @Test
    void a_pause_is_no_client_that_takes_nothing() {
        StoredMedia slow = StoredMedia.at(playhead, RunningPlayhead.TENANT_X, media.file());
        long started = System.nanoTime();
        RawHttp.Answer answer =
                RawHttp.once(playhead.port(), "GET", slow.path(), "X-Auth-Token: " + RunningPlayhead.TOKEN_X);

        assertThat(answer.body()).isEqualTo(StoredMedia.noise(64 * 1024));
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(1500));
    }
}
