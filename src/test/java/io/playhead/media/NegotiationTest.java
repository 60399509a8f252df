package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which representation a request gets, by {@code Accept} and by name, over the codecs there are. */
class NegotiationTest {

    private static final String TOKEN = "X-Auth-Token: " + RunningPlayhead.TOKEN_M;
    private static final String PCM = "night-alarm-pcm.wav";
    private static final String GSM = "support-line-gsm.wav";
    private static final Map<String, StoredMedia> SHELF = new ConcurrentHashMap<>();

    private final RunningPlayhead playhead = RunningPlayhead.shared();

    private StoredMedia shipped(String name) {
        return SHELF.computeIfAbsent(name, it -> StoredMedia.shipped(playhead, it));
    }

    private Answer get(String target, String... headers) {
        String[] lines = Stream.concat(Stream.of(TOKEN), Arrays.stream(headers)).toArray(String[]::new);
        return RawHttp.once(playhead.port(), "GET", target, lines);
    }

    private static JsonNode json(Answer answer) {
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        return JsonMapper.shared().readTree(answer.text());
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    night-alarm-pcm.wav           | audio/wav
                    werkstatt-pcm-16k.wav         | audio/wav
                    delivery-query-pcm-stereo.wav | audio/wav
                    invoice-ulaw.wav              | audio/wav;codec=7
                    complaint-alaw.wav            | audio/wav;codec=6
                    support-line-gsm.wav          | audio/wav;codec=31
                    lieferant-ima-adpcm.wav       | audio/wav;codec=11
                    job-interview.g722            | audio/G722
                    voicemail-message.mp3         | audio/mpeg
                    catalogue-review.ogg          | audio/ogg;codecs=opus
                    """)
    void the_content_type_says_what_the_file_is(String name, String type) {
        Answer answer = get(shipped(name).path() + "?format=original");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualToIgnoringCase(type);
        assertThat(answer.body()).isEqualTo(StoredMedia.octets(name));
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    night-alarm-pcm.wav     | audio/wav                                  | original
                    night-alarm-pcm.wav     | audio/x-wav                                | original
                    night-alarm-pcm.wav     | audio/vnd.wave                             | original
                    night-alarm-pcm.wav     | AUDIO/WAV                                  | original
                    night-alarm-pcm.wav     | audio/*                                    | original
                    night-alarm-pcm.wav     | */*                                        | original
                    night-alarm-pcm.wav     | text/html, */*;q=0.1                       | original
                    night-alarm-pcm.wav     | audio/wav;q=0                              | none
                    night-alarm-pcm.wav     | audio/wav;q=0, */*                         | mp3
                    night-alarm-pcm.wav     | audio/x-wav;q=0.0, audio/*;q=1             | mp3
                    night-alarm-pcm.wav     | audio/wav;q=0.001, */*;q=0                 | original
                    night-alarm-pcm.wav     | audio/mpeg                                 | mp3
                    night-alarm-pcm.wav     | audio/mp4                                  | opus
                    night-alarm-pcm.wav     | audio/mp4;codecs="opus"                    | opus
                    night-alarm-pcm.wav     | audio/mp4;codecs=mp4a.40.2                 | none
                    night-alarm-pcm.wav     | audio/ogg;codecs=opus                      | ogg
                    night-alarm-pcm.wav     | audio/ogg, audio/mpeg;q=0.9                | ogg
                    night-alarm-pcm.wav     | image/png, text/*                          | none
                    night-alarm-pcm.wav     | */*;q=0                                    | none
                    night-alarm-pcm.wav     | audio/wav;codec=31                         | none
                    night-alarm-pcm.wav     | complete garbage                           | original
                    support-line-gsm.wav    | */*                                        | wav
                    support-line-gsm.wav    | audio/wav                                  | wav
                    support-line-gsm.wav    | audio/x-wav                                | wav
                    support-line-gsm.wav    | audio/wav;codec=31                         | original
                    support-line-gsm.wav    | audio/wav;codec=31;q=0, audio/wav          | wav
                    support-line-gsm.wav    | audio/ogg, audio/mpeg                      | mp3
                    lieferant-ima-adpcm.wav | */*                                        | wav
                    invoice-ulaw.wav        | */*                                        | original
                    invoice-ulaw.wav        | audio/wav                                  | original
                    invoice-ulaw.wav        | audio/x-wav                                | original
                    invoice-ulaw.wav        | audio/basic                                | none
                    voicemail-message.mp3   | audio/mpeg                                 | original
                    voicemail-message.mp3   | audio/wav;q=0.1, audio/mpeg;q=0.9          | original
                    voicemail-message.mp3   | */*                                        | original
                    voicemail-message.mp3   | audio/wav                                  | wav
                    catalogue-review.ogg    | */*                                        | wav
                    catalogue-review.ogg    | audio/mpeg                                 | mp3
                    catalogue-review.ogg    | audio/ogg                                  | original
                    catalogue-review.ogg    | audio/ogg;codecs=opus                      | original
                    catalogue-review.ogg    | audio/ogg;codecs="opus"                    | original
                    catalogue-review.ogg    | audio/ogg;codecs=vorbis                    | none
                    job-interview.g722      | audio/g722                                 | original
                    job-interview.g722      | audio/*                                    | wav
                    job-interview.g722      | audio/wav                                  | wav
                    """)
    void accept_is_weighed_over_what_there_is(String name, String accept, String format) {
        Answer answer = get(shipped(name).path(), "Accept: " + accept);
        assertThat(answer.status()).isEqualTo(format.equals("none") ? 406 : 200);
        assertThat(answer.header("Vary")).isEqualToIgnoringCase("Accept");
        if (format.equals("original")) {
            assertThat(answer.body()).isEqualTo(StoredMedia.octets(name));
        }
        if (answer.status() == 200) {
            assertThat(answer.header("Content-Location")).endsWith("/media?format=" + format);
        }
    }

    @Test
    void the_other_formats_are_told_of() {
        String path = shipped(GSM).path();
        assertThat(get(path).header("Link"))
                .isEqualTo(String.join(
                        ", ",
                        "<" + path + "?format=mp3>; rel=\"alternate\"; type=\"audio/mpeg\"",
                        "<" + path + "?format=opus>; rel=\"alternate\"; type=\"audio/mp4;codecs=opus\"",
                        "<" + path + "?format=ogg>; rel=\"alternate\"; type=\"audio/ogg;codecs=opus\"",
                        "<" + path + "?format=original>; rel=\"alternate\"; type=\"audio/wav;codec=31\""));
        assertThat(get(path, "Range: bytes=0-1").header("Link")).isNull();
    }

    @Test
    void the_lines_of_a_repeated_accept_are_one_list() {
        assertThat(get(shipped(PCM).path(), "Accept: image/png", "Accept: audio/wav")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void what_is_not_acceptable_is_told_with_what_there_is() {
        StoredMedia media = shipped(GSM);
        Answer answer =
                get(media.path() + "?token=" + RunningPlayhead.TOKEN_M, "Accept: image/png", "Range: bytes=0-1");
        assertThat(answer.status()).isEqualTo(406);
        JsonNode body = json(answer);
        assertThat(body.path("error_id").asString()).isEqualTo("not-acceptable");
        JsonNode available = body.path("details").path("available");
        assertThat(available.values().stream()
                        .map(one -> one.path("format").asString() + " "
                                + one.path("type").asString()))
                .containsExactly(
                        "wav audio/wav",
                        "mp3 audio/mpeg",
                        "opus audio/mp4;codecs=opus",
                        "ogg audio/ogg;codecs=opus",
                        "original audio/wav;codec=31");
        assertThat(answer.headers()).doesNotContainKeys("etag", "content-disposition", "content-range");
        available.forEach(one -> {
            String url = one.path("url").asString();
            assertThat(url)
                    .isEqualTo(media.path() + "?format=" + one.path("format").asString());
            Answer offered = get(url, "Accept: image/png");
            assertThat(offered.status()).as("a name overrides").isEqualTo(200);
            assertThat(offered.header("Content-Type"))
                    .isEqualTo(one.path("type").asString());
        });
    }

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource({
        "night-alarm-pcm.wav, original, audio/wav, wav",
        "night-alarm-pcm.wav, wav, audio/wav, wav",
        "night-alarm-pcm.wav, mp3, audio/mpeg, mp3",
        "night-alarm-pcm.wav, opus, audio/mp4;codecs=opus, m4a",
        "night-alarm-pcm.wav, ogg, audio/ogg;codecs=opus, ogg",
        "support-line-gsm.wav, original, audio/wav;codec=31, wav",
        "support-line-gsm.wav, wav, audio/wav, wav",
        "invoice-ulaw.wav, wav, audio/wav, wav",
        "lieferant-ima-adpcm.wav, mp3, audio/mpeg, mp3",
        "voicemail-message.mp3, mp3, audio/mpeg, wav",
        "catalogue-review.ogg, ogg, audio/ogg;codecs=opus, wav",
        "job-interview.g722, original, audio/G722, wav",
        "job-interview.g722, wav, audio/wav, wav"
    })
    void a_format_by_name_overrides_accept(String name, String format, String type, String extension) {
        Answer answer = get(shipped(name).path() + "?format=" + format, "Accept: image/png");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Vary")).isEqualToIgnoringCase("Accept");
        assertThat(answer.header("Content-Type")).isEqualToIgnoringCase(type);
        assertThat(answer.header("Content-Disposition")).endsWith("." + extension);
    }

    @ParameterizedTest
    @CsvSource({"night-alarm-pcm.wav, wav", "voicemail-message.mp3, mp3", "catalogue-review.ogg, ogg"})
    void two_names_of_the_same_octets_share_one_validator(String name, String alias) {
        String path = shipped(name).path();
        Answer original = get(path + "?format=original");
        String tag = Objects.requireNonNull(original.header("ETag"));
        assertThat(tag).matches("\"[!#-~]+\"");
        assertThat(get(path + "?format=" + alias).header("ETag")).isEqualTo(tag);
        assertThat(get(path, "Accept: " + original.header("Content-Type")).header("ETag"))
                .isEqualTo(tag);
        Answer known = get(path + "?format=" + alias, "If-None-Match: " + tag);
        assertThat(known.status()).isEqualTo(304);
    }

    @ParameterizedTest
    @CsvSource({
        "format, garbage",
        "format, ''",
        "format, WAV",
        "format, %00",
        "format, original%20",
        "disposition, garbage",
        "disposition, ''",
        "disposition, attachment%0d%0aX-Injected:%20yes"
    })
    void what_is_no_choice_is_invalid(String field, String value) {
        Answer answer = get(shipped(PCM).path() + "?" + field + "=" + value);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers()).doesNotContainKey("x-injected");
        JsonNode body = json(answer);
        assertThat(body.path("error_id").asString()).isEqualTo("invalid-data");
        JsonNode why = body.path("details").path(field).path(0);
        assertThat(why.path("constraint_id").asString()).isEqualTo("enum");
        assertThat(why.path("constraint").path("choices").values().stream().map(JsonNode::asString))
                .isEqualTo(
                        field.equals("format")
                                ? List.of("original", "wav", "mp3", "opus", "ogg")
                                : List.of("attachment", "inline"));
    }

    @ParameterizedTest
    @CsvSource({
        "attachment, '', attachment",
        "inline, '', inline",
        "attachment, Range: bytes=0-1, attachment",
        "inline, Range: bytes=0-1, inline"
    })
    void a_disposition_by_name_overrides(String wanted, String field, String disposition) {
        String target = shipped(PCM).path() + "?disposition=" + wanted;
        Answer answer = field.isEmpty() ? get(target) : get(target, field);
        assertThat(answer.header("Content-Disposition")).startsWith(disposition + "; filename=2021-05-14T17_47_19UTC-");
    }

    @Test
    void every_answer_that_a_cache_may_keep_says_that_accept_counts() {
        String path = shipped(GSM).path();
        Map<Answer, Integer> answers = Map.of(
                get(path), 200,
                get(path, "Range: bytes=0-9"), 206,
                get(path, "If-None-Match: *"), 304,
                get(path, "Accept: image/png"), 406,
                get(path, "If-Match: \"another\""), 412,
                get(path, "Range: bytes=99999999-"), 416,
                get(path + "?format=mp3", "Range: bytes=0-9"), 206);
        answers.forEach((answer, status) -> {
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("Vary")).as("%s", status).isEqualToIgnoringCase("Accept");
        });
    }

    @Test
    void a_foreign_page_adds_to_what_the_answer_varies_by() {
        for (String accept : List.of("*/*", "image/png")) {
            Answer answer = get(shipped(PCM).path(), "Origin: https://example.org", "Accept: " + accept);
            assertThat(answer.header("Vary")).isEqualToIgnoringCase("Accept, Origin");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "?disposition=inline", "?format=original&tenant=" + "11111111-1111-4111-8111-111111111111"})
    void the_location_of_the_content_shows_neither_token_nor_ticket(String query) {
        String path = shipped(PCM).path();
        String secret = (query.isEmpty() ? "?" : "&") + "token=" + RunningPlayhead.TOKEN_M;
        Answer answer = RawHttp.once(playhead.port(), "GET", path + query + secret);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Location")).isEqualTo(path + "?format=original");
        assertThat(answer.headers().values()).noneMatch(value -> value.contains(RunningPlayhead.TOKEN_M));
    }

    @Test
    void a_ticket_plays_and_is_shown_nowhere() {
        String path = shipped(PCM).path();
        String ticket;
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            Answer made = http.request("POST", path + "/tickets", TOKEN, "Content-Length: 0");
            assertThat(made.status()).isEqualTo(201);
            ticket = json(made).path("ticket").asString();
        }
        Answer answer = RawHttp.once(playhead.port(), "GET", path + "?ticket=" + ticket);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().values()).noneMatch(value -> value.contains(ticket));
    }

    @ParameterizedTest
    @CsvSource({".wav, audio/wav", ".WAV, audio/wav", ".mp3, audio/mpeg"})
    void what_nobody_can_parse_is_served_as_it_is_under_the_type_its_name_says(String extension, String type) {
        byte[] octets = StoredMedia.noise(5000);
        StoredMedia media = StoredMedia.of(playhead, extension, octets);
        Answer answer = get(media.path());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo(type);
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.body()).isEqualTo(octets);
    }

    @Test
    void an_empty_file_is_an_empty_answer() {
        StoredMedia media = StoredMedia.of(playhead, new byte[0]);
        Answer answer = get(media.path(), "Accept: audio/wav");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("audio/wav");
        assertThat(answer.header("Content-Length")).isEqualTo("0");
        assertThat(answer.body()).isEmpty();
    }
}
