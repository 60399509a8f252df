package io.playhead.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import io.playhead.TestCall;
import io.playhead.http.RangeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §13 and §14 as clients see them, over whatever carries the octets. */
interface MediaHttpContract {

    String TOKEN = "X-Auth-Token: " + RunningPlayhead.TOKEN_M;
    String DATE = "Sun, 06 Nov 1994 08:49:37 GMT";
    byte[] ALPHABET = "abcdefghijklmnopqrst".getBytes(US_ASCII);

    RunningPlayhead playhead();

    RawHttp connect();

    /** What this server's answers have beside, or instead of, what all have. */
    default Map<String, String> ofTheServer() {
        return Map.of();
    }

    private Answer ask(String method, String target, String... headers) {
        try (RawHttp http = connect()) {
            return http.request(method, target, with(TOKEN, headers));
        }
    }

    private static String[] with(String first, String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.addFirst(first);
        return all.toArray(String[]::new);
    }

    /** Puts media where this server looks for them. @param modified null: now */
    default StoredMedia stored(byte[] octets, @Nullable Instant modified) {
        StoredMedia media = StoredMedia.of(playhead(), octets);
        try {
            if (modified != null) {
                Files.setLastModifiedTime(media.file(), FileTime.from(modified));
            }
            return media;
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private StoredMedia alphabet() {
        return stored(ALPHABET, Instant.parse("1994-11-06T08:49:37Z"));
    }

    private static String tag(Answer answer) {
        return Objects.requireNonNull(answer.header("ETag"));
    }

    /** Everything but what differs from answer to answer. */
    private static Map<String, String> lasting(Answer answer) {
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.remove("date");
        headers.remove("x-correlation-id");
        return headers;
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = RangeTable.ROWS)
    default void a_request_is_answered_as_the_table_says(
            String method,
            @Nullable String fields,
            int status,
            @Nullable String contentRange,
            @Nullable String octets) {
        StoredMedia media = Shelf.alphabet(this);
        String tag = tag(ask("HEAD", media.path()));
        String[] lines = fields == null
                ? new String[0]
                : fields.replace("v1", tag.substring(1, tag.length() - 1)).split(";;");
        Answer answer = ask(method, media.path(), lines);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Range")).isEqualTo(contentRange);
        assertThat(answer.header("ETag")).isEqualTo(tag);
        assertThat(answer.header("Last-Modified")).isEqualTo(DATE);
        assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
        if (status < 400) {
            assertThat(answer.text()).isEqualTo(octets == null ? "" : octets);
        }
    }

    @Test
    default void the_whole_has_exactly_these_headers() {
        StoredMedia media = alphabet();
        Answer answer = ask("GET", media.path());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(ALPHABET);
        assertThat(answer.header("Date")).matches("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
        assertThat(answer.header("X-Correlation-Id")).matches("[0-9a-f]{32}");
        Map<String, String> headers = new HashMap<>(Map.ofEntries(
                Map.entry("content-type", "audio/wav"),
                Map.entry("content-length", "20"),
                Map.entry("last-modified", DATE),
                Map.entry("etag", tag(answer)),
                Map.entry("accept-ranges", "bytes"),
                Map.entry("cache-control", "no-cache"),
                Map.entry(
                        "content-disposition",
                        "attachment; filename=2021-05-14T17_47_19UTC-" + media.call() + "-" + media.uuid() + ".wav"),
                Map.entry("content-location", media.path() + "?format=original"),
                Map.entry("vary", "accept"),
                Map.entry("x-content-type-options", "nosniff"),
                Map.entry("referrer-policy", "no-referrer"),
                Map.entry("x-frame-options", "DENY"),
                Map.entry("content-security-policy", "default-src 'none'; media-src 'self'; frame-ancestors 'none'"),
                Map.entry("access-control-allow-origin", "*"),
                Map.entry(
                        "access-control-expose-headers",
                        "Accept-Ranges, Content-Range, Content-Length, Content-Disposition, ETag, Link,"
                                + " Repr-Digest, Retry-After"),
                Map.entry("cross-origin-resource-policy", "cross-origin")));
        headers.putAll(ofTheServer());
        assertThat(lasting(answer)).isEqualTo(headers);
    }

    @Test
    default void a_refused_range_says_how_long_the_whole_is_and_nothing_of_the_media() {
        Answer answer = ask("GET", alphabet().path(), "Range: bytes=50-60");
        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.text()).isEqualTo("{\"message\": \"The server cannot provide the requested range.\"}\n");
        assertThat(lasting(answer))
                .containsEntry("content-range", "bytes */20")
                .containsEntry("content-type", "application/json")
                .doesNotContainKeys("content-disposition", "content-location");
    }

    @Test
    default void what_is_not_modified_keeps_its_headers_and_has_no_length() {
        StoredMedia media = alphabet();
        Answer answer = ask("GET", media.path(), "If-None-Match: *");
        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.headers())
                .containsKeys("etag", "vary", "cache-control", "content-location", "content-disposition", "date")
                .doesNotContainKeys("content-length", "transfer-encoding", "content-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Range: bytes=0-1", "If-None-Match: *", "If-Match: \"other\"", "Accept: image/png"})
    default void head_has_the_headers_of_get_and_leaves_the_connection_usable(String field) {
        StoredMedia media = alphabet();
        String[] fields = field.isEmpty() || field.startsWith("Range") ? new String[0] : new String[] {field};
        Answer get = ask("GET", media.path(), fields);
        try (RawHttp http = connect()) {
            Answer head = http.request("HEAD", media.path(), field.isEmpty() ? with(TOKEN) : with(TOKEN, field));
            assertThat(head.status()).isEqualTo(get.status());
            Map<String, String> expected = lasting(get);
            if (field.startsWith("Range")) {
                expected.compute(
                        "content-disposition",
                        (name, value) -> String.valueOf(value).replace("attachment", "inline"));
            }
            if (get.status() == 406) {
                expected.remove("content-length"); // its timestamp may have more or fewer digits
            }
            assertThat(lasting(head)).containsAllEntriesOf(expected);
            assertThat(http.request("GET", media.path(), TOKEN).body()).isEqualTo(ALPHABET);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 262_143, 262_144, 262_145, 307_200, 20_000_000})
    default void any_length_comes_whole_and_in_parts(int length) {
        byte[] octets = StoredMedia.noise(length);
        StoredMedia media = stored(octets, null);
        try (RawHttp http = connect()) {
            assertThat(http.request("GET", media.path(), TOKEN).body()).isEqualTo(octets);
            for (int start : new int[] {0, length / 3, Math.max(0, length - 300_000)}) {
                for (int size : new int[] {1, 65_536, 262_144, 262_145, 5_000_000}) {
                    int end = Math.min(length, start + size);
                    Answer part = http.request(
                            "GET", media.path(), TOKEN, "Range: bytes=" + start + "-" + (start + size - 1));
                    assertThat(part.status()).isEqualTo(206);
                    assertThat(part.header("Content-Range"))
                            .isEqualTo("bytes " + start + "-" + (end - 1) + "/" + length);
                    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(octets, start, end));
                }
            }
        }
    }

    @Test
    default void several_ranges_come_as_parts_of_a_message() {
        byte[] octets = StoredMedia.noise(307_200);
        StoredMedia media = stored(octets, null);
        // the second makes the whole too long to be copied, so that it is sent in chunks
        int[][] ranges = {{0, 9}, {20, 290_000}, {300_000, 307_199}};
        for (int most = 2; most <= 3; most++) {
            int[][] asked = Arrays.copyOf(ranges, most);
            String field = String.join(
                    ",", Arrays.stream(asked).map(r -> r[0] + "-" + r[1]).toList());
            try (RawHttp http = connect()) {
                Answer answer = http.request("GET", media.path(), TOKEN, "Range: bytes=" + field);
                assertThat(answer.status()).isEqualTo(206);
                assertThat(answer.header("Content-Range")).isNull();
                assertThat(Parts.of(answer))
                        .isEqualTo(Arrays.stream(asked)
                                .map(r -> new Parts(
                                        "audio/wav",
                                        "bytes " + r[0] + "-" + r[1] + "/307200",
                                        new String(octets, r[0], r[1] - r[0] + 1, ISO_8859_1)))
                                .toList());
                assertThat(http.request("GET", media.path(), TOKEN, "Range: bytes=-1")
                                .status())
                        .isEqualTo(206);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"16, 206", "17, 200", "1000, 200"})
    default void more_than_sixteen_ranges_are_the_whole(int ranges, int status) {
        String field = String.join(
                ",",
                IntStream.range(0, ranges)
                        .mapToObj(n -> 3 * n + "-" + (3 * n + 1))
                        .toList());
        Answer answer = ask("GET", stored(StoredMedia.noise(4000), null).path(), "Range: bytes=" + field);
        assertThat(answer.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes=0-", "bytes=-1", "bytes=0-0,5-6", "bytes=5-"})
    default void an_empty_file_is_empty_whatever_range_is_asked_for(String range) {
        StoredMedia media = stored(new byte[0], null);
        try (RawHttp http = connect()) {
            Answer answer = range.isEmpty()
                    ? http.request("GET", media.path(), TOKEN)
                    : http.request("GET", media.path(), TOKEN, "Range: " + range);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Length")).isEqualTo("0");
            assertThat(answer.header("Content-Range")).isNull();
            assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
            assertThat(http.request("HEAD", media.path(), TOKEN).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"'', attachment", "Range: bytes=0-1, inline", "Range: nonsense, inline"})
    default void the_disposition_is_inline_where_a_range_is_asked_for(String field, String disposition) {
        Answer answer = field.isEmpty()
                ? ask("GET", alphabet().path())
                : ask("GET", alphabet().path(), field);
        assertThat(answer.header("Content-Disposition")).startsWith(disposition + "; filename=2021-05-14T17_47_19UTC-");
    }

    @Test
    default void one_connection_serves_request_after_request() {
        StoredMedia small = alphabet();
        byte[] octets = StoredMedia.noise(400_000);
        StoredMedia large = stored(octets, null);
        try (RawHttp http = connect()) {
            for (int round = 0; round < 10; round++) {
                assertThat(http.request("GET", small.path(), TOKEN).body()).isEqualTo(ALPHABET);
                assertThat(http.request("GET", large.path(), TOKEN).body()).isEqualTo(octets);
                assertThat(http.request("GET", StoredMedia.path(0, small.uuid()), TOKEN)
                                .status())
                        .isEqualTo(404);
                assertThat(http.request("HEAD", large.path(), TOKEN).status()).isEqualTo(200);
                assertThat(http.request("GET", "/1.0/cdr?limit=1", TOKEN).status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    default void pipelined_requests_are_answered_in_their_order() {
        StoredMedia small = alphabet();
        byte[] octets = StoredMedia.noise(400_000);
        StoredMedia large = stored(octets, null);
        String rest = " HTTP/1.1\r\nHost: localhost\r\n" + TOKEN + "\r\n";
        try (RawHttp http = connect()) {
            http.send("GET " + small.path() + rest + "Range: bytes=1-2\r\n\r\n"
                    + "HEAD " + large.path() + rest + "\r\n"
                    + "GET " + large.path() + rest + "\r\n"
                    + "GET /1.0/cdr/999999999" + rest + "\r\n"
                    + "GET " + small.path() + rest + "\r\n");
            assertThat(http.answer(false).text()).isEqualTo("bc");
            assertThat(http.answer(true).header("Content-Length")).isEqualTo("400000");
            assertThat(http.answer(false).body()).isEqualTo(octets);
            assertThat(http.answer(false).status()).isEqualTo(404);
            assertThat(http.answer(false).body()).isEqualTo(ALPHABET);
        }
    }

    @Test
    default void a_connection_goes_on_after_pipelined_requests() {
        StoredMedia media = alphabet();
        String request = "GET " + media.path() + " HTTP/1.1\r\nHost: localhost\r\n" + TOKEN + "\r\n\r\n";
        try (RawHttp http = connect()) {
            for (int round = 0; round < 50; round++) {
                http.send(request + request + request);
                for (int answer = 0; answer < 3; answer++) {
                    assertThat(http.answer(false).body()).isEqualTo(ALPHABET);
                }
            }
        }
    }

    @Test
    default void a_connection_that_is_to_be_closed_is_closed_after_the_body() {
        byte[] octets = StoredMedia.noise(400_000);
        StoredMedia media = stored(octets, null);
        try (RawHttp http = connect()) {
            assertThat(http.request("GET", media.path(), TOKEN, "Connection: close")
                            .body())
                    .isEqualTo(octets);
            assertThat(http.closedByServer()).isTrue();
        }
    }

    @Test
    default void all_four_addresses_give_the_same_media() throws IOException {
        UUID uuid = UUID.randomUUID();
        Path file = Files.write(playhead().root().resolve(uuid + ".wav"), ALPHABET);
        int call = TestCall.of(RunningPlayhead.TENANT_U)
                .participant(RunningPlayhead.USER_1, 1, "source", true, false)
                .recording(uuid, file)
                .insertInto(playhead().database());
        String token = "X-Auth-Token: " + RunningPlayhead.TOKEN_U1;
        try (RawHttp http = connect()) {
            for (String prefix : List.of("", "/api/call-logd")) {
                for (String me : List.of("", "/users/me")) {
                    String path =
                            prefix + "/1.0" + me + StoredMedia.path(call, uuid).substring("/1.0".length());
                    Answer answer = http.request("GET", path, token, "Range: bytes=0-2");
                    assertThat(answer.status()).as(path).isEqualTo(206);
                    assertThat(answer.text()).isEqualTo("abc");
                    assertThat(answer.header("Content-Location")).isEqualTo(path + "?format=original");
                }
            }
        }
    }

    /** One part of {@code multipart/byteranges} (RFC 9110 §14.6). */
    record Parts(String type, String range, String octets) {

        static List<Parts> of(Answer answer) {
            String type = Objects.requireNonNull(answer.header("Content-Type"));
            assertThat(type).startsWith("multipart/byteranges;boundary=");
            String delimiter = "--" + type.substring(type.indexOf('=') + 1);
            String body = new String(answer.body(), ISO_8859_1);
            assertThat(body).startsWith(delimiter + "\r\n").endsWith("\r\n" + delimiter + "--\r\n");
            String inner = body.substring(delimiter.length(), body.length() - delimiter.length() - 6);
            List<Parts> parts = new ArrayList<>();
            for (String part : inner.split("\r\n" + delimiter, -1)) {
                int blank = part.indexOf("\r\n\r\n");
                String[] head = part.substring(2, blank).split("\r\n");
                assertThat(head[0]).startsWith("Content-Type: ");
                assertThat(head[1]).startsWith("Content-Range: ");
                assertThat(head).hasSize(2);
                parts.add(new Parts(
                        head[0].substring("Content-Type: ".length()),
                        head[1].substring("Content-Range: ".length()),
                        part.substring(blank + 4)));
            }
            return parts;
        }
    }

    /** The alphabet of each program, made once: the table has many rows. */
    final class Shelf {

        private static final Map<Class<?>, StoredMedia> ALPHABETS = new HashMap<>();

        private Shelf() {}

        static StoredMedia alphabet(MediaHttpContract contract) {
            return ALPHABETS.computeIfAbsent(contract.getClass(), contracted -> contract.alphabet());
        }
    }
}
