package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.playhead.representation.Representation;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 §13 and §14 as a table: method and fields of the request, then status, content range and octets. */
class RangeResponderTest {

    private static final String DATE = "Sun, 06 Nov 1994 08:49:37 GMT";

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = RangeTable.ROWS)
    void a_request_is_answered_as_the_table_says(
            String method,
            @Nullable String fields,
            int status,
            @Nullable String contentRange,
            @Nullable String octets) {
        Reply reply = Asked.reply(method, fields == null ? "" : fields, Asked.recording(Asked.WHOLE));
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.headers().get("Content-Range")).isEqualTo(contentRange);
        if (status < 400) {
            assertThat(Asked.text(reply.body())).isEqualTo(octets == null ? "" : octets);
        }
        assertThat(reply.headers().get("ETag")).isEqualTo("\"v1\"");
        assertThat(reply.headers().get("Last-Modified")).isEqualTo(DATE);
        assertThat(reply.headers().get("Accept-Ranges")).isEqualTo("bytes");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = RangeTable.ROWS)
    void head_is_get_without_ranges_and_octets(String method, @Nullable String fields) {
        String conditions = fields == null ? "" : fields;
        Representation recording = Asked.recording(Asked.WHOLE);
        HttpHeaders rangeless = Asked.headers(conditions).remove("Range");
        Reply get = new RangeResponder(() -> Asked.NOW)
                .reply(false, Conditions.of(rangeless), recording, new DefaultHttpHeaders());
        Reply head = Asked.reply("HEAD", conditions, recording);
        assertThat(head.status()).isEqualTo(get.status());
        assertThat(head.headers()).isEqualTo(get.headers());
        assertThat(head.body()).isEqualTo(new Body.None());
    }

    @Test
    void the_whole_has_its_type_and_length() {
        Reply reply = Asked.reply("GET", "", Asked.recording(Asked.WHOLE));
        assertThat(entries(reply))
                .isEqualTo(Map.of(
                        "etag", "\"v1\"",
                        "last-modified", DATE,
                        "accept-ranges", "bytes",
                        "content-type", "audio/wav",
                        "content-length", "20"));
    }

    @Test
    void a_part_has_the_length_of_the_part() {
        Reply reply = Asked.reply("GET", "Range: bytes=-3", Asked.recording(Asked.WHOLE));
        assertThat(reply.headers().get("Content-Length")).isEqualTo("3");
        assertThat(reply.headers().get("Content-Type")).isEqualTo("audio/wav");
    }

    @Test
    void not_modified_says_nothing_of_content() {
        Reply reply = Asked.reply("GET", "If-None-Match: *", Asked.recording(Asked.WHOLE), extra());
        assertThat(entries(reply))
                .isEqualTo(Map.of(
                        "etag", "\"v1\"",
                        "last-modified", DATE,
                        "accept-ranges", "bytes",
                        "vary", "Accept",
                        "content-location", "/1",
                        "content-disposition", "inline"));
        assertThat(reply.body()).isEqualTo(new Body.None());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Range: bytes=20-   | 416 | The server cannot provide the requested range.",
                "If-Match: \"other\" | 412 | The media is no longer, or not yet, what the request was made for."
            })
    void a_refusal_is_words_and_describes_no_media(String fields, int status, String message) {
        Reply reply = Asked.reply("GET", fields, Asked.recording(Asked.WHOLE), extra());
        assertThat(reply.status()).isEqualTo(status);
        assertThat(Asked.text(reply.body())).isEqualTo("{\"message\": \"" + message + "\"}\n");
        assertThat(reply.headers().get("Content-Type")).isEqualTo("application/json");
        assertThat(reply.headers().get("Content-Length"))
                .isEqualTo(Integer.toString(Asked.text(reply.body()).length()));
        assertThat(reply.headers().get("Vary")).isEqualTo("Accept");
        assertThat(reply.headers().contains("Content-Disposition")).isFalse();
        assertThat(reply.headers().contains("Content-Location")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"''", "Range: bytes=0-1", "Range: bytes=-1"})
    void what_the_caller_adds_is_there(String fields) {
        Reply reply = Asked.reply("GET", fields, Asked.recording(Asked.WHOLE), extra());
        assertThat(entries(reply)).containsAllEntriesOf(Map.of("vary", "Accept", "content-disposition", "inline"));
    }

    @ParameterizedTest
    @CsvSource({"''", "Range: bytes=0-", "Range: bytes=-1", "Range: bytes=5-", "Range: bytes=-0"})
    void an_empty_whole_is_always_whole(String fields) {
        Reply reply = Asked.reply("GET", fields, Asked.recording(""));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().get("Content-Length")).isEqualTo("0");
        assertThat(reply.body()).isEqualTo(new Body.None());
    }

    @ParameterizedTest
    @CsvSource({"0, 200", "1, 206", "2, 206"})
    void a_date_is_a_strong_validator_after_a_second(int age, int status) {
        String date = HttpDate.format(Asked.NOW.minusSeconds(age));
        Reply reply = Asked.reply(
                "GET",
                "Range: bytes=0-1;;If-Range: " + date,
                Asked.recording(Asked.WHOLE, Asked.NOW.minusSeconds(age)));
        assertThat(reply.status()).isEqualTo(status);
    }

    @Test
    void a_date_in_the_future_is_given_as_the_present() {
        Representation recording = Asked.recording(Asked.WHOLE, Asked.NOW.plusSeconds(9));
        assertThat(Asked.reply("GET", "", recording).headers().get("Last-Modified"))
                .isEqualTo(HttpDate.format(Asked.NOW));
    }

    private static HttpHeaders extra() {
        return Asked.headers("Content-Disposition: inline;;Vary: Accept;;Content-Location: /1");
    }

    private static Map<String, String> entries(Reply reply) {
        Map<String, String> entries = new HashMap<>();
        reply.headers().forEach(entry -> entries.put(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()));
        return entries;
    }
}
