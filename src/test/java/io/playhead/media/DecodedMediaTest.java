package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.decoder.OutsideDecoder;
import io.playhead.pcm.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Recordings that ffmpeg decodes are, in every format, as any other recording is. */
class DecodedMediaTest {

    private static final String TOKEN = "X-Auth-Token: " + RunningPlayhead.TOKEN_M;
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private final RunningPlayhead playhead = RunningPlayhead.shared();

    @BeforeAll
    static void sources() {
        Programs.run(
                folder,
                "ffmpeg",
                "-v error -f lavfi -i aevalsrc=0.4*sin(2*PI*t*(300+20*t))|0.3*sin(2*PI*t*1100):s=48000:d=30"
                        + " source.wav");
        make("-i source.wav -ac 1 -ar 8000 -b:a 24k call.mp3");
        make("-i source.wav -ac 1 -c:a libopus -b:a 24k call.ogg");
        make("-i source.wav -ac 2 -ar 44100 -c:a aac call.m4a");
        make("-i source.wav -ac 2 -ar 16000 call.flac");
        make("-f lavfi -i testsrc=d=3:s=64x64:r=5 -i source.wav -c:v mpeg4 -c:a aac -shortest film.mp4");
        Programs.run(folder, "sox", "source.wav -c 1 -r 8000 -t amr-nb call.amr");
    }

    private static void make(String arguments) {
        Programs.run(folder, "ffmpeg", "-v error -y -bitexact " + arguments);
    }

    private StoredMedia stored(String name) {
        try {
            return StoredMedia.of(
                    playhead, name.substring(name.lastIndexOf('.')), Files.readAllBytes(folder.resolve(name)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Answer ask(RunningPlayhead playhead, String method, String target, String... headers) {
        return RawHttp.once(
                playhead.port(),
                method,
                target,
                Stream.concat(Stream.of(TOKEN), Arrays.stream(headers)).toArray(String[]::new));
    }

    private Answer get(String target, String... headers) {
        return ask(playhead, "GET", target, headers);
    }

    private static JsonNode problem(Answer answer, int status, String id) {
        JsonNode body = JsonMapper.shared().readTree(answer.text());
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(body.path("error_id").asString()).isEqualTo(id);
        return body.path("details");
    }

    /** Without the processor's vector instructions, which round otherwise. */
    @ParameterizedTest
    @ValueSource(strings = {"call.mp3", "call.ogg", "call.m4a", "call.flac", "call.amr", "film.mp4"})
    void wav_is_what_ffmpeg_decodes(String name) throws IOException {
        make("-cpuflags 0 -i " + name + " -vn -map_metadata -1 -f s16le " + name + ".raw");
        byte[] decoded = Files.readAllBytes(folder.resolve(name + ".raw"));
        String path = stored(name).path() + "?format=wav";

        Answer head = ask(playhead, "HEAD", path);
        Answer whole = get(path);

        assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(44 + decoded.length));
        assertThat(whole.header("Content-Type")).isEqualTo("audio/wav");
        assertThat(whole.header("ETag")).isEqualTo(head.header("ETag"));
        assertThat(Arrays.copyOfRange(whole.body(), 44, whole.body().length)).isEqualTo(decoded);
    }

    @ParameterizedTest
    @CsvSource({"call.mp3, opus", "call.ogg, mp3", "call.m4a, ogg", "call.flac, mp3", "call.amr, opus", "film.mp4, mp3"
    })
    void any_range_of_any_format_is_that_slice_of_the_whole(String name, String format) {
        String path = stored(name).path() + "?format=" + format;
        String length = ask(playhead, "HEAD", path).header("Content-Length");
        Answer whole = get(path);
        assertThat(length).isEqualTo(Integer.toString(whole.body().length));
        Random random = new Random(name.hashCode());
        for (int round = 0; round < 20; round++) {
            int from = random.nextInt(whole.body().length);
            int to = Math.min(whole.body().length, from + 1 + random.nextInt(5000));
            Answer part = get(path, "Range: bytes=" + from + "-" + (to - 1), "If-Range: " + whole.header("ETag"));

            assertThat(part.status()).isEqualTo(206);
            assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole.body(), from, to));
        }
    }

    @Test
    void one_party_of_an_mp3_is_decoded_and_encoded() {
        make("-i source.wav -ac 2 -ar 16000 -b:a 64k stereo.mp3");
        Answer left = get(stored("stereo.mp3").path() + "?format=mp3&channel=left");

        assertThat(left.status()).isEqualTo(200);
        assertThat(left.header("Content-Type")).isEqualTo("audio/mpeg");
        problem(get(stored("call.mp3").path() + "?format=mp3&channel=2"), 400, "invalid-data");
    }

    @Test
    void a_film_is_served_as_it_is_when_asked_for_as_original() throws IOException {
        Answer film = get(stored("film.mp4").path() + "?format=original");

        assertThat(film.header("Content-Type")).isEqualTo("video/mp4");
        assertThat(film.body()).isEqualTo(Files.readAllBytes(folder.resolve("film.mp4")));
    }

    private static List<String> formats(Answer described) {
        return representations(described)
                .map(one -> one.path("format").asString())
                .toList();
    }

    /** The formats whose lengths are told. */
    private static List<String> lengths(Answer described) {
        return representations(described)
                .filter(one -> one.has("length"))
                .map(one -> one.path("format").asString())
                .toList();
    }

    private static Stream<JsonNode> representations(Answer described) {
        assertThat(described.status()).as(described.text()).isEqualTo(200);
        assertThat(described.header("Cache-Control")).isEqualTo("private, no-cache");
        return JsonMapper.shared().readTree(described.text()).path("representations").values().stream();
    }

    @Test
    void what_was_decoded_is_described_to_the_sample_and_what_cannot_be_is_left_out() {
        StoredMedia media = stored("call.ogg");
        Answer wav = get(media.path() + "?format=wav");
        Answer described = get(media.path().replace("/media", ""));
        JsonNode body = JsonMapper.shared().readTree(described.text());
        assertThat(lengths(described)).containsExactlyInAnyOrder("original", "wav", "mp3", "opus");
        assertThat(body.path("frames").asInt()).isEqualTo((wav.body().length - 44) / 2);
        assertThat(body.path("duration").asDouble()).isEqualTo(30.0);

        byte[] hollow = {'#', '!', 'A', 'M', 'R', '\n', 0x7f};
        StoredMedia empty = StoredMedia.of(playhead, ".amr", hollow);
        get(empty.path() + "?format=wav");
        Answer original = get(empty.path().replace("/media", ""));
        assertThat(formats(original)).containsExactly("original");
        assertThat(lengths(original)).containsExactly("original");
    }

    @Test
    void what_was_decoded_goes_with_the_media() {
        StoredMedia media = stored("call.ogg");
        OutsideDecoder decoder = playhead.bean(OutsideDecoder.class);
        assertThat(get(media.path() + "?format=wav").status()).isEqualTo(200);
        assertThat(decoder.kept()).contains(media.uuid());

        assertThat(ask(playhead, "DELETE", media.path()).status()).isEqualTo(204);

        Eventually.holds("it is forgotten", SOON, () -> !decoder.kept().contains(media.uuid()));
        problem(get(media.path() + "?format=wav"), 400, "recording-media-not-found");
    }

    @Test
    void what_nobody_told_of_goes_when_the_database_is_asked() {
        StoredMedia media = stored("call.ogg");
        StoredMedia other = stored("call.mp3");
        OutsideDecoder decoder = playhead.bean(OutsideDecoder.class);
        get(media.path() + "?format=wav");
        get(other.path() + "?format=wav");
        Sql.run(playhead.database(), "UPDATE call_logd_recording SET path = NULL WHERE uuid = ?", media.uuid());

        playhead.bean(DecodedRemoval.class).anythingMayHaveChanged();

        Eventually.holds("it is forgotten", SOON, () -> !decoder.kept().contains(media.uuid()));
        assertThat(decoder.kept()).contains(other.uuid());
    }

    /** {@code kept} names what was decoded, and what is being decoded. */
    @Test
    void a_waveform_is_refused_and_validated_and_given_again_without_decoding() {
        StoredMedia media = stored("call.ogg");
        OutsideDecoder decoder = playhead.bean(OutsideDecoder.class);
        String path = media.path().replaceAll("/media$", "/waveform");
        problem(get(path + "?samples_per_pixel=65"), 400, "invalid-data");
        problem(get(path + "?width=none"), 400, "invalid-data");
        problem(get(path, "Accept: text/html"), 406, "not-acceptable");
        assertThat(get(path, "If-Match: \"another\"").status()).isEqualTo(412);
        assertThat(decoder.kept()).doesNotContain(media.uuid());

        Answer whole = get(path);
        assertThat(whole.status()).isEqualTo(200);
        decoder.forget(media.uuid());
        Eventually.holds("it is forgotten", SOON, () -> !decoder.kept().contains(media.uuid()));
        assertThat(get(path, "If-None-Match: " + whole.header("ETag")).status()).isEqualTo(304);
        assertThat(ask(playhead, "HEAD", path).header("ETag")).isEqualTo(whole.header("ETag"));
        assertThat(get(path).body()).isEqualTo(whole.body());
        assertThat(decoder.kept()).doesNotContain(media.uuid());
    }

    @Test
    void what_is_no_sound_is_a_clear_refusal_and_the_original_is_there() {
        byte[] playlist = "#EXTM3U\n#EXTINF:2,\nfile:/etc/passwd\n".getBytes(StandardCharsets.UTF_8);
        StoredMedia named = StoredMedia.of(playhead, ".mp3", playlist);
        problem(get(named.path() + "?format=wav"), 406, "not-acceptable");
        assertThat(get(named.path()).body()).isEqualTo(playlist);

        byte[] hollow = Arrays.copyOf("#!AMR\n".getBytes(StandardCharsets.US_ASCII), 7);
        hollow[6] = 0x7f;
        StoredMedia empty = StoredMedia.of(playhead, ".amr", hollow);
        JsonNode details = problem(get(empty.path() + "?format=wav"), 406, "recording-media-not-decodable");
        assertThat(details.path("reason").asString()).isEqualTo("unreadable");
        assertThat(details.toString()).doesNotContain("/");
        assertThat(get(empty.path() + "?format=original").body()).isEqualTo(hollow);
    }

    @Test
    void who_waits_too_long_is_told_to_come_again_and_a_tenant_has_so_many() throws IOException {
        Path program = Files.writeString(folder.resolve("slow.sh"), """
            #!/bin/sh
            case "$*" in *-protocols*) echo "ffmpeg version of a test"; exit 0;; esac
            exec /bin/sleep 600
            """);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Map<String, String> settings = Map.of(
                "playhead.decoder.ffmpeg",
                program.toString(),
                "playhead.decoder.wait",
                "100ms",
                "playhead.decoder.queue",
                "1",
                "playhead.decoder.cache.folder",
                folder.resolve("cache").toString());
        try (RunningPlayhead slow = RunningPlayhead.start(settings)) {
            byte[] octets = Files.readAllBytes(folder.resolve("call.mp3"));
            StoredMedia first = StoredMedia.of(slow, ".mp3", octets);
            StoredMedia second = StoredMedia.of(slow, ".mp3", octets);

            Answer described = ask(slow, "GET", first.path().replace("/media", ""));
            assertThat(lengths(described)).as("who only looks does not wait").containsExactly("original");
            assertThat(formats(described)).containsExactly("original", "wav", "opus", "ogg");
            assertThat(slow.bean(OutsideDecoder.class).kept())
                    .as("nor begins it")
                    .isEmpty();

            Answer pending = ask(slow, "GET", first.path() + "?format=wav");
            problem(pending, 503, "recording-media-being-decoded");
            assertThat(pending.header("Retry-After")).isEqualTo("2");
            assertThat(ask(slow, "HEAD", first.path() + "?format=opus").status())
                    .isEqualTo(503);
            problem(ask(slow, "GET", second.path() + "?format=wav"), 429, "renditions-busy");
            assertThat(ask(slow, "GET", second.path()).body()).isEqualTo(octets);
        }
        try (Stream<Path> left = Files.walk(folder.resolve("cache"))) {
            assertThat(left.filter(Files::isRegularFile)).allMatch(file -> file.endsWith("lock"));
        }
    }
}
