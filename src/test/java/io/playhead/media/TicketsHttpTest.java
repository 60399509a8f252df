package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.TestCall;
import io.playhead.access.TicketGrant;
import io.playhead.access.Tickets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A ticket plays its one recording in a bare {@code <audio src>}, and is good for nothing else. */
class TicketsHttpTest {

    private final RunningPlayhead playhead = RunningPlayhead.shared();
    private final Recorded recorded = Recorded.in(playhead);

    /** A recording of tenant U in which user 1 takes part. */
    private record Recorded(int call, UUID uuid) {

        static Recorded in(RunningPlayhead playhead) {
            UUID uuid = UUID.randomUUID();
            try {
                Path file = Files.writeString(playhead.root().resolve(uuid + ".wav"), "0123456789");
                int call = TestCall.of(RunningPlayhead.TENANT_U)
                        .participant(RunningPlayhead.USER_1, 1, "source", true, false)
                        .recording(uuid, file)
                        .insertInto(playhead.database());
                return new Recorded(call, uuid);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        String media() {
            return "/1.0/cdr/" + call + "/recordings/" + uuid + "/media";
        }

        String mine() {
            return "/1.0/users/me/cdr/" + call + "/recordings/" + uuid + "/media";
        }
    }

    private RawHttp.Answer ask(String method, String target, String... headers) {
        return RawHttp.once(playhead.port(), method, target, headers);
    }

    private RawHttp.Answer post(String media, String token) {
        return ask("POST", media + "/tickets", "X-Auth-Token: " + token, "Content-Length: 0");
    }

    private JsonNode made(String media, String token) {
        RawHttp.Answer answer = post(media, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        JsonNode ticket = JsonMapper.shared().readTree(answer.text());
        assertThat(ticket.propertyNames()).containsExactly("ticket", "url", "expires_at");
        return ticket;
    }

    @Test
    void a_ticket_plays_with_no_other_credentials() {
        Instant before = Instant.now();
        for (String media : List.of(recorded.media(), recorded.mine(), "/api/call-logd" + recorded.media())) {
            JsonNode ticket = made(media, RunningPlayhead.TOKEN_U1);
            String url = ticket.path("url").asString();

            assertThat(url).isEqualTo(media + "?ticket=" + ticket.path("ticket").asString());
            assertThat(Instant.parse(ticket.path("expires_at").asString()))
                    .isAfter(before.plus(Duration.ofMinutes(9)))
                    .isBeforeOrEqualTo(Instant.now().plus(Duration.ofHours(4)));
            assertThat(ask("GET", url).text()).isEqualTo("0123456789");
            assertThat(ask("HEAD", url).header("content-length")).isEqualTo("10");
            RawHttp.Answer part = ask("GET", url, "Range: bytes=2-4");
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.text()).isEqualTo("234");
            assertThat(ask("GET", url + "&format=original").status()).isEqualTo(200);
        }
    }

    @Test
    void a_ticket_stands_for_all_else() {
        String url = made(recorded.media(), RunningPlayhead.TOKEN_M).path("url").asString();

        assertThat(ask(
                                "GET",
                                url + "&token=nonsense&tenant=nonsense",
                                "X-Auth-Token: nonsense",
                                "Wazo-Tenant: nonsense")
                        .status())
                .isEqualTo(200);
        assertThat(ask("GET", recorded.media() + "?ticket=", "X-Auth-Token: " + RunningPlayhead.TOKEN_M)
                        .status())
                .as("an empty one is a bad one")
                .isEqualTo(401);
    }

    @Test
    void a_ticket_is_for_its_recording_alone() {
        String ticket =
                made(recorded.media(), RunningPlayhead.TOKEN_M).path("ticket").asString();
        Recorded other = Recorded.in(playhead);

        isRefused(ask("GET", other.media() + "?ticket=" + ticket), ticket, "invalid_ticket");
        isRefused(
                ask(
                        "GET",
                        recorded.media().replace("/cdr/" + recorded.call, "/cdr/" + other.call) + "?ticket=" + ticket),
                ticket,
                "invalid_ticket");
        isRefused(
                ask(
                        "GET",
                        recorded.media().replace(recorded.uuid.toString(), other.uuid.toString()) + "?ticket="
                                + ticket),
                ticket,
                "invalid_ticket");
        isRefused(
                ask("GET", recorded.media().replace("/cdr/", "/cdr/18446744073709551616") + "?ticket=" + ticket),
                ticket,
                "invalid_ticket");
    }

    @Test
    void no_character_of_a_ticket_can_be_another() {
        String ticket =
                made(recorded.media(), RunningPlayhead.TOKEN_M).path("ticket").asString();
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            for (int at = 0; at < ticket.length(); at++) {
                char other = ticket.charAt(at) == 'A' ? 'B' : 'A';
                String tampered = ticket.substring(0, at) + other + ticket.substring(at + 1);

                isRefused(http.request("GET", recorded.media() + "?ticket=" + tampered), tampered, "invalid_ticket");
            }
        }
        for (String garbage :
                List.of("x", "x".repeat(160), ticket + "A", ticket.substring(1), "%00", "a".repeat(4000))) {
            isRefused(ask("GET", recorded.media() + "?ticket=" + garbage), garbage, "invalid_ticket");
        }
    }

    @Test
    void an_expired_ticket_is_refused() {
        String ticket = playhead.bean(Tickets.class)
                .mint(new TicketGrant(
                        recorded.call,
                        recorded.uuid,
                        RunningPlayhead.TENANT_U,
                        Optional.empty(),
                        Instant.now().minusSeconds(600),
                        Instant.now().minusSeconds(1)))
                .text();

        isRefused(ask("GET", recorded.media() + "?ticket=" + ticket), ticket, "ticket_expired");
    }

    @Test
    void whoever_may_not_listen_gets_no_ticket() {
        assertThat(post(recorded.media(), "nonsense").status()).isEqualTo(401);
        assertThat(post(recorded.media(), RunningPlayhead.TOKEN_NOTHING).status())
                .isEqualTo(401);
        assertThat(post(recorded.media(), RunningPlayhead.TOKEN_X).status()).isEqualTo(404);
        assertThat(post(recorded.media(), RunningPlayhead.TOKEN_O).status()).isEqualTo(404);
        assertThat(post(recorded.mine(), RunningPlayhead.TOKEN_U2).status()).isEqualTo(404);
        assertThat(post(recorded.mine(), RunningPlayhead.TOKEN_NO_USER).status())
                .isEqualTo(400);
        assertThat(ask("POST", recorded.media() + "/tickets", "Content-Length: 0")
                        .status())
                .isEqualTo(401);
        String unknown = recorded.media()
                .replace(recorded.uuid.toString(), UUID.randomUUID().toString());
        assertThat(post(unknown, RunningPlayhead.TOKEN_M).status()).isEqualTo(404);
        assertThat(post("/1.0/cdr/99999999999/recordings/" + recorded.uuid + "/media", RunningPlayhead.TOKEN_M)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_deleted_recording_has_no_tickets_and_plays_by_none() {
        String url = made(recorded.media(), RunningPlayhead.TOKEN_M).path("url").asString();
        Sql.run(playhead.database(), "UPDATE call_logd_recording SET path = NULL WHERE uuid = ?", recorded.uuid);
        Sql.run(playhead.database(), "SELECT pg_notify('playhead_changes', ?)", "recording:" + recorded.uuid);

        Eventually.holds(
                "the deletion is seen",
                Duration.ofSeconds(3),
                () -> ask("GET", url).status() == 400
                        && post(recorded.media(), RunningPlayhead.TOKEN_M).status() == 400);
        RawHttp.Answer answer = post(recorded.media(), RunningPlayhead.TOKEN_M);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\"recording-media-not-found\"");
    }

    @Test
    void a_ticket_opens_nothing_but_media() {
        String ticket =
                made(recorded.media(), RunningPlayhead.TOKEN_M).path("ticket").asString();

        for (String target : List.of("/1.0/cdr", "/1.0/cdr/" + recorded.call)) {
            assertThat(ask("GET", target + "?ticket=" + ticket).status()).isEqualTo(401);
            assertThat(ask("GET", target, "X-Auth-Token: " + ticket).status()).isEqualTo(401);
            assertThat(ask("GET", target, "Authorization: Bearer " + ticket).status())
                    .isEqualTo(401);
            assertThat(ask("GET", target + "?token=" + ticket).status()).isEqualTo(401);
        }
        assertThat(ask("POST", recorded.media() + "/tickets?ticket=" + ticket, "Content-Length: 0")
                        .status())
                .as("no ticket begets another")
                .isEqualTo(401);
    }

    private static void isRefused(RawHttp.Answer answer, String ticket, String reason) {
        assertThat(answer.status()).isEqualTo(401);
        JsonNode body = JsonMapper.shared().readTree(answer.text());
        assertThat(body.propertyNames()).containsExactly("message", "error_id", "details", "timestamp");
        assertThat(body.path("error_id").asString()).isEqualTo("unauthorized");
        assertThat(body.path("message").asString()).isEqualTo("Unauthorized");
        assertThat(body.path("details").toString()).isEqualTo("{\"reason\":\"" + reason + "\"}");
        if (ticket.length() > 20) {
            assertThat(answer.headers().toString() + answer.text()).doesNotContain(ticket);
        }
    }
}
