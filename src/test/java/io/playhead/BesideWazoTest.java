package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything that can be done is done with no more than select, insert, update and delete: on call-logd's tables, and on
 * those in the schema playhead.
 */
class BesideWazoTest {

    private static final String AUTH = "X-Auth-Token: " + RunningPlayhead.TOKEN_U1;
    private static final Instant START = Instant.parse("2021-05-14T17:47:15Z");

    private final BesideWazo beside = BesideWazo.shared();
    private final RunningPlayhead playhead = beside.playhead();
    private final TestDatabase database = playhead.database();

    private final UUID recording = UUID.randomUUID();
    private final Path file = playhead.root().resolve(recording + ".wav");
    private final int call = TestCall.of(RunningPlayhead.TENANT_U)
            .at(START)
            .sourceName("Beside " + recording)
            .participant(RunningPlayhead.USER_1, 1, "source", true, false, "a tag")
            .participant(RunningPlayhead.USER_2, 2, "destination", true, true)
            .detail("type", "user")
            .recording(recording, file)
            .insertInto(database);

    BesideWazoTest() throws IOException {
        Files.write(file, "not much of a recording".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void it_works_as_the_role_that_was_let_in() {
        assertThat(Sql.run(database, """
                        SELECT DISTINCT usename FROM pg_stat_activity
                        WHERE datname = current_database() AND application_name LIKE 'playhead%'""")).containsExactly(beside.wazo().role().username());
    }

    @Test
    void calls_are_listed_and_shown_in_every_form() {
        for (String target : new String[] {
            "/1.0/cdr?search=" + recording,
            "/1.0/cdr?search=" + recording + "&tags=a+tag&recorded=true&user_uuid=" + RunningPlayhead.USER_2,
            "/1.0/cdr?limit=0&from_id=" + call,
            "/1.0/cdr?distinct=peer_exten&search=" + recording,
            "/1.0/users/" + RunningPlayhead.USER_2 + "/cdr?search=" + recording,
            "/1.0/users/me/cdr?search=" + recording
        }) {
            JsonNode page = json(get(target));
            assertThat(page.path("items").size()).as(target).isPositive();
            assertThat(page.path("items").at("/0/id").asInt()).as(target).isEqualTo(call);
        }
        JsonNode one = json(get("/1.0/cdr/" + call + "?include=state"));
        assertThat(one.at("/recordings/0/state").asString()).isNotEmpty();
        assertThat(one.path("destination_details").path("type").asString()).isEqualTo("user");
        for (String format : new String[] {"text/csv", "application/x-ndjson"}) {
            assertThat(get("/1.0/cdr?search=" + recording, "Accept: " + format).text())
                    .as(format)
                    .contains("Beside " + recording);
        }
    }

    @Test
    void who_listens_is_told_and_shown() {
        assertThat(get(media(), "User-Agent: beside").status()).isEqualTo(200);

        Eventually.holds(
                "it is told",
                Duration.ofSeconds(10),
                () -> get("/1.0/recordings/" + recording + "/listens").text().contains("\"user_agent\":\"beside\""));
        assertThat(get("/1.0/audit?recording_uuid=" + recording, "Accept: application/x-ndjson")
                        .text())
                .contains("\"action\":\"listen.started\"");
    }

    @Test
    void media_are_served_and_what_they_are_is_kept() {
        RawHttp.Answer whole = get(media());
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.text()).isEqualTo("not much of a recording");
        assertThat(get("/1.0/users/me" + media().substring("/1.0".length()), "Range: bytes=0-2")
                        .text())
                .isEqualTo("not");

        assertThat(Sql.run(
                        database,
                        "SELECT '\"' || validator || '\"' FROM playhead.recording_facts WHERE recording_uuid = ?",
                        recording))
                .containsExactly(whole.header("ETag"));
        // again, with other octets: the facts are changed
        assertThat(write("now another")).isEqualTo(file);
        Eventually.holds(
                "the new octets are served",
                java.time.Duration.ofSeconds(10),
                () -> get(media()).text().equals("now another"));
        assertThat(get(media()).header("ETag")).isNotEqualTo(whole.header("ETag"));
    }

    @Test
    void a_ticket_plays_in_the_place_of_a_token() {
        RawHttp.Answer made = RawHttp.once(playhead.port(), "POST", media() + "/tickets", AUTH, "Content-Length: 0");
        assertThat(made.status()).isEqualTo(201);

        assertThat(RawHttp.once(
                                playhead.port(),
                                "GET",
                                JsonMapper.shared()
                                        .readTree(made.text())
                                        .path("url")
                                        .asString())
                        .text())
                .isEqualTo("not much of a recording");
    }

    @Test
    void media_are_deleted_and_the_row_stays() {
        assertThat(get(media()).status()).isEqualTo(200);

        assertThat(RawHttp.once(playhead.port(), "DELETE", media(), AUTH).status())
                .isEqualTo(204);

        assertThat(file).doesNotExist();
        assertThat(get(media()).status()).isEqualTo(400);
        assertThat(json(get("/1.0/cdr/" + call)).at("/recordings/0/deleted").asBoolean())
                .isTrue();
        assertThat(Sql.run(database, "SELECT path FROM call_logd_recording WHERE uuid = ?", recording))
                .containsExactly("null");
        assertThat(Sql.run(database, "SELECT 1 FROM playhead.recording_facts WHERE recording_uuid = ?", recording))
                .isEmpty();
    }

    @Test
    void media_of_many_calls_are_deleted() {
        byte[] body = ("{\"cdr_ids\": [" + call + "]}").getBytes(StandardCharsets.US_ASCII);
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            assertThat(http.request("DELETE", "/1.0/cdr/recordings/media", body, AUTH, "Content-Length: " + body.length)
                            .status())
                    .isEqualTo(204);
        }
        assertThat(file).doesNotExist();
    }

    /** Half past one in the afternoon there is half past five here. */
    @Test
    void a_time_without_an_offset_is_one_of_the_roles_zone_and_the_answer_is_in_utc() {
        String search = "&search=" + recording;
        assertThat(json(get("/1.0/cdr?from=2021-05-14T13:47:15" + search))
                        .at("/items/0/start")
                        .asString())
                .isEqualTo("2021-05-14T17:47:15+00:00");
        assertThat(json(get("/1.0/cdr?from=2021-05-14T13:47:16" + search))
                        .path("items")
                        .size())
                .isZero();
        assertThat(json(get("/1.0/cdr?until=2021-05-14T13:47:15" + search))
                        .path("items")
                        .size())
                .isZero();
        assertThat(json(get("/1.0/cdr?from=2021-05-14T17:47:15Z" + search))
                        .path("items")
                        .size())
                .isEqualTo(1);
    }

    private Path write(String octets) {
        try {
            return Files.writeString(file, octets);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private String media() {
        return "/1.0/cdr/" + call + "/recordings/" + recording + "/media";
    }

    private RawHttp.Answer get(String target, String... headers) {
        String[] all = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(AUTH), java.util.Arrays.stream(headers))
                .toArray(String[]::new);
        return RawHttp.once(playhead.port(), "GET", target, all);
    }

    private static JsonNode json(RawHttp.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.text());
    }
}
