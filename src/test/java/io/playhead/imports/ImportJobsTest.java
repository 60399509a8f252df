package io.playhead.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.TestCall;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Imports over the API, and recordings that are found again. */
class ImportJobsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PATH = "/1.0/recordings/imports";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RunningPlayhead playhead = RunningPlayhead.shared();
    private final String folder = "jobs-" + UUID.randomUUID();
    private final Monitor monitor = Monitor.of(playhead.root());
    private final UUID recording = UUID.randomUUID();

    @Test
    void a_job_does_what_the_command_does_and_tells_what_it_left() {
        monitor.file(folder + "/out-5551234-101-20240131-121314-1706703194.42.wav");
        monitor.file(folder + "/notes.txt");

        JsonNode job = ended(RunningPlayhead.TOKEN_M, """
                {"folder": "recordings/%s", "pattern": "freepbx", "tenant_uuid": "%s", "create_calls": true}""".formatted(folder, RunningPlayhead.TENANT_U));

        assertThat(job.path("state").asString()).isEqualTo("finished");
        assertThat(job.path("files").asInt()).isEqualTo(2);
        assertThat(job.path("outcomes")).isEqualTo(JSON.readTree("{\"imported\": 1, \"not-understood\": 1}"));
        assertThat(job.path("left").size()).isEqualTo(1);
        assertThat(job.at("/left/0/file").asString()).isEqualTo("recordings/" + folder + "/notes.txt");
        assertThat(job.at("/left/0/outcome").asString()).isEqualTo("not-understood");
        assertThat(job.toString()).doesNotContain(playhead.root().toString());
        assertThat(rows()).isEqualTo(1);
        assertThat(audited("import.made", "import_uuid", job.path("uuid").asString()))
                .isEqualTo("wanted");
    }

    @Test
    void a_dry_run_is_one_here_as_well() {
        monitor.file(folder + "/out-5551234-101-20240131-121314-1706703194.43.wav");

        JsonNode job = ended(RunningPlayhead.TOKEN_M, """
                {"folder": "recordings/%s", "pattern": ["freepbx"], "tenant_uuid": "%s", "create_calls": true, "dry_run": true}""".formatted(folder, RunningPlayhead.TENANT_U));

        assertThat(job.at("/outcomes/imported").asInt()).isEqualTo(1);
        assertThat(rows()).isZero();
    }

    @Test
    void who_does_not_run_the_service_imports_the_tenants_own_folders_alone() {
        Path own = monitor.wazo(RunningPlayhead.TENANT_U, recording);
        UUID others = UUID.randomUUID();
        monitor.wazo(RunningPlayhead.TENANT_X, others);
        String name = "a-" + UUID.randomUUID() + ".wav";
        monitor.file(folder + "/" + name);
        String wish =
                "{\"folder\": \"%s\", \"pattern\": \"{ignore}.{format}\", \"tenant_uuid\": \"%s\", \"create_calls\": true}";

        JsonNode mine = ended(
                RunningPlayhead.TOKEN_U1,
                wish.formatted("recordings/" + RunningPlayhead.TENANT_U, RunningPlayhead.TENANT_U));
        JsonNode theirs = ended(
                RunningPlayhead.TOKEN_U1,
                wish.formatted("recordings/" + RunningPlayhead.TENANT_X, RunningPlayhead.TENANT_U));
        JsonNode anybodys =
                ended(RunningPlayhead.TOKEN_U1, wish.formatted("recordings/" + folder, RunningPlayhead.TENANT_U));

        assertThat(Sql.run(playhead.database(), "SELECT 1 FROM call_logd_recording WHERE path = ?", own.toString()))
                .hasSize(1);
        assertThat(mine.at("/outcomes/imported").asInt()).isPositive();
        for (JsonNode foreign : List.of(theirs, anybodys)) {
            assertThat(foreign.path("state").asString()).isEqualTo("failed");
            assertThat(foreign.path("error").asString()).isEqualTo("folder-not-found");
            assertThat(foreign.path("files").asInt()).isZero();
            assertThat(foreign.path("left").size()).isZero();
        }
        assertThat(monitor.row(others, "uuid")).isNull();
    }

    @Test
    void who_does_not_run_the_service_is_told_nothing_of_what_others_have() throws Exception {
        Path theirs = monitor.wazo(RunningPlayhead.TENANT_X, recording);
        monitor.file(RunningPlayhead.TENANT_X + "/" + folder + ".part");
        Files.createSymbolicLink(
                Files.createDirectories(playhead.root().resolve(RunningPlayhead.TENANT_U + "/" + folder))
                        .resolve("link.wav"),
                theirs);
        monitor.file(folder + "/secret.txt");

        JsonNode all = ended(RunningPlayhead.TOKEN_U1, "{\"folder\": \"recordings\"}");
        JsonNode link = ended(
                RunningPlayhead.TOKEN_U1,
                "{\"folder\": \"recordings/%s/%s\"}".formatted(RunningPlayhead.TENANT_U, folder));

        assertThat(all.path("state").asString()).isEqualTo("finished");
        assertThat(all.path("left").valueStream().map(left -> left.path("file").asString()))
                .allMatch(file -> file.startsWith("recordings/" + RunningPlayhead.TENANT_U + "/"));
        int own = Sql.number(
                playhead.database(),
                "SELECT (SELECT count(*) FROM playhead.import_finding WHERE job_uuid = ?)",
                UUID.fromString(all.path("uuid").asString()));
        assertThat(all.at("/outcomes/temporary").asInt()).isLessThanOrEqualTo(own);
        assertThat(link.path("outcomes")).isEqualTo(JSON.readTree("{\"link\": 1}"));
        assertThat(link.at("/left/0/file").asString()).endsWith("link.wav");
    }

    @Test
    void who_speaks_for_a_tenant_imports_what_is_that_tenants() {
        monitor.file(folder + "/secret.txt");
        String wish = "{\"folder\": \"recordings/" + folder + "\"}";

        RawHttp.Answer answer = post(RunningPlayhead.TOKEN_M, PATH, wish, "Wazo-Tenant: " + RunningPlayhead.TENANT_U);

        String job = JSON.readTree(answer.text()).path("uuid").asString();
        assertThat(awaited(RunningPlayhead.TOKEN_M, job).path("error").asString())
                .isEqualTo("folder-not-found");
        String all = started(RunningPlayhead.TOKEN_M, wish);
        assertThat(Sql.run(
                        playhead.database(),
                        "SELECT tenant_uuid FROM playhead.import_job WHERE uuid IN (?, ?) ORDER BY created_at",
                        UUID.fromString(job),
                        UUID.fromString(all)))
                .containsExactly(RunningPlayhead.TENANT_U.toString(), RunningPlayhead.TENANT_M.toString());
        assertThat(awaited(RunningPlayhead.TOKEN_M, all)
                        .at("/outcomes/not-understood")
                        .asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no JSON|0|internal-error",
                "{\"folder\": \"recordings\", \"patterns\": [\"{sorce}\"], \"tenants\": [], \"everywhere\": true, \"zone\": \"UTC\", \"dryRun\": false, \"createCalls\": false, \"relink\": false}|0|internal-error",
                "{\"folder\": \"recordings/a\\u0000b\", \"patterns\": [], \"tenants\": [], \"everywhere\": true, \"zone\": \"UTC\", \"dryRun\": false, \"createCalls\": false, \"relink\": false}|0|folder-not-found",
                "no JSON|5|too-many-attempts"
            })
    void a_job_that_nobody_can_do_ends(String request, int attempts, String error) {
        UUID job = UUID.randomUUID();
        Sql.run(playhead.database(), """
                INSERT INTO playhead.import_job (uuid, tenant_uuid, request, state, outcomes, imported, cancelled, created_at,
                  leased_until, attempts)
                VALUES (?, ?, ?, 'running', '{}', 0, false, now(), now() - interval '1 second', ?)""", job, RunningPlayhead.TENANT_M, request, attempts);

        started(RunningPlayhead.TOKEN_M, "{\"folder\": \"recordings/nowhere\"}");

        Eventually.holds(
                "it has failed",
                SOON,
                () -> Sql.run(
                                playhead.database(),
                                "SELECT state || ' ' || error FROM playhead.import_job WHERE uuid = ?",
                                job)
                        .equals(List.of("failed " + error)));
    }

    @Test
    void who_has_lost_a_job_to_another_says_nothing_of_it_any_more() throws Exception {
        UUID job = UUID.randomUUID();
        Sql.run(playhead.database(), """
                INSERT INTO playhead.import_job (uuid, tenant_uuid, request, state, outcomes, imported, cancelled, created_at,
                  leased_until, attempts)
                VALUES (?, ?, '{}', 'running', '{}', 0, false, now(), now() + interval '1 hour', 2)""", job, RunningPlayhead.TENANT_M);
        try (Connection connection = monitor.connection()) {
            JobTable jobs = new JobTable(connection);
            JobTable.Taken lost = new JobTable.Taken(job, 1, "{}", 0, false);
            JobTable.Taken held = new JobTable.Taken(job, 2, "{}", 0, false);
            List<Finding> findings = List.of(new Finding("a.wav", Outcome.NO_CALL, null, null));

            assertThat(jobs.progressed(lost, "{\"imported\": 1}", 1)).isTrue();
            jobs.add(lost, 0, findings);
            jobs.end(lost, "failed", "internal-error");
            jobs.release(lost);
            assertThat(Sql.run(
                            playhead.database(),
                            "SELECT state || outcomes || attempts FROM playhead.import_job WHERE uuid = ?",
                            job))
                    .containsExactly("running{}2");
            assertThat(jobs.progressed(held, "{}", 0)).isFalse();
            jobs.add(held, 0, findings);
            jobs.end(held, "finished", null);
        }
        assertThat(Sql.run(playhead.database(), """
                        SELECT j.state || ' ' || f.file FROM playhead.import_job j
                        JOIN playhead.import_finding f ON f.job_uuid = j.uuid WHERE j.uuid = ?""", job)).containsExactly("finished a.wav");
    }

    @Test
    void a_job_is_seen_by_those_alone_who_may() {
        String job = started(RunningPlayhead.TOKEN_M, "{\"folder\": \"recordings/nowhere\"}");

        assertThat(get(RunningPlayhead.TOKEN_X, PATH + "/" + job).status()).isEqualTo(404);
        assertThat(get(RunningPlayhead.TOKEN_NOTHING, PATH + "/" + job).status())
                .isEqualTo(401);
        assertThat(delete(RunningPlayhead.TOKEN_X, job).status()).isEqualTo(404);
        JsonNode ended = awaited(RunningPlayhead.TOKEN_M, job);
        assertThat(ended.path("state").asString()).isEqualTo("failed");
        assertThat(ended.path("error").asString()).isEqualTo("folder-not-found");
        RawHttp.Answer late = delete(RunningPlayhead.TOKEN_M, job);
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text()).contains("import-is-over");
    }

    @Test
    void a_job_whose_process_has_died_is_taken_up_and_counts_what_was_imported_before() {
        monitor.file(folder + "/out-5551234-101-20240131-121314-1706703194.50.wav");
        monitor.file(folder + "/out-5551234-101-20240131-121314-1706703194.51.wav");
        String wish =
                "{\"folder\": \"recordings/%s\", \"pattern\": \"freepbx\", \"tenant_uuid\": \"%s\", \"create_calls\": true}"
                        .formatted(folder, RunningPlayhead.TENANT_U);
        String job = ended(RunningPlayhead.TOKEN_M, wish).path("uuid").asString();
        Sql.run(playhead.database(), """
                UPDATE playhead.import_job SET state = 'running', leased_until = now() - interval '1 second', ended_at = NULL
                WHERE uuid = ?""", UUID.fromString(job));

        // any new job has the runner look
        started(RunningPlayhead.TOKEN_M, "{\"folder\": \"recordings/nowhere\"}");

        JsonNode again = awaited(RunningPlayhead.TOKEN_M, job);
        assertThat(again.path("state").asString()).isEqualTo("finished");
        assertThat(again.path("outcomes")).isEqualTo(JSON.readTree("{\"imported\": 2}"));
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void a_job_that_nobody_is_at_is_cancelled_at_once() {
        UUID job = UUID.randomUUID();
        // as if all were at work elsewhere: a lock keeps this one from being taken
        Sql.run(
                playhead.database(),
                """
                INSERT INTO playhead.import_job (uuid, tenant_uuid, request, state, outcomes, imported, cancelled, created_at,
                  leased_until)
                SELECT ?, tenant_uuid, request, 'running', '{}', 0, false, now(), now() + interval '1 hour'
                FROM playhead.import_job WHERE uuid = ?""",
                job,
                UUID.fromString(started(RunningPlayhead.TOKEN_M, "{\"folder\": \"recordings/nowhere\"}")));

        assertThat(delete(RunningPlayhead.TOKEN_M, job.toString()).status()).isEqualTo(204);
        Sql.run(playhead.database(), "UPDATE playhead.import_job SET leased_until = now() WHERE uuid = ?", job);
        started(RunningPlayhead.TOKEN_M, "{\"folder\": \"recordings/nowhere\"}");
        // its folder is nowhere; what was cancelled is cancelled all the same
        assertThat(awaited(RunningPlayhead.TOKEN_M, job.toString())
                        .path("state")
                        .asString())
                .isEqualTo("cancelled");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|Invalid input type",
                "{}|Missing data for required field",
                "{\"folder\": \"/etc\"}|names of folders below it",
                "{\"folder\": \"recordings/../../etc\"}|names of folders below it",
                "{\"folder\": \"elsewhere\"}|Must begin with the name of a root",
                "{\"folder\": 3}|Not a valid string",
                "{\"folder\": \"recordings\", \"pattern\": \"{sorce}\"}|has a piece that is unknown: {sorce}",
                "{\"folder\": \"recordings\", \"pattern\": [3]}|Not a valid list",
                "{\"folder\": \"recordings\", \"tenant_uuid\": \"44444444-4444-4444-8444-444444444444\"}|within reach",
                "{\"folder\": \"recordings\", \"zone\": \"Mars\"}|Must be a time zone",
                "{\"folder\": \"recordings\", \"dry_run\": \"no\"}|Not a valid boolean",
                "{\"folder\": \"recordings\", \"path\": \"/\"}|Unknown field"
            })
    void what_is_wrong_with_a_wish_is_said(String wish, String why) {
        RawHttp.Answer answer = post(RunningPlayhead.TOKEN_M, PATH, wish);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(JSON.readTree(answer.text()).toString())
                .contains(why)
                .doesNotContain(playhead.root().toString());
    }

    @Test
    void a_recording_whose_file_was_moved_is_found_again_by_its_uuid() {
        int call = missing(RunningPlayhead.TENANT_U);
        Path file = monitor.file(folder + "/old calls/" + "renamed-" + recording + ".wav");
        assertThat(get(RunningPlayhead.TOKEN_U1, media(call)).status()).isEqualTo(500);

        RawHttp.Answer answer = post(RunningPlayhead.TOKEN_U1, "/1.0/recordings/" + recording + "/relink", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(JSON.readTree(answer.text()).path("filename").asString())
                .isEqualTo(file.getFileName().toString());
        assertThat(answer.text()).doesNotContain(folder);
        assertThat(monitor.row(recording, "path")).isEqualTo(file.toString());
        Eventually.holds(
                "it plays",
                SOON,
                () -> get(RunningPlayhead.TOKEN_U1, media(call)).status() == 200);
        RawHttp.Answer again = post(RunningPlayhead.TOKEN_U1, "/1.0/recordings/" + recording + "/relink", "");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text()).contains("recording-not-missing", "there");
        Eventually.holds(
                "it is told",
                SOON,
                () -> Sql.number(
                                playhead.database(),
                                "SELECT count(*) FROM playhead.audit_entry WHERE action = 'media.relinked' AND recording_uuid = ?",
                                recording)
                        == 1);
    }

    @Test
    void a_recording_is_found_again_by_its_octets() {
        missing(RunningPlayhead.TENANT_U);
        byte[] octets = Monitor.wave(1234);
        octets[100] = 7;
        System.arraycopy(recording.toString().getBytes(StandardCharsets.US_ASCII), 0, octets, 200, 36);
        Path file = monitor.file(folder + "/whatever.bin", octets);
        Sql.run(playhead.database(), """
                INSERT INTO playhead.recording_facts (recording_uuid, octets, modified_nanos, validator, sha256, media_type,
                  codec, state, plain_wave)
                VALUES (?, ?, 0, 'v', sha256(?), 'audio/wav', 'PCM_S16', 'available', true)""", recording, octets.length, octets);

        assertThat(post(RunningPlayhead.TOKEN_U1, "/1.0/recordings/" + recording + "/relink", "")
                        .status())
                .isEqualTo(200);
        assertThat(monitor.row(recording, "path")).isEqualTo(file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s-renamed.wav", "%s.txt", "x%s.wav", ".%s.wav"})
    void a_file_that_only_has_the_uuid_somewhere_is_not_it(String name) {
        missing(RunningPlayhead.TENANT_U);
        Path file = monitor.file(folder + "/" + name.formatted(recording));
        if (name.endsWith(".txt")) {
            monitor.file(folder + "/" + name.formatted(recording), new byte[] {'h', 'o'});
        }

        assertThat(post(RunningPlayhead.TOKEN_U1, "/1.0/recordings/" + recording + "/relink", "")
                        .status())
                .isEqualTo(404);
        assertThat(monitor.row(recording, "path")).isNotEqualTo(file.toString());
    }

    @Test
    void where_octets_are_known_the_name_does_not_count() {
        missing(RunningPlayhead.TENANT_U);
        known(Monitor.wave(77));
        monitor.file(folder + "/" + recording + ".wav");

        assertThat(post(RunningPlayhead.TOKEN_U1, "/1.0/recordings/" + recording + "/relink", "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void octets_without_sound_are_not_known_again() {
        missing(RunningPlayhead.TENANT_U);
        known(Monitor.wave(0));
        monitor.file(folder + "/empty.wav", Monitor.wave(0));
        String relink = "/1.0/recordings/" + recording + "/relink";

        assertThat(post(RunningPlayhead.TOKEN_U1, relink, "").status()).isEqualTo(404);
        Path named = monitor.file(folder + "/" + recording + ".wav", Monitor.wave(0));
        assertThat(post(RunningPlayhead.TOKEN_U1, relink, "").status()).isEqualTo(200);
        assertThat(monitor.row(recording, "path")).isEqualTo(named.toString());
    }

    private void known(byte[] octets) {
        Sql.run(playhead.database(), """
                INSERT INTO playhead.recording_facts (recording_uuid, octets, modified_nanos, validator, sha256, media_type,
                  codec, state, plain_wave)
                VALUES (?, ?, 0, 'v', sha256(?), 'audio/wav', 'PCM_S16', 'available', true)""", recording, octets.length, octets);
    }

    @Test
    void of_several_that_one_is_it_which_is_of_the_rows_kind() {
        missing(RunningPlayhead.TENANT_U);
        for (String format : List.of("mp3", "ogg", "wav", "flac", "au", "gsm")) {
            monitor.file(folder + "/" + recording + "." + format);
        }

        assertThat(post(RunningPlayhead.TOKEN_U1, "/1.0/recordings/" + recording + "/relink", "")
                        .status())
                .isEqualTo(200);
        assertThat(monitor.row(recording, "path")).endsWith(recording + ".wav");
    }

    @Test
    void what_cannot_be_looked_at_is_not_missing() {
        TestCall.of(RunningPlayhead.TENANT_U)
                .recording(recording, Path.of("/not/a/root/" + recording + ".wav"))
                .insertInto(playhead.database());
        monitor.file(folder + "/" + recording + ".wav");

        RawHttp.Answer answer = post(RunningPlayhead.TOKEN_U1, "/1.0/recordings/" + recording + "/relink", "");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text()).contains("unreachable");
    }

    @Test
    void what_lies_anywhere_in_another_tenants_folder_is_not_found() {
        missing(RunningPlayhead.TENANT_U);
        monitor.file(RunningPlayhead.TENANT_X + "/" + folder + "/" + recording + ".wav");

        assertThat(post(RunningPlayhead.TOKEN_U1, "/1.0/recordings/" + recording + "/relink", "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void what_is_another_tenants_is_not_found() {
        missing(RunningPlayhead.TENANT_U);
        monitor.wazo(RunningPlayhead.TENANT_X, recording);
        String relink = "/1.0/recordings/" + recording + "/relink";

        RawHttp.Answer nowhere = post(RunningPlayhead.TOKEN_U1, relink, "");
        assertThat(nowhere.status()).isEqualTo(404);
        assertThat(nowhere.text()).contains("recording-media-not-found-again");
        RawHttp.Answer strange = post(RunningPlayhead.TOKEN_X, relink, "");
        assertThat(strange.status()).isEqualTo(404);
        assertThat(strange.text()).contains("recording-not-found");
        assertThat(post(RunningPlayhead.TOKEN_NOTHING, relink, "").status()).isEqualTo(401);
    }

    private int missing(UUID tenant) {
        return TestCall.of(tenant)
                .recording(recording, playhead.root().resolve("gone/" + recording + ".wav"))
                .insertInto(playhead.database());
    }

    private String media(int call) {
        return "/1.0/cdr/" + call + "/recordings/" + recording + "/media";
    }

    private int rows() {
        return Sql.number(
                playhead.database(),
                "SELECT count(*) FROM call_logd_recording WHERE starts_with(path, ?)",
                playhead.root().resolve(folder) + "/");
    }

    private String audited(String action, String key, String value) {
        String sql = "SELECT outcome FROM playhead.audit_entry WHERE action = ? AND details::jsonb ->> ? = ?";
        Eventually.holds(
                "it is told",
                SOON,
                () -> !Sql.run(playhead.database(), sql, action, key, value).isEmpty());
        return Sql.run(playhead.database(), sql, action, key, value).getFirst();
    }

    private String started(String token, String wish) {
        RawHttp.Answer answer = post(token, PATH, wish);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return JSON.readTree(answer.text()).path("uuid").asString();
    }

    private JsonNode ended(String token, String wish) {
        return awaited(token, started(token, wish));
    }

    private JsonNode awaited(String token, String job) {
        Eventually.holds(
                "the job is over",
                SOON,
                () -> !shown(token, job).path("ended_at").isNull());
        return shown(token, job);
    }

    private JsonNode shown(String token, String job) {
        return JSON.readTree(get(token, PATH + "/" + job).text());
    }

    private RawHttp.Answer get(String token, String path) {
        return RawHttp.once(playhead.port(), "GET", path, "X-Auth-Token: " + token);
    }

    private RawHttp.Answer delete(String token, String job) {
        return RawHttp.once(playhead.port(), "DELETE", PATH + "/" + job, "X-Auth-Token: " + token);
    }

    private RawHttp.Answer post(String token, String path, String body, String... headers) {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            Stream<String> all = Stream.of(
                    "Content-Length: " + octets.length, "X-Auth-Token: " + token, "Content-Type: application/json");
            return http.request(
                    "POST", path, octets, Stream.concat(all, Stream.of(headers)).toArray(String[]::new));
        }
    }
}
