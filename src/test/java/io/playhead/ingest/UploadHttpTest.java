package io.playhead.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.TestCall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Recordings that are announced first, and come in one go or in several. */
class UploadHttpTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String TOKEN = "X-Auth-Token: " + RunningPlayhead.TOKEN_U1;
    private static final String TUS = "Tus-Resumable: 1.0.0";
    private static final String PART = "Content-Type: application/offset+octet-stream";
    private static final byte[] WAVE = SentForm.wave(100_000, 1);

    private final RunningPlayhead playhead = RunningPlayhead.shared();
    private final Monitor monitor = Monitor.of(playhead, RunningPlayhead.TENANT_U);
    private final UUID uuid = UUID.randomUUID();

    private Answer send(String method, String target, byte[] body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Content-Length: " + body.length);
        all.add(TOKEN);
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            return http.request(method, target, body, all.toArray(String[]::new));
        }
    }

    private Answer announce(String call, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Type: application/json";
        return send("POST", "/1.0/recordings", call.getBytes(StandardCharsets.UTF_8), all);
    }

    private String announced(String... headers) {
        Answer answer = announce(SentForm.call(uuid), headers);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return Objects.requireNonNull(answer.header("location"));
    }

    private Answer head(String upload) {
        return RawHttp.once(playhead.port(), "HEAD", upload, TOKEN, TUS);
    }

    private Answer patch(String upload, long offset, byte[] octets, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 3);
        all[headers.length] = TUS;
        all[headers.length + 1] = PART;
        all[headers.length + 2] = "Upload-Offset: " + offset;
        return send("PATCH", upload, octets, all);
    }

    private static void assertProblem(Answer answer, int status, String id) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(JsonMapper.shared().readTree(answer.text()).path("error_id").asString())
                .isEqualTo(id);
    }

    private void assertPlays() {
        int call = Sql.number(playhead.database(), "SELECT call_log_id FROM call_logd_recording WHERE uuid = ?", uuid);
        Answer media =
                RawHttp.once(playhead.port(), "GET", "/1.0/cdr/" + call + "/recordings/" + uuid + "/media", TOKEN);
        assertThat(media.body()).isEqualTo(WAVE);
    }

    @Test
    void what_was_announced_comes_in_one_go() {
        String upload = announced();
        assertThat(upload).startsWith("/1.0/recordings/uploads/");
        assertThat(monitor.rows(uuid)).as("nothing is seen yet").isZero();

        Answer put = send("PUT", upload, WAVE, "Repr-Digest: " + SentForm.digest(WAVE));

        assertThat(put.status()).as(put.text()).isEqualTo(201);
        assertThat(put.header("location")).endsWith("/recordings/" + uuid);
        assertPlays();
        assertThat(head(upload).status()).as("it is over").isEqualTo(404);
        assertThat(send("PUT", announced(), WAVE).status()).as("the same again").isEqualTo(200);
        assertProblem(send("PUT", announced(), SentForm.wave(10, 2)), 409, "recording-conflict");
    }

    @Test
    void what_breaks_off_is_resumed() throws Exception {
        String upload = announced("Upload-Length: " + WAVE.length);
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            http.send("PATCH " + upload + " HTTP/1.1\r\nHost: x\r\n" + TOKEN + "\r\n" + TUS + "\r\n" + PART
                    + "\r\nUpload-Offset: 0\r\nContent-Length: " + WAVE.length + "\r\n\r\n");
            http.socket().getOutputStream().write(WAVE, 0, 70_000);
            http.socket().getOutputStream().flush();
            Eventually.holds("some of it has come", SOON, () -> offset(upload) > 0);
        }
        Eventually.holds(
                "nobody is at it",
                SOON,
                () -> patch(upload, offset(upload), new byte[0]).status() == 204);
        assertThat(monitor.rows(uuid)).as("nothing is seen yet").isZero();
        int offset = (int) offset(upload);
        assertThat(offset).isBetween(1, 70_000);
        assertThat(head(upload).header("upload-length")).isEqualTo("" + WAVE.length);
        assertThat(head(upload).header("upload-expires")).endsWith("GMT");
        assertProblem(patch(upload, offset + 1, new byte[0]), 409, "upload-offset-conflict");

        int half = offset + (WAVE.length - offset) / 2;
        Answer more = patch(upload, offset, Arrays.copyOfRange(WAVE, offset, half));
        assertThat(more.status()).isEqualTo(204);
        assertThat(more.header("upload-offset")).isEqualTo("" + half);
        Answer last = patch(upload, half, Arrays.copyOfRange(WAVE, half, WAVE.length));

        assertThat(last.status()).as(last.text()).isEqualTo(204);
        assertThat(last.header("upload-offset")).isEqualTo("" + WAVE.length);
        assertThat(last.header("location")).endsWith("/recordings/" + uuid);
        assertPlays();
    }

    private long offset(String upload) {
        return Long.parseLong(Objects.requireNonNull(head(upload).header("upload-offset")));
    }

    @Test
    void tus_announces_by_metadata_and_tells_what_it_can() {
        String call = Base64.getEncoder().encodeToString(SentForm.call(uuid).getBytes(StandardCharsets.UTF_8));

        Answer options = RawHttp.once(playhead.port(), "OPTIONS", "/1.0/recordings");
        Answer made = send(
                "POST",
                "/1.0/recordings",
                new byte[0],
                TUS,
                "Upload-Length: " + WAVE.length,
                "Upload-Metadata: filename YS53YXY=,call " + call);

        assertThat(options.header("tus-version")).isEqualTo("1.0.0");
        assertThat(options.header("tus-extension")).isEqualTo("creation,expiration,termination");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(patch(Objects.requireNonNull(made.header("location")), 0, WAVE)
                        .status())
                .isEqualTo(204);
        assertPlays();
    }

    @Test
    void octets_of_another_digest_do_not_stay() {
        String upload = announced("Upload-Length: " + WAVE.length);
        byte[] first = Arrays.copyOf(WAVE, 1000);
        assertThat(patch(upload, 0, first, "Content-Digest: " + SentForm.digest(first))
                        .status())
                .isEqualTo(204);

        assertProblem(
                patch(upload, 1000, new byte[500], "Content-Digest: " + SentForm.digest(first)),
                400,
                "digest-mismatch");

        assertThat(offset(upload)).isEqualTo(1000);
        assertProblem(send("PUT", upload, WAVE, "Content-Digest: " + SentForm.digest(first)), 400, "digest-mismatch");
        assertThat(monitor.rows(uuid)).isZero();
    }

    @Test
    void what_tus_does_not_know_is_refused() {
        String upload = announced("Upload-Length: 100");
        assertProblem(send("PATCH", upload, new byte[1], PART, "Upload-Offset: 0"), 412, "tus-version-unknown");
        assertProblem(
                send("PATCH", upload, new byte[1], PART, "Upload-Offset: 0", "Tus-Resumable: 0.2"),
                412,
                "tus-version-unknown");
        assertProblem(send("PATCH", upload, new byte[1], TUS, "Upload-Offset: 0"), 415, "recording-body-not-taken");
        assertProblem(send("PATCH", upload, new byte[1], TUS, PART), 400, "upload-field-malformed");
        assertProblem(
                send("PATCH", upload, new byte[1], TUS, PART, "Upload-Offset: -1"), 400, "upload-field-malformed");
        assertProblem(patch(upload, 0, new byte[101]), 413, "recording-too-large");
        assertProblem(send("PUT", upload, new byte[7]), 400, "upload-length-mismatch");
        assertProblem(announce(SentForm.call(uuid), "Upload-Length: 99999999999999"), 413, "recording-too-large");
        assertProblem(announce("{}"), 400, "invalid-data");
        assertProblem(
                send("POST", "/1.0/recordings", new byte[0], TUS, "Upload-Length: 1"), 400, "recording-form-malformed");
        assertThat(monitor.rows(uuid)).isZero();
    }

    @Test
    void an_upload_is_the_tenants_alone_and_can_be_ended() {
        String upload = announced();
        patch(upload, 0, new byte[10]);
        assertThat(RawHttp.once(playhead.port(), "HEAD", upload, "X-Auth-Token: " + RunningPlayhead.TOKEN_X)
                        .status())
                .isEqualTo(404);

        assertThat(send("DELETE", upload, new byte[0], TUS).status()).isEqualTo(204);

        assertProblem(patch(upload, 10, new byte[1]), 404, "upload-not-found");
        assertProblem(send("PUT", upload, WAVE), 404, "upload-not-found");
    }

    @Test
    void a_call_that_is_not_there_cannot_be_announced_for() {
        int other = TestCall.of(RunningPlayhead.TENANT_X).insertInto(playhead.database());

        assertProblem(
                announce("{\"cdr_id\": " + other + ", \"recording\": {\"start_time\": \"2026-11-27T10:00:00Z\"}}"),
                404,
                "cdr-not-found-with-given-id");
    }

    @Test
    void what_is_over_is_not_there() {
        String upload = announced();
        Sql.run(
                playhead.database(),
                "UPDATE playhead.upload SET expires_at = now() - interval '1 s' WHERE recording_uuid = ?",
                uuid);

        assertThat(head(upload).status()).isEqualTo(404);
    }
}
