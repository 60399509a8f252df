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
        Answer answer = get(shipped(name).path());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualToIgnoringCase(type);
        assertThat(answer.body()).isEqualTo(StoredMedia.octets(name));
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    night-alarm-pcm.wav     | audio/wav                                  | 200
                    night-alarm-pcm.wav     | audio/x-wav                                | 200
                    night-alarm-pcm.wav     | audio/vnd.wave                             | 200
                    night-alarm-pcm.wav     | AUDIO/WAV                                  | 200
                    night-alarm-pcm.wav     | audio/*                                    | 200
                    night-alarm-pcm.wav     | */*                                        | 200
                    night-alarm-pcm.wav     | text/html, */*;q=0.1                       | 200
                    night-alarm-pcm.wav     | audio/wav;q=0                              | 406
                    night-alarm-pcm.wav     | audio/wav;q=0, */*                         | 406
                    night-alarm-pcm.wav     | audio/x-wav;q=0.0, audio/*;q=1             | 406
                    night-alarm-pcm.wav     | audio/wav;q=0.001, */*;q=0                 | 200
                    night-alarm-pcm.wav     | audio/mpeg                                 | 406
                    night-alarm-pcm.wav     | image/png, text/*                          | 406
                    night-alarm-pcm.wav     | */*;q=0                                    | 406
                    night-alarm-pcm.wav     | audio/wav;codec=31                         | 406
                    night-alarm-pcm.wav     | complete garbage                           | 200
                    support-line-gsm.wav    | audio/wav                                  | 200
                    support-line-gsm.wav    | audio/x-wav                                | 200
                    support-line-gsm.wav    | audio/wav;codec=31                         | 200
                    support-line-gsm.wav    | audio/wav;codec=31;q=0, audio/wav          | 406
                    support-line-gsm.wav    | audio/ogg, audio/mpeg                      | 406
                    invoice-ulaw.wav        | audio/wav                                  | 200
                    invoice-ulaw.wav        | audio/x-wav                                | 200
                    invoice-ulaw.wav        | audio/basic                                | 406
                    voicemail-message.mp3   | audio/mpeg                                 | 200
                    voicemail-message.mp3   | audio/wav;q=0.9, audio/mpeg;q=0.1          | 200
                    voicemail-message.mp3   | audio/wav                                  | 406
                    voicemail-message.mp3   | */*                                        | 200
                    catalogue-review.ogg    | audio/ogg                                  | 200
                    catalogue-review.ogg    | audio/ogg;codecs=opus                      | 200
                    catalogue-review.ogg    | audio/ogg;codecs="opus"                    | 200
                    catalogue-review.ogg    | audio/ogg;codecs=vorbis                    | 406
                    catalogue-review.ogg    | audio/wav                                  | 406
                    job-interview.g722      | audio/g722                                 | 200
                    job-interview.g722      | audio/*                                    | 200
                    job-interview.g722      | audio/wav                                  | 406
                    """)
    void accept_is_weighed_over_what_there_is(String name, String accept, int status) {
        Answer answer = get(shipped(name).path(), "Accept: " + accept);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Vary")).isEqualToIgnoringCase("Accept");
        if (status == 200) {
            assertThat(answer.body()).isEqualTo(StoredMedia.octets(name));
        }
    }

    @Test
    void the_lines_of_a_repeated_accept_are_one_list() {
        assertThat(get(shipped(PCM).path(), "Accept: image/png", "Accept: audio/wav")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    support-line-gsm.wav  | audio/mpeg | audio/wav;codec=31
                    voicemail-message.mp3 | audio/wav  | audio/mpeg
                    """)
    void what_is_not_acceptable_is_told_with_what_there_is(String name, String accept, String type) {
        StoredMedia media = shipped(name);
        Answer answer =
                get(media.path() + "?token=" + RunningPlayhead.TOKEN_M, "Accept: " + accept, "Range: bytes=0-1");
        assertThat(answer.status()).isEqualTo(406);
        JsonNode body = json(answer);
        assertThat(body.path("error_id").asString()).isEqualTo("not-acceptable");
        JsonNode available = body.path("details").path("available");
        assertThat(available.size()).isEqualTo(1);
        assertThat(available.path(0).path("format").asString()).isEqualTo("original");
        assertThat(available.path(0).path("type").asString()).isEqualTo(type);
        assertThat(available.path(0).path("url").asString()).isEqualTo(media.path() + "?format=original");
        assertThat(answer.headers()).doesNotContainKeys("etag", "content-disposition", "content-range");

        Answer offered = get(available.path(0).path("url").asString(), "Accept: " + accept);
        assertThat(offered.status()).as("a name overrides").isEqualTo(200);
        assertThat(offered.body()).isEqualTo(StoredMedia.octets(name));
    }

    @ParameterizedTest(name = "{0} as {1}: {2}")
    @CsvSource({
        "night-alarm-pcm.wav, original, 200",
        "night-alarm-pcm.wav, wav, 200",
        "night-alarm-pcm.wav, mp3, 406",
        "night-alarm-pcm.wav, opus, 406",
        "night-alarm-pcm.wav, ogg, 406",
        "support-line-gsm.wav, original, 200",
        "support-line-gsm.wav, wav, 406",
        "invoice-ulaw.wav, wav, 406",
        "voicemail-message.mp3, mp3, 200",
        "voicemail-message.mp3, wav, 406",
        "catalogue-review.ogg, ogg, 200",
        "catalogue-review.ogg, opus, 406",
        "job-interview.g722, original, 200",
        "job-interview.g722, wav, 406"
    })
    void a_format_by_name_overrides_accept(String name, String format, int status) {
        Answer answer = get(shipped(name).path() + "?format=" + format, "Accept: image/png");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Vary")).isEqualToIgnoringCase("Accept");
        if (status == 406) {
            assertThat(json(answer).path("error_id").asString()).isEqualTo("not-acceptable");
        }
    }

    @ParameterizedTest
    @CsvSource({"night-alarm-pcm.wav, wav", "voicemail-message.mp3, mp3", "catalogue-review.ogg, ogg"})
    void two_names_of_the_same_octets_share_one_validator(String name, String alias) {
        String path = shipped(name).path();
        Answer original = get(path + "?format=original");
        String tag = Objects.requireNonNull(original.header("ETag"));
        assertThat(tag).matches("\"[!#-~]+\"");
        assertThat(get(path + "?format=" + alias).header("ETag")).isEqualTo(tag);
        assertThat(get(path).header("ETag")).isEqualTo(tag);
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
                get(path, "Range: bytes=99999999-"), 416);
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
