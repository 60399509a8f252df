package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.Replicas;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.TestCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tickets that are taken back: no good at once where that was asked for, and soon on every other replica. */
class TicketRevocationsTest {

    private static final Duration PROMISED = Duration.ofSeconds(2);
    private static final Duration RECONNECTED = Duration.ofSeconds(10);

    private final Replicas replicas = Replicas.shared();
    private final String media = recorded(replicas);

    private static String recorded(Replicas replicas) {
        UUID uuid = UUID.randomUUID();
        try {
            Path file = Files.writeString(replicas.root().resolve(uuid + ".wav"), "0123456789");
            int call = TestCall.of(Replicas.TENANT).recording(uuid, file).insertInto(replicas.database());
            return "/1.0/cdr/" + call + "/recordings/" + uuid + "/media";
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String ticket() {
        RawHttp.Answer answer =
                RawHttp.once(replicas.first().port(), "POST", media + "/tickets", Replicas.AUTH, "Content-Length: 0");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return JsonMapper.shared().readTree(answer.text()).path("ticket").asString();
    }

    /** Made in another millisecond: two of one are the same. */
    private String another(String one) {
        String other = ticket();
        while (other.equals(one)) {
            other = ticket();
        }
        return other;
    }

    private static RawHttp.Answer delete(RunningPlayhead playhead, String tickets, String body, String... headers) {
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            byte[] octets = body.getBytes(StandardCharsets.UTF_8);
            return http.request(
                    "DELETE", tickets, octets, "Content-Length: " + octets.length, String.join("\r\n", headers));
        }
    }

    private RawHttp.Answer delete(String body) {
        return delete(replicas.first(), media + "/tickets", body, Replicas.AUTH);
    }

    private static String named(String ticket) {
        return "{\"ticket\": \"" + ticket + "\"}";
    }

    private int play(RunningPlayhead playhead, String ticket) {
        return RawHttp.once(playhead.port(), "GET", media + "?ticket=" + ticket).status();
    }

    private void isNoGoodAnywhere(String ticket) {
        assertThat(play(replicas.first(), ticket)).as("at once, here").isEqualTo(401);
        Eventually.holds("soon, there", PROMISED, () -> play(replicas.second(), ticket) == 401);
    }

    private void plays(String ticket) {
        assertThat(play(replicas.first(), ticket)).isEqualTo(200);
        assertThat(play(replicas.second(), ticket)).isEqualTo(200);
    }

    @Test
    void one_is_taken_back_and_another_stays() {
        String one = ticket();
        String other = another(one);
        plays(one);

        assertThat(delete(named(one)).status()).isEqualTo(204);

        isNoGoodAnywhere(one);
        plays(other);
    }

    @Test
    void all_that_were_made_are_taken_back_and_a_new_one_plays() {
        String one = ticket();
        String other = another(one);

        assertThat(delete("").status()).isEqualTo(204);

        isNoGoodAnywhere(one);
        isNoGoodAnywhere(other);
        String later = another(other);
        plays(later);
    }

    @Test
    void what_is_taken_back_everywhere_at_once_is_no_good_anywhere() {
        List<String> tickets = new ArrayList<>(List.of(ticket()));
        while (tickets.size() < 24) {
            tickets.add(another(tickets.getLast()));
        }
        List<RunningPlayhead> asked = List.of(replicas.first(), replicas.second());

        IntStream.range(0, tickets.size()).parallel().forEach(index -> {
            String body = named(tickets.get(index));
            assertThat(delete(asked.get(index % 2), media + "/tickets", body, Replicas.AUTH)
                            .status())
                    .isEqualTo(204);
            assertThat(play(asked.get(index % 2), tickets.get(index))).isEqualTo(401);
        });

        for (RunningPlayhead replica : asked) {
            Eventually.holds(
                    "all of them", PROMISED, () -> tickets.stream().allMatch(ticket -> play(replica, ticket) == 401));
        }
    }

    @Test
    void what_was_taken_back_while_a_replica_heard_nothing_is_no_good_there_either() {
        String ticket = ticket();
        plays(ticket);
        Sql.run(replicas.database(), """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN playhead_changes'""");
        assertThat(delete(named(ticket)).status()).isEqualTo(204);

        assertThat(play(replicas.first(), ticket)).isEqualTo(401);
        Eventually.holds("when it listens again", RECONNECTED, () -> play(replicas.second(), ticket) == 401);
    }

    @Test
    void deleted_media_play_by_no_ticket_on_any_replica() {
        String ticket = ticket();
        plays(ticket);

        assertThat(delete(replicas.first(), media, "", Replicas.AUTH).status()).isEqualTo(204);

        assertThat(play(replicas.first(), ticket)).isEqualTo(400);
        Eventually.holds("soon, there", PROMISED, () -> play(replicas.second(), ticket) == 400);
    }

    @Test
    void what_is_no_ticket_of_the_recording_takes_nothing_back() {
        String ticket = ticket();
        String others = recorded(replicas);
        for (String body : new String[] {
            named("nonsense"), named(ticket + "A"), named(""), "{\"ticket\": 1}", "{}", "[]", "{\"tickets\": []}", "{"
        }) {
            assertThat(delete(body).status()).as(body).isEqualTo(400);
        }
        RawHttp.Answer foreign = delete(replicas.first(), others + "/tickets", named(ticket), Replicas.AUTH);
        assertThat(foreign.status()).isEqualTo(400);
        assertThat(foreign.text()).contains("invalid-data").doesNotContain(ticket);
        assertThat(delete(replicas.first(), media + "/tickets", "", "X-Auth-Token: nonsense")
                        .status())
                .isEqualTo(401);
        plays(ticket);
    }

    @Test
    void on_ones_own_calls_one_takes_back_ones_own() throws Exception {
        RunningPlayhead playhead = RunningPlayhead.shared();
        UUID uuid = UUID.randomUUID();
        Path file = Files.writeString(playhead.root().resolve(uuid + ".wav"), "0123456789");
        int call = TestCall.of(RunningPlayhead.TENANT_U)
                .participant(RunningPlayhead.USER_1, 1, "source", true, false)
                .recording(uuid, file)
                .insertInto(playhead.database());
        String all = "/1.0/cdr/" + call + "/recordings/" + uuid + "/media";
        String mine = "/1.0/users/me" + all.substring("/1.0".length());
        String ofUser = url(playhead, mine, RunningPlayhead.TOKEN_U1);
        String ofMaster = url(playhead, all, RunningPlayhead.TOKEN_M);
        String user = "X-Auth-Token: " + RunningPlayhead.TOKEN_U1;

        String foreign = named(ofMaster.substring(ofMaster.indexOf('=') + 1));
        assertThat(delete(playhead, mine + "/tickets", foreign, user).status()).isEqualTo(400);
        assertThat(delete(playhead, mine + "/tickets", "", user).status()).isEqualTo(204);

        assertThat(RawHttp.once(playhead.port(), "GET", ofUser).status()).isEqualTo(401);
        assertThat(RawHttp.once(playhead.port(), "GET", ofMaster).status()).isEqualTo(200);
        String log = "/1.0/audit?action=ticket.revoked&recording_uuid=" + uuid;
        Eventually.holds("it is told of", Duration.ofSeconds(10), () -> {
            JsonNode items = JsonMapper.shared()
                    .readTree(RawHttp.once(playhead.port(), "GET", log, user).text())
                    .path("items");
            return items.size() == 1
                    && items.path(0).path("details").path("which").asString().equals("own");
        });
    }

    private static String url(RunningPlayhead playhead, String media, String token) {
        RawHttp.Answer answer = RawHttp.once(
                playhead.port(), "POST", media + "/tickets", "X-Auth-Token: " + token, "Content-Length: 0");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return JsonMapper.shared().readTree(answer.text()).path("url").asString();
    }
}
