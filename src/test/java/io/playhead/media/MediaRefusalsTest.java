package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.LogWatch;
import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Why media are refused, in call-logd's words, and what the words must not hold. */
class MediaRefusalsTest {

    private static final byte[] OCTETS = {1, 2, 3};

    private final RunningPlayhead playhead = RunningPlayhead.shared();

    private Answer get(String token, String path) {
        return RawHttp.once(playhead.port(), "GET", path, "X-Auth-Token: " + token);
    }

    private Answer get(String path) {
        return get(RunningPlayhead.TOKEN_M, path);
    }

    private void refused(Answer answer, int status, String id) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        JsonNode body = JsonMapper.shared().readTree(answer.text());
        assertThat(body.path("error_id").asString()).isEqualTo(id);
        assertThat(body.path("timestamp").isNumber()).isTrue();
        assertThat(answer.text())
                .doesNotContain(playhead.root().toString())
                .doesNotContain(RunningPlayhead.TOKEN_M, RunningPlayhead.TOKEN_NOTHING);
    }

    private StoredMedia at(Path file) {
        return StoredMedia.at(playhead, RunningPlayhead.TENANT_M, file);
    }

    private void missing(Path file) {
        Answer answer = get(at(file).path());
        refused(answer, 500, "recording-media-filesystem-not-found");
        assertThat(JsonMapper.shared()
                        .readTree(answer.text())
                        .path("details")
                        .path("recording_path")
                        .asString())
                .isEqualTo(file.getFileName().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "999999999", "2147483648", "99999999999999999999999999", "000"})
    void an_unknown_call_is_not_found(String call) {
        refused(get(StoredMedia.path(call, UUID.randomUUID())), 404, "cdr-not-found-with-given-id");
    }

    @Test
    void a_recording_of_another_call_is_not_found() {
        StoredMedia one = StoredMedia.of(playhead, OCTETS);
        StoredMedia other = StoredMedia.of(playhead, OCTETS);
        refused(get(StoredMedia.path(one.call(), other.uuid())), 404, "recording-not-found");
    }

    @Test
    void another_customers_call_looks_like_none() {
        refused(
                get(RunningPlayhead.TOKEN_X, StoredMedia.of(playhead, OCTETS).path()),
                404,
                "cdr-not-found-with-given-id");
    }

    @Test
    void deleted_media_are_a_bad_request() {
        UUID uuid = UUID.randomUUID();
        int call = io.playhead.TestCall.of(RunningPlayhead.TENANT_M)
                .recording(uuid, null)
                .insertInto(playhead.database());
        refused(get(StoredMedia.path(call, uuid)), 400, "recording-media-not-found");
    }

    @Test
    void a_file_that_is_not_there_is_told_by_its_name() {
        missing(playhead.root().resolve(UUID.randomUUID() + ".wav"));
    }

    @Test
    void a_folder_is_no_recording() throws IOException {
        missing(Files.createDirectory(playhead.root().resolve(UUID.randomUUID() + ".wav")));
    }

    @Test
    void a_link_out_of_the_roots_leads_nowhere() throws IOException {
        Path secret = Files.writeString(Files.createTempFile("secret", ".wav"), "secret");
        missing(Files.createSymbolicLink(playhead.root().resolve(UUID.randomUUID() + ".wav"), secret));
    }

    @Test
    void a_place_above_the_roots_leads_nowhere() throws IOException {
        Path secret = Files.createTempFile("secret", ".wav");
        missing(playhead.root().resolve("../../").resolve(secret.getFileName()));
        missing(Path.of("/etc/hostname"));
    }

    @Test
    void a_pipe_is_no_recording_and_nobody_waits_for_it() throws IOException, InterruptedException {
        Path pipe = playhead.root().resolve(UUID.randomUUID() + ".wav");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(10, TimeUnit.SECONDS))
                .isTrue();
        missing(pipe);
    }

    @Test
    void a_token_that_may_not_is_unauthorized() {
        String path = StoredMedia.of(playhead, OCTETS).path();
        refused(get(RunningPlayhead.TOKEN_NOTHING, path), 401, "unauthorized");
        refused(get("nobody-knows-this-token-at-all", path), 401, "unauthorized");
        refused(RawHttp.once(playhead.port(), "GET", path), 401, "unauthorized");
        refused(RawHttp.once(playhead.port(), "GET", path + "?ticket=garbage"), 401, "unauthorized");
    }

    @Test
    void the_callers_own_media_need_a_user_a_part_in_the_call_and_a_token_in_a_header() {
        UUID uuid = UUID.randomUUID();
        int call = io.playhead.TestCall.of(RunningPlayhead.TENANT_U)
                .participant(RunningPlayhead.USER_1, 1, "source", true, false)
                .recording(uuid, null)
                .insertInto(playhead.database());
        String mine = StoredMedia.path(call, uuid).replace("/1.0/", "/1.0/users/me/");
        refused(get(RunningPlayhead.TOKEN_U1, mine), 400, "recording-media-not-found");
        refused(get(RunningPlayhead.TOKEN_U2, mine), 404, "cdr-not-found-with-given-id");
        refused(get(RunningPlayhead.TOKEN_NO_USER, mine), 400, "token-with-user-uuid-required");
        refused(RawHttp.once(playhead.port(), "GET", mine + "?token=" + RunningPlayhead.TOKEN_U1), 401, "unauthorized");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/1.0/cdr/1%00/recordings/%s/media",
                "/1.0/cdr/-1/recordings/%s/media",
                "/1.0/cdr/%2e%2e/recordings/%s/media",
                "/1.0/cdr/1;a=b/recordings/%s/media",
                "/1.0/cdr/1/recordings/%s/media/",
                "/1.0/cdr/1/recordings/%%zz/media",
                "/1.0/cdr/1/recordings/../%s/media"
            })
    void an_odd_spelling_is_no_address_and_shows_nobodys_token(String path) {
        try (LogWatch log = new LogWatch();
                RawHttp http = RawHttp.plain(playhead.port())) {
            String target = path.replace("%s", UUID.randomUUID().toString()).replace("%%", "%");
            Answer answer = http.request("GET", target + "?token=" + RunningPlayhead.TOKEN_M);
            assertThat(answer.status()).isIn(400, 404);
            assertThat(answer.text()).doesNotContain(RunningPlayhead.TOKEN_M);
            assertThat(log.lines()).noneMatch(line -> line.contains(RunningPlayhead.TOKEN_M));
        }
    }
}
