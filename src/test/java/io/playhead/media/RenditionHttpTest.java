package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Renditions over a socket: what holds for a file holds for them. */
class RenditionHttpTest {

    private static final String TOKEN = "X-Auth-Token: " + RunningPlayhead.TOKEN_M;
    private static final String GSM = "support-line-gsm.wav";
    private static final String STEREO = "delivery-query-pcm-stereo.wav";
    private static final Map<String, StoredMedia> SHELF = new ConcurrentHashMap<>();

    private final RunningPlayhead playhead = RunningPlayhead.shared();

    private String path(String name) {
        return SHELF.computeIfAbsent(name, it -> StoredMedia.shipped(playhead, it))
                .path();
    }

    private Answer ask(String method, String target, String... headers) {
        String[] lines = Stream.concat(Stream.of(TOKEN), Arrays.stream(headers)).toArray(String[]::new);
        return RawHttp.once(playhead.port(), method, target, lines);
    }

    private static String tag(Answer answer) {
        return Objects.requireNonNull(answer.header("ETag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wav", "mp3", "opus", "ogg"})
    void any_range_is_that_slice_of_the_whole(String format) {
        String target = path(GSM) + "?format=" + format;
        Answer head = ask("HEAD", target);
        Answer whole = ask("GET", target);
        assertThat(head.header("Content-Length")).isEqualTo(String.valueOf(whole.body().length));
        assertThat(tag(head)).isEqualTo(tag(whole));
        Random random = new Random(format.hashCode());
        for (int round = 0; round < 25; round++) {
            int start = random.nextInt(whole.body().length);
            int end = start + 1 + random.nextInt(whole.body().length - start);
            Answer part = ask("GET", target, "Range: bytes=" + start + "-" + (end - 1), "If-Range: " + tag(whole));
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.body()).as("%d to %d", start, end).isEqualTo(Arrays.copyOfRange(whole.body(), start, end));
        }
        assertThat(ask("GET", target, "Range: bytes=0-1").body()).isEqualTo(Arrays.copyOf(whole.body(), 2));
        assertThat(ask("GET", target, "Range: bytes=-7").body())
                .isEqualTo(Arrays.copyOfRange(whole.body(), whole.body().length - 7, whole.body().length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wav", "mp3", "opus", "ogg"})
    void conditions_hold_for_a_rendition_as_for_a_file(String format) {
        String target = path(GSM) + "?format=" + format;
        Answer head = ask("HEAD", target);
        assertThat(head.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(ask("GET", target, "If-None-Match: " + tag(head)).status()).isEqualTo(304);
        assertThat(ask("GET", target, "If-Match: \"another\"").status()).isEqualTo(412);
        assertThat(ask("GET", target, "If-Range: \"another\"", "Range: bytes=0-1")
                        .status())
                .isEqualTo(200);
        Answer beyond = ask("GET", target, "Range: bytes=99999999-");
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.header("Content-Range")).isEqualTo("bytes */" + head.header("Content-Length"));
        Answer several = ask("GET", target, "Range: bytes=0-1,1000-1001,40000-40009");
        assertThat(several.status()).isEqualTo(206);
        assertThat(several.header("Content-Type")).startsWith("multipart/byteranges");
        assertThat(ask("GET", target, "Range: bytes=5-2").status()).isEqualTo(200);
    }

    @Test
    void formats_channels_and_rates_are_different_octets_under_different_validators() {
        String path = path(STEREO);
        long tags = Stream.of(
                        "",
                        "?format=mp3",
                        "?format=opus",
                        "?format=ogg",
                        "?channel=left",
                        "?channel=right",
                        "?channel=mix",
                        "?channel=swap",
                        "?rate=16000",
                        "?format=mp3&channel=left",
                        "?format=mp3&rate=16000",
                        "?format=mp3&bitrate=64")
                .map(query -> tag(ask("HEAD", path + query)))
                .distinct()
                .count();
        assertThat(tags).isEqualTo(12);
        assertThat(tag(ask("HEAD", path + "?channel=0"))).isNotEqualTo(tag(ask("HEAD", path)));
    }

    @Test
    void a_channel_is_that_channel() {
        byte[] both = ask("GET", path(STEREO)).body();
        byte[] right = ask("GET", path(STEREO) + "?channel=right").body();
        byte[] swapped = ask("GET", path(STEREO) + "?channel=swap").body();
        assertThat(right.length).isEqualTo(44 + (both.length - 44) / 2);
        for (int frame = 0; frame < (both.length - 44) / 4; frame += 997) {
            assertThat(right[44 + 2 * frame]).isEqualTo(both[44 + 4 * frame + 2]);
            assertThat(swapped[44 + 4 * frame]).isEqualTo(both[44 + 4 * frame + 2]);
        }
        assertThat(ask("HEAD", path(STEREO) + "?channel=right").header("Content-Location"))
                .isEqualTo(path(STEREO) + "?format=wav&channel=right");
    }

    @ParameterizedTest
    @CsvSource({
        "channel=middle, channel",
        "channel=2, channel",
        "channel=-1, channel",
        "channel=, channel",
        "rate=11025, rate",
        "rate=8000.0, rate",
        "format=opus&rate=32000, rate",
        "bitrate=25, bitrate",
        "format=mp3&bitrate=320, bitrate",
        "format=wav&bitrate=64, bitrate"
    })
    void what_there_is_not_is_told_with_what_there_is(String query, String field) {
        Answer answer = ask("GET", path(STEREO) + "?" + query);
        assertThat(answer.status()).isEqualTo(400);
        JsonNode body = JsonMapper.shared().readTree(answer.text());
        assertThat(body.path("error_id").asString()).isEqualTo("invalid-data");
        assertThat(body.path("details")
                        .path(field)
                        .path(0)
                        .path("constraint_id")
                        .asString())
                .isEqualTo("enum");
    }

    @Test
    void only_formats_that_have_what_is_wished_are_offered() {
        String path = path(STEREO);
        for (String query : List.of("?bitrate=64", "?rate=32000", "?bitrate=64&channel=left&rate=16000")) {
            Answer chosen = ask("GET", path + query, "Range: bytes=0-1");
            assertThat(chosen.status()).as(query).isEqualTo(206);
            String links = Objects.requireNonNull(ask("HEAD", path + query).header("Link"));
            for (String link : links.split(", ")) {
                String url = link.substring(1, link.indexOf('>'));
                assertThat(ask("HEAD", url).status()).as(url).isEqualTo(200);
            }
        }
        assertThat(ask("HEAD", path + "?bitrate=64").header("Content-Type")).isEqualTo("audio/mpeg");
        Answer refused = ask("GET", path + "?bitrate=64", "Accept: audio/wav");
        assertThat(refused.status()).isEqualTo(406);
        JsonNode available =
                JsonMapper.shared().readTree(refused.text()).path("details").path("available");
        assertThat(available.size()).isEqualTo(3);
        available.forEach(one ->
                assertThat(ask("HEAD", one.path("url").asString()).status()).isEqualTo(200));
        Answer none = ask("GET", path + "?bitrate=320&rate=8000");
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.text()).contains("Must be one of: 16, ");
    }

    @Test
    void what_is_stored_is_not_altered() {
        assertThat(ask("GET", path(STEREO) + "?format=original&channel=left").status())
                .isEqualTo(406);
    }

    @Test
    void a_truncated_recording_is_served_as_it_is_and_rendered_with_its_true_length() {
        byte[] file = Arrays.copyOf(StoredMedia.octets("night-alarm-pcm.wav"), 44 + 20_001);
        String path = StoredMedia.of(playhead, file).path();
        assertThat(ask("GET", path + "?format=original").body()).isEqualTo(file);
        Answer wav = ask("GET", path);
        assertThat(wav.header("Content-Location")).endsWith("?format=wav");
        assertThat(wav.body()).hasSize(44 + 20_000);
        assertThat(Arrays.copyOfRange(wav.body(), 44, 20_044)).isEqualTo(Arrays.copyOfRange(file, 44, 20_044));
    }

    @Test
    void a_recording_without_audio_has_no_renditions() {
        String path = StoredMedia.of(playhead, Arrays.copyOf(StoredMedia.octets("night-alarm-pcm.wav"), 44))
                .path();
        assertThat(ask("GET", path).body()).hasSize(44);
        assertThat(ask("GET", path + "?format=mp3").status()).isEqualTo(406);
    }

    @Test
    void a_recording_is_described_with_each_exact_length() {
        String path = path(GSM);
        Answer answer = ask("GET", path.replace("/media", ""));
        assertThat(answer.status()).isEqualTo(200);
        JsonNode body = JsonMapper.shared().readTree(answer.text());
        assertThat(body.path("state").asString()).isEqualTo("available");
        assertThat(body.path("codec").asString()).isEqualTo("GSM 6.10");
        assertThat(body.path("duration").asDouble()).isEqualTo(31.18875);
        assertThat(body.path("representations").size()).isEqualTo(5);
        body.path("representations")
                .forEach(one -> assertThat(
                                ask("HEAD", one.path("url").asString()).header("Content-Length"))
                        .isEqualTo(one.path("length").asString()));
        assertThat(ask("GET", path.replace("/media", ""), "If-None-Match: " + tag(answer))
                        .status())
                .isEqualTo(304);
    }
}
