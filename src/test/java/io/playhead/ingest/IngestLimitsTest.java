package io.playhead.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is too large, too slow or too much is told so, and leaves nothing. */
class IngestLimitsTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String TOKEN = "X-Auth-Token: " + RunningPlayhead.TOKEN_U1;
    private static final int MOST = 100 * 1024;

    @SuppressWarnings("NullAway.Init")
    private static RunningPlayhead playhead;

    @SuppressWarnings("NullAway.Init")
    private static Monitor monitor;

    private final UUID uuid = UUID.randomUUID();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path uploads;

    @BeforeAll
    static void start() {
        playhead = RunningPlayhead.start(Map.of(
                "playhead.ingest.size", "100KB",
                "playhead.ingest.time", "3s",
                "playhead.ingest.idle", "1s",
                "playhead.ingest.metadata", "2KB",
                "playhead.ingest.expiry", "2s",
                "playhead.ingest.folder", uploads.toString(),
                "playhead.ingest.unrecognised", "true"));
        monitor = Monitor.of(playhead, RunningPlayhead.TENANT_U);
    }

    @AfterAll
    static void stop() {
        playhead.close();
    }

    private void refused(Answer answer, int status, String id) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        JsonNode body = JsonMapper.shared().readTree(answer.text());
        assertThat(body.path("error_id").asString()).isEqualTo(id);
        Eventually.holds(
                "no part is left",
                SOON,
                () -> monitor.files().stream()
                        .noneMatch(name -> name.endsWith(".part") || name.startsWith(uuid.toString())));
        assertThat(monitor.rows(uuid)).isZero();
    }

    private static void head(RawHttp http, String length, String... headers) {
        http.send("POST /1.0/recordings HTTP/1.1\r\nHost: x\r\n" + TOKEN + "\r\n" + SentForm.TYPE + "\r\n" + length
                + "\r\n" + String.join("\r\n", headers) + (headers.length == 0 ? "\r\n" : "\r\n\r\n"));
    }

    private static void chunk(RawHttp http, byte[] octets) {
        http.send(Integer.toHexString(octets.length) + "\r\n");
        http.send(new String(octets, StandardCharsets.ISO_8859_1) + "\r\n");
    }

    @Test
    void as_much_as_may_be_is_taken() {
        byte[] wave = SentForm.wave((MOST - 44) / 2, 1);
        assertThat(wave).hasSize(MOST);

        assertThat(SentForm.of(SentForm.call(uuid), wave)
                        .post(playhead.port(), TOKEN)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void a_length_that_is_too_large_is_refused_before_an_octet_is_read() {
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            head(http, "Content-Length: 1000000000");

            refused(http.answer(false), 413, "recording-too-large");
            assertThat(http.closedByServer()).isTrue();
        }
    }

    @Test
    void who_asks_first_is_told_without_a_continue() {
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            head(http, "Content-Length: 1000000000", "Expect: 100-continue");

            refused(http.answer(false), 413, "recording-too-large");
        }
    }

    @Test
    void one_octet_more_of_which_no_length_told_is_refused() {
        byte[] form = SentForm.of(SentForm.call(uuid), SentForm.wave((MOST - 44) / 2 + 1, 1))
                .octets();
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            head(http, "Transfer-Encoding: chunked");
            chunk(http, form);
            http.send("0\r\n\r\n");

            refused(http.answer(false), 413, "recording-too-large");
        }
    }

    @Test
    void what_is_said_of_a_call_may_not_be_long() {
        String call = SentForm.call(uuid)
                .replace("\"recording\"", "\"source_name\": \"" + "x".repeat(3000) + "\", \"recording\"");

        refused(
                SentForm.of(call, SentForm.wave(100, 1)).post(playhead.port(), TOKEN),
                413,
                "recording-metadata-too-large");
    }

    /** Also where all but the end has come, and when the connection is closed at last. */
    @ParameterizedTest
    @ValueSource(ints = {-1000, -20, 10})
    void who_falls_silent_is_not_waited_for(int missing) {
        byte[] form = SentForm.of(SentForm.call(uuid), SentForm.wave(1000, 1)).octets();
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            head(http, "Content-Length: " + (form.length + Math.max(0, missing)));
            http.send(new String(form, 0, form.length + Math.min(0, missing), StandardCharsets.ISO_8859_1));

            refused(http.answer(false), 408, "recording-too-slow");
            assertThat(http.closedByServer()).isTrue();
        }
        assertThat(monitor.rows(uuid)).isZero();
        assertThat(monitor.files()).doesNotContain(uuid + ".wav");
    }

    @Test
    void who_never_ends_is_ended() throws Exception {
        byte[] form = new SentForm()
                .call(SentForm.call(uuid))
                .media(SentForm.wave(1000, 1))
                .octets();
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            head(http, "Transfer-Encoding: chunked");
            chunk(http, java.util.Arrays.copyOf(form, form.length - 2));
            Thread trickle = Thread.ofVirtual().start(() -> {
                try {
                    while (!Thread.interrupted()) {
                        chunk(http, new byte[] {7});
                        Thread.sleep(100);
                    }
                } catch (UncheckedIOException | InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            });
            Answer answer = http.answer(false);
            trickle.interrupt();
            trickle.join();

            refused(answer, 408, "recording-too-slow");
            assertThat(answer.text()).contains("\"time\"");
        }
    }

    @Test
    void what_is_not_audio_is_taken_where_that_is_wanted() {
        byte[] text = "no audio at all, whatever the name says".getBytes(StandardCharsets.UTF_8);

        Answer answer = SentForm.of(SentForm.call(uuid), text).post(playhead.port(), TOKEN);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(JsonMapper.shared().readTree(answer.text()).path("state").asString())
                .isEqualTo("unrecognised");
    }

    @Test
    void a_header_without_audio_is_taken_as_empty() {
        Answer answer = SentForm.of(SentForm.call(uuid), SentForm.wave(0, 1)).post(playhead.port(), TOKEN);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(JsonMapper.shared().readTree(answer.text()).path("state").asString())
                .isEqualTo("empty");
        assertThat(Set.of(uuid + ".wav")).isSubsetOf(monitor.files());
    }

    @Test
    void an_upload_that_is_not_ended_is_swept() {
        byte[] call = SentForm.call(uuid).getBytes(StandardCharsets.UTF_8);
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            String upload = Objects.requireNonNull(http.request(
                            "POST",
                            "/1.0/recordings",
                            call,
                            TOKEN,
                            "Content-Type: application/json",
                            "Content-Length: " + call.length)
                    .header("location"));
            Answer part = http.request(
                    "PATCH",
                    upload,
                    new byte[10],
                    TOKEN,
                    "Tus-Resumable: 1.0.0",
                    "Content-Type: application/offset+octet-stream",
                    "Upload-Offset: 0",
                    "Content-Length: 10");
            assertThat(part.status()).isEqualTo(204);
            assertThat(files()).isEqualTo(1);
        }

        Eventually.holds(
                "nothing of it is left",
                SOON,
                () -> files() == 0
                        && Sql.number(
                                        playhead.database(),
                                        "SELECT count(*) FROM playhead.upload WHERE recording_uuid = ?",
                                        uuid)
                                == 0);
    }

    private static long files() {
        try (Stream<Path> all = Files.list(uploads)) {
            return all.count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
