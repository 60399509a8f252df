package io.playhead.audit;

import static io.playhead.audit.Audited.PLAYHEAD;
import static io.playhead.audit.Audited.auth;
import static io.playhead.audit.Audited.eventually;
import static io.playhead.audit.Audited.get;
import static io.playhead.audit.Audited.is;
import static io.playhead.audit.Audited.items;
import static io.playhead.audit.Audited.listens;
import static io.playhead.audit.Audited.listensWhenEnded;
import static io.playhead.audit.Audited.only;
import static io.playhead.audit.Audited.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.Listener;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.TestCall;
import io.playhead.access.TicketGrant;
import io.playhead.access.Tickets;
import io.playhead.audit.Audited.Recorded;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is told of requests. */
class ListenLogTest {

    private static final UUID TENANT = RunningPlayhead.TENANT_U;
    private static final String AUTH = auth(RunningPlayhead.TOKEN_U1);

    @Test
    void many_ranges_are_one_playback_that_covers_their_union() {
        Recorded recorded = recorded(TENANT, 200_000);
        for (String range : List.of("0-999", "500-1999", "100000-179999", "150000-199999", "0-9")) {
            assertThat(get(recorded.path(), AUTH, "User-Agent: a player", "Range: bytes=" + range)
                            .status())
                    .isEqualTo(206);
        }

        List<JsonNode> entries = listensWhenEnded(recorded, 1);

        assertThat(entries).hasSize(2);
        JsonNode started = only(entries, "listen.started");
        JsonNode ended = only(entries, "listen.ended");
        assertThat(entries).containsExactly(ended, started);
        assertThat(started.at("/details/playback")).isEqualTo(ended.at("/details/playback"));
        for (JsonNode entry : entries) {
            assertThat(entry.path("tenant_uuid").asString()).isEqualTo(TENANT.toString());
            assertThat(entry.path("user_uuid").asString()).isEqualTo(RunningPlayhead.USER_1.toString());
            assertThat(entry.path("ticket_maker_uuid").isNull()).isTrue();
            assertThat(entry.path("cdr_id").asInt()).isEqualTo(recorded.call());
            assertThat(entry.path("address").asString()).isEqualTo("127.0.0.1");
            assertThat(entry.path("user_agent").asString()).isEqualTo("a player");
            assertThat(entry.at("/details/format").asString()).isEqualTo("original");
            assertThat(entry.at("/details/octets").asInt()).isEqualTo(200_000);
        }
        assertThat(ended.path("outcome").asString()).isEqualTo("delivered");
        assertThat(ended.at("/details/requests").asInt()).isEqualTo(5);
        assertThat(ended.at("/details/sent").asInt()).isEqualTo(1000 + 1500 + 80_000 + 50_000 + 10);
        assertThat(ended.at("/details/covered").asInt()).isEqualTo(102_000);
        assertThat(ended.at("/details/ranges").toString()).isEqualTo("[[0,2000],[100000,200000]]");
        assertThat(ended.at("/details/exact").isMissingNode()).isTrue();
    }

    @Test
    void several_ranges_in_one_answer_count_without_what_is_between_them() {
        Recorded recorded = recorded(TENANT, 100_000);
        get(recorded.path(), AUTH, "Range: bytes=10-19,5000-5999");

        JsonNode ended = only(listensWhenEnded(recorded, 1), "listen.ended");

        assertThat(ended.at("/details/ranges").toString()).isEqualTo("[[10,20],[5000,6000]]");
        assertThat(ended.at("/details/covered").asInt()).isEqualTo(1010);
    }

    @Test
    void seconds_are_told_where_the_audio_is_known() throws Exception {
        Recorded recorded = recorded(TENANT, 1);
        Files.write(PLAYHEAD.root().resolve(recorded.uuid() + ".wav"), tenSeconds());
        get(recorded.path(), AUTH, "Range: bytes=80044-160043");

        JsonNode ended = only(listensWhenEnded(recorded, 1), "listen.ended");

        assertThat(ended.at("/details/seconds").toString()).isEqualTo("[[5.0,10.0]]");
    }

    @Test
    void what_has_other_octets_is_another_playback() throws Exception {
        Recorded recorded = recorded(TENANT, 1);
        Files.write(PLAYHEAD.root().resolve(recorded.uuid() + ".wav"), tenSeconds());
        get(recorded.path() + "?format=wav&rate=48000", AUTH, "Range: bytes=0-0");
        get(recorded.path() + "?format=wav&rate=16000", AUTH);

        List<JsonNode> ended = listensWhenEnded(recorded, 2).stream()
                .filter(entry -> entry.path("action").asString().equals("listen.ended"))
                .toList();

        assertThat(ended.stream().map(entry -> entry.at("/details/seconds").toString()))
                .containsExactlyInAnyOrder("[[0.0,0.0]]", "[[0.0,10.0]]");
        assertThat(ended.stream().map(entry -> entry.at("/details/octets").asInt()))
                .containsExactlyInAnyOrder(44 + 960_000, 44 + 320_000);
    }

    @Test
    void of_a_whole_call_the_seconds_of_each_recording_are_told() throws Exception {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        Instant start = Instant.parse("2026-11-20T16:00:00Z");
        TestCall call = TestCall.of(TENANT).at(start);
        for (UUID uuid : List.of(first, second)) {
            Files.write(PLAYHEAD.root().resolve(uuid + ".wav"), tenSeconds());
            Instant begun = uuid.equals(first) ? start : start.plusSeconds(15);
            String path = PLAYHEAD.root().resolve(uuid + ".wav").toString();
            call.recording(uuid, begun, begun.plusSeconds(10), path);
        }
        int id = call.insertInto(PLAYHEAD.database());

        get("/1.0/cdr/" + id + "/media", AUTH, "Range: bytes=80044-272043");

        Map.of(first, "[[5.0,10.0]]", second, "[[0.0,2.0]]").forEach((uuid, seconds) -> {
            List<JsonNode> entries = listensWhenEnded(new Recorded(id, uuid, ""), 1);
            assertThat(entries).hasSize(2).allSatisfy(entry -> {
                assertThat(entry.path("cdr_id").asInt()).isEqualTo(id);
                assertThat(entry.at("/details/whole_call").asBoolean()).isTrue();
                assertThat(entry.at("/details/octets").asInt()).isEqualTo(44 + 25 * 16_000);
            });
            assertThat(only(entries, "listen.ended").at("/details/seconds").toString())
                    .isEqualTo(seconds);
        });
    }

    /** Of 8 kHz, 16 bits, one channel: 160,000 octets behind a header of 44. */
    private static byte[] tenSeconds() {
        ByteBuffer wave = ByteBuffer.allocate(160_044).order(ByteOrder.LITTLE_ENDIAN);
        wave.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(160_036);
        wave.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wave.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16_000);
        wave.putShort((short) 2).putShort((short) 16);
        wave.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(160_000);
        return wave.array();
    }

    @Test
    void two_listeners_are_two_playbacks() {
        Recorded recorded = recorded(TENANT, 50_000);
        for (int round = 0; round < 3; round++) {
            get(recorded.path(), AUTH, "User-Agent: one", "Range: bytes=0-9");
            get(recorded.path(), AUTH, "User-Agent: two", "Range: bytes=0-99");
            get(recorded.path(), auth(RunningPlayhead.TOKEN_U2), "User-Agent: two", "Range: bytes=0-999");
        }

        List<JsonNode> entries = listensWhenEnded(recorded, 3);

        assertThat(entries).hasSize(6);
        assertThat(entries.stream()
                        .filter(entry -> is(entry, "listen.ended"))
                        .map(entry -> entry.at("/details/covered").asInt()))
                .containsExactlyInAnyOrder(10, 100, 1000);
    }

    @Test
    void who_comes_back_later_begins_another_playback() {
        Recorded recorded = recorded(TENANT, 50_000);
        get(recorded.path(), AUTH, "Range: bytes=0-9");
        listensWhenEnded(recorded, 1);
        get(recorded.path(), AUTH, "Range: bytes=0-9");

        assertThat(listensWhenEnded(recorded, 2)).hasSize(4);
    }

    @Test
    void a_listener_who_goes_away_has_heard_a_part() {
        Recorded recorded = recorded(RunningPlayhead.TENANT_M, 48_000_000);
        try (Listener listener = Listener.of(PLAYHEAD, recorded.path())) {
            assertThat(only(soon(recorded), "listen.started").path("outcome").asString())
                    .isEqualTo("started");
        }

        JsonNode ended = only(listensWhenEnded(recorded, 1), "listen.ended");

        assertThat(ended.path("outcome").asString()).isEqualTo("client");
        assertThat(ended.at("/details/covered").asInt()).isPositive().isLessThan(48_000_000);
    }

    private static List<JsonNode> soon(Recorded recorded) {
        Eventually.holds(
                "its beginning is told",
                Duration.ofSeconds(10),
                () -> !listens(recorded).isEmpty());
        return listens(recorded);
    }

    @Test
    void what_sends_no_octets_of_a_recording_is_no_playback() {
        Recorded recorded = recorded(TENANT, 50_000);
        RawHttp.once(PLAYHEAD.port(), "HEAD", recorded.path(), AUTH);
        String tag =
                RawHttp.once(PLAYHEAD.port(), "HEAD", recorded.path(), AUTH).header("ETag");
        assertThat(get(recorded.path(), AUTH, "If-None-Match: " + tag).status()).isEqualTo(304);
        assertThat(get(recorded.path(), AUTH, "Range: bytes=90000-").status()).isEqualTo(416);
        assertThat(get(recorded.path(), AUTH, "If-Match: \"other\"").status()).isEqualTo(412);
        get(recorded.path(), AUTH, "Range: bytes=0-9");

        assertThat(listensWhenEnded(recorded, 1)).hasSize(2);
    }

    @Test
    void by_ticket_it_is_told_who_made_it() {
        Recorded recorded = recorded(TENANT, 50_000);
        JsonNode ticket = JsonMapper.shared()
                .readTree(RawHttp.once(PLAYHEAD.port(), "POST", recorded.path() + "/tickets", AUTH, "Content-Length: 0")
                        .body());
        get(ticket.path("url").asString(), "Range: bytes=0-9");
        get(ticket.path("url").asString(), "Range: bytes=10-19");

        JsonNode ended = only(listensWhenEnded(recorded, 1), "listen.ended");

        assertThat(ended.path("user_uuid").isNull()).isTrue();
        assertThat(ended.path("ticket_maker_uuid").asString()).isEqualTo(RunningPlayhead.USER_1.toString());
        assertThat(ended.at("/details/by").asString()).isEqualTo("ticket");
        assertThat(ended.at("/details/covered").asInt()).isEqualTo(20);
        JsonNode made = eventually("action=ticket.made&recording_uuid=" + recorded.uuid(), entry -> true);
        assertThat(made.path("user_uuid").asString()).isEqualTo(RunningPlayhead.USER_1.toString());
        assertThat(made.at("/details/expires_at")).isEqualTo(ticket.path("expires_at"));
        assertThat(items(
                        RunningPlayhead.TOKEN_U1,
                        "/1.0/audit?user_uuid=" + RunningPlayhead.USER_1 + "&recording_uuid=" + recorded.uuid()))
                .hasSize(3);
    }

    @Test
    void the_address_is_what_a_trusted_proxy_says() {
        Recorded recorded = recorded(TENANT, 50_000);
        try (RawHttp proxy = RawHttp.from("127.0.0.2", PLAYHEAD.port())) {
            proxy.request("GET", recorded.path(), AUTH, "Range: bytes=0-9", "X-Forwarded-For: 1.2.3.4, 203.0.113.7");
            proxy.request(
                    "POST",
                    recorded.path() + "/tickets",
                    AUTH,
                    "Content-Length: 0",
                    "X-Forwarded-For: 1.2.3.4, 2001:db8::7");
        }
        get(recorded.path(), AUTH, "User-Agent: other", "Range: bytes=0-9", "X-Forwarded-For: 203.0.113.7");

        assertThat(listensWhenEnded(recorded, 2).stream()
                        .filter(entry -> is(entry, "listen.ended"))
                        .map(entry -> entry.path("address").asString()))
                .containsExactlyInAnyOrder("203.0.113.7", "127.0.0.1");
        assertThat(eventually("action=ticket.made&recording_uuid=" + recorded.uuid(), entry -> true)
                        .path("address")
                        .asString())
                .isEqualTo("2001:db8:0:0:0:0:0:7");
    }

    @Test
    void a_deletion_is_told_once() {
        Recorded recorded = recorded(TENANT, 5_000);
        for (int round = 0; round < 2; round++) {
            assertThat(RawHttp.once(PLAYHEAD.port(), "DELETE", recorded.path(), AUTH, "User-Agent: hand")
                            .status())
                    .isEqualTo(204);
        }

        JsonNode deleted = eventually("action=media.deleted&recording_uuid=" + recorded.uuid(), entry -> true);

        assertThat(deleted.path("outcome").asString()).isEqualTo("deleted");
        assertThat(deleted.path("user_uuid").asString()).isEqualTo(RunningPlayhead.USER_1.toString());
        assertThat(deleted.path("user_agent").asString()).isEqualTo("hand");
        assertThat(items(RunningPlayhead.TOKEN_U1, "/1.0/audit?action=media.deleted&recording_uuid=" + recorded.uuid()))
                .hasSize(1);
    }

    @Test
    void who_is_turned_away_is_told_of() {
        Recorded recorded = recorded(TENANT, 5_000);
        String stranger = "Wazo-Tenant: " + RunningPlayhead.TENANT_X;
        Instant expired = Instant.now().minusSeconds(60);
        String old = PLAYHEAD.bean(Tickets.class)
                .mint(new TicketGrant(
                        recorded.call(),
                        recorded.uuid(),
                        TENANT,
                        Optional.of(RunningPlayhead.USER_2),
                        expired,
                        expired))
                .text();
        String[] targets = {
            recorded.path() + "?ticket=nonsense", recorded.path() + "?ticket=" + old, recorded.path(), "/1.0/cdr"
        };
        get(targets[0]);
        get(targets[1]);
        get(targets[2], auth("unknown-token-" + UUID.randomUUID()));
        get(targets[3], AUTH, stranger);
        get(recorded.path(), auth(RunningPlayhead.TOKEN_X));
        get("/1.0/cdr?tenant=" + TENANT, auth(RunningPlayhead.TOKEN_X));
        get(recorded.path(), auth(RunningPlayhead.TOKEN_NOTHING));

        refused("invalid_ticket", entry -> entry.path("tenant_uuid").isNull());
        JsonNode late = refused("ticket_expired", entry -> true);
        assertThat(late.path("ticket_maker_uuid").asString()).isEqualTo(RunningPlayhead.USER_2.toString());
        assertThat(late.path("tenant_uuid").asString()).isEqualTo(TENANT.toString());
        JsonNode unknown =
                refused("not_found_or_expired", entry -> entry.path("details").has("status"));
        assertThat(unknown.path("tenant_uuid").isNull()).isTrue();
        assertThat(unknown.path("user_uuid").isNull()).isTrue();
        assertThat(unknown.at("/details/status").asInt()).isEqualTo(401);
        refused(
                "missing_permission_or_invalid_tenant",
                entry -> entry.path("user_uuid").asString().equals(RunningPlayhead.USER_1.toString()));
        refused(
                "missing_permission_or_invalid_tenant",
                entry -> entry.path("tenant_uuid").asString().equals(RunningPlayhead.TENANT_M.toString()));
        List<JsonNode> ofStranger = items(RunningPlayhead.TOKEN_X, "/1.0/audit?action=request.refused&limit=1000");
        assertThat(ofStranger)
                .anyMatch(entry -> entry.path("outcome").asString().equals("cdr-not-found-with-given-id"))
                .anyMatch(entry -> entry.path("outcome").asString().equals("unauthorized-tenant"));
    }

    private static JsonNode refused(String reason, Predicate<JsonNode> such) {
        return eventually(
                "action=request.refused",
                entry -> entry.path("outcome").asString().equals(reason) && such.test(entry));
    }

    @Test
    void nobody_fills_the_log_by_knocking() {
        try (RawHttp http = RawHttp.plain(PLAYHEAD.port())) {
            for (int knock = 0; knock < 300; knock++) {
                http.request("GET", "/1.0/status", auth("knocking-" + UUID.randomUUID()));
            }
        }
        eventually("action=request.refused", entry -> true);

        assertThat(Sql.number(
                        PLAYHEAD.database(),
                        "SELECT count(*) FROM playhead.audit_entry WHERE details LIKE '%/1.0/status%'"))
                .isLessThanOrEqualTo(3);
    }

    @Test
    void another_tenants_listens_are_not_shown() {
        Recorded recorded = recorded(TENANT, 5_000);
        get(recorded.path(), AUTH);
        listensWhenEnded(recorded, 1);
        String path = "/1.0/recordings/" + recorded.uuid() + "/listens";

        assertThat(items(RunningPlayhead.TOKEN_X, path)).isEmpty();
        assertThat(items(RunningPlayhead.TOKEN_O, path)).isEmpty();
        assertThat(items(RunningPlayhead.TOKEN_U1, path)).hasSize(2);
        assertThat(get(path + "?tenant=" + TENANT, auth(RunningPlayhead.TOKEN_X))
                        .status())
                .isEqualTo(401);
        assertThat(items(RunningPlayhead.TOKEN_X, "/1.0/audit?recurse=true&recording_uuid=" + recorded.uuid()))
                .isEmpty();
        assertThat(items(RunningPlayhead.TOKEN_M, "/1.0/audit?recording_uuid=" + recorded.uuid()))
                .as("of the tenants below only with recurse")
                .isEmpty();
        assertThat(items(RunningPlayhead.TOKEN_M, "/1.0/audit?tenant=" + TENANT + "&recording_uuid=" + recorded.uuid()))
                .hasSize(2);
    }

    @Test
    void it_needs_an_access_of_its_own() {
        for (String path : List.of("/1.0/audit", "/1.0/recordings/" + UUID.randomUUID() + "/listens")) {
            assertThat(get(path).status()).isEqualTo(401);
            assertThat(get(path, auth(RunningPlayhead.TOKEN_NOTHING)).status()).isEqualTo(401);
            assertThat(get("/api/call-logd" + path, AUTH).status()).isEqualTo(200);
        }
        assertThat(get("/1.0/audit", auth(RunningPlayhead.TOKEN_NOTHING)).text())
                .contains("\"required_access\":\"call-logd.audit.read\"");
    }

    @Test
    void pages_and_lines_have_every_entry_once() {
        Recorded recorded = recorded(TENANT, 5_000);
        for (int listener = 0; listener < 7; listener++) {
            get(recorded.path(), AUTH, "User-Agent: " + listener);
        }
        List<JsonNode> all = listensWhenEnded(recorded, 7);
        assertThat(all).hasSize(14);

        List<JsonNode> paged = new ArrayList<>();
        String next = "/1.0/audit?limit=3&recording_uuid=" + recorded.uuid();
        while (!next.isEmpty()) {
            RawHttp.Answer answer = get(next, AUTH);
            JsonNode page = JsonMapper.shared().readTree(answer.body());
            page.path("items").forEach(paged::add);
            String link = answer.header("Link");
            assertThat(page.path("next").isNull()).isEqualTo(link == null);
            next = link == null ? "" : link.substring(1, link.indexOf('>'));
        }
        RawHttp.Answer lines =
                get("/1.0/audit?recording_uuid=" + recorded.uuid(), AUTH, "Accept: application/x-ndjson");

        assertThat(paged).isEqualTo(all);
        assertThat(lines.header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(lines.text().lines().map(line -> JsonMapper.shared().readTree(line)))
                .isEqualTo(all);
    }

    @Test
    void filters_leave_what_they_say() {
        Recorded recorded = recorded(TENANT, 5_000);
        get(recorded.path(), AUTH, "Range: bytes=0-9");
        listensWhenEnded(recorded, 1);
        get(recorded.path(), auth(RunningPlayhead.TOKEN_U2), "Range: bytes=0-9");
        List<JsonNode> all = listensWhenEnded(recorded, 2);
        String path = "/1.0/audit?recording_uuid=" + recorded.uuid();
        String third = all.get(1).path("at").asString();

        assertThat(items(RunningPlayhead.TOKEN_U1, path + "&from=" + third)).isEqualTo(all.subList(0, 2));
        assertThat(items(RunningPlayhead.TOKEN_U1, path + "&until=" + third)).isEqualTo(all.subList(2, 4));
        assertThat(items(RunningPlayhead.TOKEN_U1, path + "&user_uuid=" + RunningPlayhead.USER_2))
                .isEqualTo(all.subList(0, 2));
        assertThat(items(RunningPlayhead.TOKEN_U1, path + "&action=listen.started,media.deleted"))
                .containsExactly(all.get(1), all.get(3));
    }

    @Test
    void bad_parameters_are_named_all_together() {
        RawHttp.Answer answer = get(
                "/1.0/audit?from=x&until=2020-13-01T00:00:00&limit=0&after=1&action=a&recurse=maybe&user_uuid=1", AUTH);

        assertThat(answer.status()).isEqualTo(400);
        JsonNode details = JsonMapper.shared().readTree(answer.body()).path("details");
        assertThat(details.propertyNames())
                .containsExactlyInAnyOrder("from", "until", "limit", "after", "action", "recurse", "user_uuid");
    }

    @Test
    void odd_user_agents_are_kept_as_text() {
        Recorded recorded = recorded(TENANT, 5_000);
        get(recorded.path(), AUTH, "User-Agent: " + "\u00e4\t'\"\\u0000$1;" + "x".repeat(2000));

        String agent =
                listensWhenEnded(recorded, 1).getFirst().path("user_agent").asString();

        assertThat(agent).hasSize(256).startsWith("\u00e4?'\"\\u0000$1;x");
    }

    @Test
    void no_token_and_no_ticket_is_ever_in_it() {
        Recorded recorded = recorded(TENANT, 5_000);
        String unknown = "unknown-token-" + UUID.randomUUID();
        String ticket = JsonMapper.shared()
                .readTree(RawHttp.once(PLAYHEAD.port(), "POST", recorded.path() + "/tickets", AUTH, "Content-Length: 0")
                        .body())
                .path("ticket")
                .asString();
        get(recorded.path() + "?ticket=" + ticket);
        get(recorded.path() + "?ticket=" + ticket + "x");
        get(recorded.path() + "?token=" + RunningPlayhead.TOKEN_U1, "User-Agent: by query");
        get(recorded.path() + "?token=" + unknown);
        listensWhenEnded(recorded, 2);

        String all = String.join(
                "\n", Sql.run(PLAYHEAD.database(), "SELECT CAST(row_to_json(e) AS text) FROM playhead.audit_entry e"));

        assertThat(all)
                .contains(recorded.uuid().toString())
                .doesNotContain(ticket, unknown, RunningPlayhead.TOKEN_U1, RunningPlayhead.TOKEN_M);
    }
}
