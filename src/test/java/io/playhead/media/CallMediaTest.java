package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** All of a call as one, over a socket: nothing lost, nothing added but silence, and sought like a file. */
class CallMediaTest {

    private static final String ULAW = "invoice-ulaw.wav";
    private static final String WIDE = "werkstatt-pcm-16k.wav";
    private static final String GSM = "support-line-gsm.wav";
    private static final String STEREO = "delivery-query-pcm-stereo.wav";
    private static final int HEADER = 44;

    private static final RunningPlayhead PLAYHEAD = RunningPlayhead.shared();
    /** 2.5 s of silence, then 100 s of it, then one that began 4 s before the end of the other. */
    private static final StoredCall CALL = StoredCall.in(PLAYHEAD)
            .shipped(0, 26, ULAW)
            .shipped(28.5, 41, WIDE)
            .shipped(141, 172, GSM)
            .shipped(168, 195, STEREO)
            .stored();

    private static Answer askAs(String token, String method, String target, String... headers) {
        String[] lines = Stream.concat(Stream.of("X-Auth-Token: " + token), Arrays.stream(headers))
                .toArray(String[]::new);
        return RawHttp.once(PLAYHEAD.port(), method, target, lines);
    }

    private static Answer ask(String method, String target, String... headers) {
        return askAs(RunningPlayhead.TOKEN_M, method, target, headers);
    }

    private static byte[] octets(String target) {
        Answer answer = ask("GET", target);
        assertThat(answer.status()).as(target).isEqualTo(200);
        return answer.body();
    }

    private static JsonNode json(String target) {
        return JsonMapper.shared().readTree(octets(target));
    }

    private static String tag(Answer answer) {
        return Objects.requireNonNull(answer.header("ETag"));
    }

    private static byte[] samples(String target) {
        byte[] octets = octets(target);
        return Arrays.copyOfRange(octets, HEADER, octets.length);
    }

    /** Of 16 bits, on both sides. */
    private static byte[] twice(byte[] mono) {
        byte[] stereo = new byte[mono.length * 2];
        for (int octet = 0; octet < mono.length; octet++) {
            int frame = octet / 2 * 4 + octet % 2;
            stereo[frame] = mono[octet];
            stereo[frame + 2] = mono[octet];
        }
        return stereo;
    }

    @Test
    void the_whole_is_its_parts_and_silence_and_nothing_else() {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(twice(samples(CALL.media(0) + "?format=wav&rate=16000")));
        expected.writeBytes(new byte[40_000 * 4]);
        expected.writeBytes(twice(samples(CALL.media(1) + "?format=wav&rate=16000")));
        expected.writeBytes(new byte[480_000 * 4]);
        expected.writeBytes(twice(samples(CALL.media(2) + "?format=wav&rate=16000")));
        expected.writeBytes(samples(CALL.media(3) + "?format=wav&rate=16000"));

        assertThat(samples(CALL.media())).isEqualTo(expected.toByteArray());
    }

    @Test
    void the_timeline_says_which_second_is_which_recording() {
        JsonNode timeline = json(CALL.media() + "/timeline");

        // in frames at 16 kHz; the third as its header says, not as its blocks could have
        long second = 207_413 * 2 + 40_000;
        long third = second + 202_157 + 480_000;
        long fourth = third + samples(CALL.media(2) + "?format=wav").length;
        long end = fourth + 211_929 * 2;
        assertThat(timeline.path("cdr_id").asInt()).isEqualTo(CALL.id());
        assertThat(timeline.path("sample_rate").asInt()).isEqualTo(16_000);
        assertThat(timeline.path("channels").asInt()).isEqualTo(2);
        assertThat(timeline.path("longest_gap").asDouble()).isEqualTo(30);
        assertThat(timeline.path("duration").asDouble()).isEqualTo(end / 16_000.0);
        assertThat(numbers(timeline, "from"))
                .containsExactly(0.0, second / 16_000.0, third / 16_000.0, fourth / 16_000.0);
        assertThat(numbers(timeline, "to"))
                .containsExactly(207_413 / 8000.0, (third - 480_000) / 16_000.0, fourth / 16_000.0, end / 16_000.0);
        assertThat(numbers(timeline, "gap_before")).containsExactly(0.0, 2.5, 100.0, 0.0);
        assertThat(numbers(timeline, "gap_played")).containsExactly(0.0, 2.5, 30.0, 0.0);
        assertThat(numbers(timeline, "overlap")).containsExactly(0.0, 0.0, 0.0, 4.0);
        JsonNode part = timeline.path("parts").path(1);
        assertThat(part.path("recording_uuid").asString())
                .isEqualTo(CALL.recording(1).toString());
        assertThat(part.path("start_time").asString()).isEqualTo("2021-05-14T17:47:43.500Z");
        assertThat(part.path("end_time").asString()).isEqualTo("2021-05-14T17:47:56Z");
        assertThat(timeline.path("left_out").isEmpty()).isTrue();
    }

    private static List<Double> numbers(JsonNode timeline, String field) {
        return timeline.path("parts").values().stream()
                .map(part -> part.path(field).asDouble())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wav", "mp3", "opus", "ogg"})
    void any_range_is_that_slice_of_the_whole(String format) {
        String target = CALL.media() + "?format=" + format;
        Answer head = ask("HEAD", target);
        byte[] whole = octets(target);
        assertThat(head.header("Content-Length")).isEqualTo(String.valueOf(whole.length));
        Random random = new Random(format.hashCode());
        for (int round = 0; round < 12; round++) {
            int start = random.nextInt(whole.length);
            int end = start + 1 + random.nextInt(Math.min(200_000, whole.length - start));
            Answer part = ask("GET", target, "Range: bytes=" + start + "-" + (end - 1), "If-Range: " + tag(head));
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.body()).as("%d to %d", start, end).isEqualTo(Arrays.copyOfRange(whole, start, end));
        }
    }

    @Test
    void what_is_asked_for_as_of_a_recording_is_answered_as_for_one() {
        Answer whole = ask("HEAD", CALL.media());
        assertThat(whole.header("Content-Type")).isEqualTo("audio/wav");
        assertThat(whole.header("Content-Location")).isEqualTo(CALL.media() + "?format=wav");
        assertThat(whole.header("Content-Disposition"))
                .isEqualTo("attachment; filename=2021-05-14T17_47_15UTC-" + CALL.id() + ".wav");
        assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(whole.header("Vary")).isEqualToIgnoringCase("Accept");
        assertThat(whole.header("Last-Modified")).as("deleting leaves no date").isNull();
        assertThat(whole.header("Link")).contains("<" + CALL.media() + "?format=mp3>; rel=\"alternate\"");
        assertThat(ask("HEAD", CALL.media(), "Accept: audio/ogg").header("Content-Disposition"))
                .endsWith("-" + CALL.id() + ".ogg");
        assertThat(ask("GET", CALL.media(), "If-None-Match: " + tag(whole)).status())
                .isEqualTo(304);
        assertThat(ask("GET", CALL.media(), "If-Match: \"another\"").status()).isEqualTo(412);
        assertThat(ask("HEAD", CALL.media(), "If-Modified-Since: Fri, 27 Nov 2099 00:00:00 GMT")
                        .status())
                .isEqualTo(200);
        Answer beyond = ask("GET", CALL.media(), "Range: bytes=99999999-");
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.header("Content-Range")).isEqualTo("bytes */" + whole.header("Content-Length"));
        assertThat(ask("GET", CALL.media(), "Range: bytes=0-1,5000000-5000009").header("Content-Type"))
                .startsWith("multipart/byteranges");
        assertThat(ask("GET", "/api/call-logd" + CALL.media(), "Range: bytes=0-3")
                        .text())
                .isEqualTo("RIFF");
    }

    @Test
    void channel_rate_and_bit_rate_are_those_of_renditions() {
        byte[] left = samples(CALL.media() + "?channel=left&rate=8000");
        byte[] first = samples(CALL.media(0) + "?format=wav&rate=8000");
        assertThat(Arrays.copyOf(left, first.length))
                .as("at its own rate as it is")
                .isEqualTo(first);
        byte[] last = samples(CALL.media(3) + "?format=wav&channel=left");
        assertThat(Arrays.copyOfRange(left, left.length - last.length, left.length))
                .isEqualTo(last);
        assertThat(ask("HEAD", CALL.media() + "?format=mp3&bitrate=64").status())
                .isEqualTo(200);
        assertThat(ask("GET", CALL.media() + "?format=mp3&bitrate=7").status()).isEqualTo(400);
        assertThat(ask("GET", CALL.media() + "?channel=2").status()).isEqualTo(400);
        Answer small = ask("HEAD", CALL.media() + "?bitrate=64");
        assertThat(small.header("Content-Type")).isEqualTo("audio/mpeg");
        assertThat(small.header("Link")).doesNotContain("format=wav");
    }

    @Test
    void there_is_no_original() {
        Answer answer = ask("GET", CALL.media() + "?format=original");
        assertThat(answer.status()).isEqualTo(406);
        JsonNode body = JsonMapper.shared().readTree(answer.text());
        assertThat(body.path("error_id").asString()).isEqualTo("not-acceptable");
        assertThat(body.path("details").path("available").values().stream()
                        .map(one -> one.path("format").asString()))
                .containsExactly("wav", "mp3", "opus", "ogg");
    }

    @Test
    void what_cannot_be_heard_is_left_out_and_told() {
        StoredCall call = StoredCall.in(PLAYHEAD)
                .deleted(0, 10)
                .shipped(11, 37, ULAW)
                .missing(38, 60)
                .file(60, 70, ".wav", "no sound at all".getBytes(StandardCharsets.US_ASCII))
                .file(70, 71, ".wav", Arrays.copyOf(StoredMedia.octets("night-alarm-pcm.wav"), HEADER))
                .shipped(72, 100, GSM)
                .stored();

        JsonNode timeline = json(call.media() + "/timeline");
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(samples(call.media(1) + "?format=wav&rate=8000"));
        expected.writeBytes(new byte[8000 * 2]);
        expected.writeBytes(samples(call.media(5) + "?format=wav"));

        assertThat(samples(call.media())).isEqualTo(expected.toByteArray());
        assertThat(numbers(timeline, "gap_before"))
                .as("what was recorded is no gap")
                .containsExactly(0.0, 1.0);
        assertThat(timeline.path("left_out").values().stream()
                        .map(one -> one.path("recording_uuid").asString() + " "
                                + one.path("reason").asString()))
                .containsExactly(
                        call.recording(0) + " deleted",
                        call.recording(2) + " missing",
                        call.recording(3) + " undecodable",
                        call.recording(4) + " empty");
    }

    @Test
    void what_others_decode_is_a_part_too() {
        StoredCall call = StoredCall.in(PLAYHEAD)
                .shipped(0, 26, ULAW)
                .shipped(27, 60, "voicemail-message.mp3")
                .stored();
        Eventually.holds(
                "it is decoded",
                Duration.ofSeconds(60),
                () -> ask("HEAD", call.media()).status() == 200);

        String rate = json(call.media() + "/timeline").path("sample_rate").asString();
        byte[] whole = samples(call.media());
        byte[] last = samples(call.media(1) + "?format=wav&rate=" + rate);
        assertThat(Arrays.copyOfRange(whole, whole.length - last.length, whole.length))
                .isEqualTo(last);
    }

    @Test
    void what_changes_has_another_validator() {
        StoredCall call = StoredCall.in(PLAYHEAD)
                .shipped(0, 26, ULAW)
                .shipped(30, 60, GSM)
                .stored();
        Answer both = ask("HEAD", call.media());
        Answer told = ask("HEAD", call.media() + "/timeline");
        assertThat(ask("GET", call.media() + "/timeline", "If-None-Match: " + tag(told))
                        .status())
                .isEqualTo(304);

        assertThat(ask("DELETE", call.media(1)).status()).isEqualTo(204);

        Answer one = ask("HEAD", call.media(), "If-None-Match: " + tag(both));
        assertThat(one.status()).isEqualTo(200);
        assertThat(tag(one)).isNotEqualTo(tag(both));
        assertThat(one.header("Content-Length")).isEqualTo(String.valueOf(HEADER + 207_413 * 2));
        assertThat(tag(ask("HEAD", call.media() + "/timeline"))).isNotEqualTo(tag(told));
    }

    @Test
    void where_nothing_is_left_the_answer_is_that_of_the_first_recording() {
        StoredCall deleted =
                StoredCall.in(PLAYHEAD).deleted(0, 10).missing(11, 12).stored();
        StoredCall missing =
                StoredCall.in(PLAYHEAD).missing(0, 10).deleted(11, 12).stored();
        StoredCall nothing = StoredCall.in(PLAYHEAD).stored();

        isProblem(deleted.media(), 400, "recording-media-not-found");
        isProblem(missing.media(), 500, "recording-media-filesystem-not-found");
        isProblem(missing.media() + "/timeline", 500, "recording-media-filesystem-not-found");
        isProblem(nothing.media(), 404, "recording-not-found");
        isProblem("/1.0/cdr/2147483646/media", 404, "cdr-not-found-with-given-id");
        isProblem("/1.0/cdr/99999999999999999999/media/timeline", 404, "cdr-not-found-with-given-id");
    }

    private static void isProblem(String target, int status, String id) {
        Answer answer = ask("GET", target);
        assertThat(answer.status()).as(target).isEqualTo(status);
        assertThat(JsonMapper.shared().readTree(answer.text()).path("error_id").asString())
                .isEqualTo(id);
    }

    @Test
    void a_call_is_heard_by_whom_its_recordings_are() {
        for (String ending : List.of("", "/timeline")) {
            assertThat(askAs(RunningPlayhead.TOKEN_U1, "HEAD", CALL.media() + ending)
                            .status())
                    .isEqualTo(200);
            assertThat(askAs(RunningPlayhead.TOKEN_O, "GET", CALL.media() + ending)
                            .status())
                    .as("another tenant's")
                    .isEqualTo(404);
            assertThat(askAs(RunningPlayhead.TOKEN_NOTHING, "GET", CALL.media() + ending)
                            .status())
                    .isEqualTo(401);
            assertThat(askAs(RunningPlayhead.TOKEN_U1, "HEAD", CALL.mine() + ending)
                            .status())
                    .isEqualTo(200);
            assertThat(askAs(RunningPlayhead.TOKEN_U2, "GET", CALL.mine() + ending)
                            .status())
                    .as("no participant")
                    .isEqualTo(404);
            assertThat(RawHttp.once(PLAYHEAD.port(), "GET", CALL.media() + ending)
                            .status())
                    .isEqualTo(401);
        }
        assertThat(tag(askAs(RunningPlayhead.TOKEN_U1, "HEAD", CALL.mine()))).isEqualTo(tag(ask("HEAD", CALL.media())));
    }

    @Test
    void who_may_not_hear_a_recording_alone_does_not_hear_it_in_the_whole() {
        for (String path : List.of(CALL.media(), CALL.mine())) {
            String own = path.replace(CALL.id() + "/media", CALL.id() + "/recordings/" + CALL.recording(0) + "/media");
            Answer alone = askAs(RunningPlayhead.TOKEN_NO_RECORDING, "GET", own);
            assertThat(alone.status()).isEqualTo(401);
            for (String ending : List.of("", "/timeline")) {
                Answer answer = askAs(RunningPlayhead.TOKEN_NO_RECORDING, "GET", path + ending);
                assertThat(answer.status()).as(path + ending).isEqualTo(401);
                assertThat(answer.text()).contains("missing_permission").contains(".recordings.");
            }
            assertThat(askAs(RunningPlayhead.TOKEN_NO_RECORDING, "POST", path + "/tickets", "Content-Length: 0")
                            .status())
                    .as("nor by a ticket")
                    .isEqualTo(401);
        }
    }

    @Test
    void each_recording_that_is_in_it_is_told_in_the_listen_log() {
        StoredCall call = StoredCall.in(PLAYHEAD)
                .shipped(0, 26, ULAW)
                .shipped(30, 60, GSM)
                .stored();
        ask("GET", call.media(), "Range: bytes=0-99");

        for (UUID recording : List.of(call.recording(0), call.recording(1))) {
            Eventually.holds(
                    "it is told",
                    Duration.ofSeconds(10),
                    () -> Sql.number(
                                    PLAYHEAD.database(),
                                    "SELECT count(*)::int FROM playhead.audit_entry WHERE action = 'listen.started'"
                                            + " AND recording_uuid = ? AND call_id = ?"
                                            + " AND details LIKE '%\"whole_call\":true%'",
                                    recording,
                                    call.id())
                            == 1);
        }
    }
}
