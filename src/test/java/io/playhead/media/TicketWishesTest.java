package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.TestCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a ticket can be bound to, and tickets for many recordings at once. */
class TicketWishesTest {

    private static final String USER = "X-Auth-Token: " + RunningPlayhead.TOKEN_U1;

    private static final String MASTER = "X-Auth-Token: " + RunningPlayhead.TOKEN_M;

    private final RunningPlayhead playhead = RunningPlayhead.shared();
    private final UUID uuid = UUID.randomUUID();
    private final int call = recorded(uuid);
    private final String media = "/1.0/cdr/" + call + "/recordings/" + uuid + "/media";

    private int recorded(UUID recording) {
        try {
            Path file = Files.writeString(playhead.root().resolve(recording + ".wav"), "0123456789");
            return TestCall.of(RunningPlayhead.TENANT_U)
                    .participant(RunningPlayhead.USER_1, 1, "source", true, false)
                    .recording(recording, file)
                    .insertInto(playhead.database());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private RawHttp.Answer post(String target, String body, String... headers) {
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            byte[] octets = body.getBytes(StandardCharsets.UTF_8);
            String more = headers.length == 0 ? "X-Nobody: 1" : String.join("\r\n", headers);
            return http.request("POST", target, octets, "Content-Length: " + octets.length, more);
        }
    }

    private JsonNode made(String target, String body) {
        RawHttp.Answer answer = post(target, body, USER);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        return JsonMapper.shared().readTree(answer.text());
    }

    private int status(String url) {
        return RawHttp.once(playhead.port(), "GET", url).status();
    }

    private int statusFrom(String address, String url) {
        try (RawHttp http = RawHttp.from(address, playhead.port())) {
            return http.request("GET", url).status();
        }
    }

    @Test
    void one_for_a_client_is_of_no_use_to_another() {
        String url = made(media + "/tickets", "{\"address\": \"127.0.0.2\"}")
                .path("url")
                .asString();

        assertThat(statusFrom("127.0.0.2", url)).isEqualTo(200);
        assertThat(statusFrom("127.0.0.3", url)).isEqualTo(401);
        String mapped = made(media + "/tickets", "{\"address\": \"::ffff:127.0.0.2\"}")
                .path("url")
                .asString();
        assertThat(statusFrom("127.0.0.2", mapped)).isEqualTo(200);
        assertThat(status(mapped)).isEqualTo(401);
    }

    @Test
    void one_for_a_representation_plays_no_other() {
        String original = made(media + "/tickets", "{\"representation\": \"original\"}")
                .path("url")
                .asString();
        String wav = made(media + "/tickets", "{\"representation\": \"wav\"}")
                .path("url")
                .asString();

        assertThat(status(original)).isEqualTo(200);
        assertThat(status(original + "&format=original")).isEqualTo(200);
        assertThat(status(original + "&format=wav")).isEqualTo(401);
        assertThat(status(wav + "&format=original")).isEqualTo(401);
    }

    @Test
    void one_for_a_channel_plays_no_other_and_shows_none() {
        StoredMedia stereo = StoredMedia.shipped(playhead, "delivery-query-pcm-stereo.wav");
        RawHttp.Answer left = asMaster(stereo.path() + "?format=wav&channel=left");
        for (String channel :
                List.of("{\"channel\": \"left\"}", "{\"channel\": \"left\", \"representation\": \"wav\"}")) {
            String url = madeByMaster(stereo.path(), channel);

            RawHttp.Answer played = RawHttp.once(playhead.port(), "GET", url);
            assertThat(played.status()).isEqualTo(200);
            assertThat(played.body()).isEqualTo(left.body());
            assertThat(status(url + "&channel=left")).isEqualTo(200);
            for (String other : List.of("right", "mix", "swap", "1", "0")) {
                assertThat(status(url + "&channel=" + other)).as(other).isEqualTo(401);
            }
            for (String ending : List.of("", "/waveform", "/talk")) {
                assertThat(status(url.replace("/media", ending))).as(ending).isEqualTo(401);
            }
        }
        assertThat(status(madeByMaster(stereo.path(), "{\"channel\": \"left\"}") + "&format=original"))
                .as("it has both")
                .isEqualTo(406);
        String second = madeByMaster(stereo.path(), "{\"channel\": 1}");
        assertThat(RawHttp.once(playhead.port(), "GET", second).body())
                .isEqualTo(asMaster(stereo.path() + "?channel=1").body());
    }

    @Test
    void one_for_anything_opens_what_is_told_of_the_recording_and_one_for_a_format_does_not() {
        StoredMedia stereo = StoredMedia.shipped(playhead, "delivery-query-pcm-stereo.wav");
        String any = madeByMaster(stereo.path(), "{}");
        String mp3 = madeByMaster(stereo.path(), "{\"representation\": \"mp3\"}");
        for (String ending : List.of("", "/waveform", "/talk")) {
            assertThat(status(any.replace("/media", ending))).as(ending).isEqualTo(200);
            assertThat(status(mp3.replace("/media", ending))).as(ending).isEqualTo(401);
        }
    }

    private RawHttp.Answer asMaster(String target) {
        return RawHttp.once(playhead.port(), "GET", target, MASTER);
    }

    private String madeByMaster(String path, String body) {
        return JsonMapper.shared()
                .readTree(post(path + "/tickets", body, MASTER).text())
                .path("url")
                .asString();
    }

    @Test
    void one_lasts_as_long_as_is_asked_for() {
        Instant before = Instant.now();
        JsonNode made = made(media + "/tickets", "{\"expiration\": 60, \"address\": null}");

        assertThat(Instant.parse(made.path("expires_at").asString()))
                .isBetween(before.plus(Duration.ofSeconds(59)), Instant.now().plus(Duration.ofSeconds(60)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"representation\": \"flac\"}",
                "{\"representation\": 1}",
                "{\"address\": \"localhost\"}",
                "{\"address\": \"127.0.0.1/8\"}",
                "{\"address\": \"127.0.0.1, 127.0.0.2\"}",
                "{\"address\": 2130706433}",
                "{\"address\": \"\"}",
                "{\"expiration\": 0}",
                "{\"expiration\": -5}",
                "{\"expiration\": 14401}",
                "{\"expiration\": 1.5}",
                "{\"expiration\": \"60\"}",
                "{\"expiration\": 1e999}",
                "{\"channel\": \"all\"}",
                "{\"channel\": -1}",
                "{\"channel\": 251}",
                "{\"channel\": \"\"}",
                "{\"channel\": [0]}",
                "{\"channel\": \"left\", \"representation\": \"original\"}",
                "{\"side\": \"left\"}",
                "[1]",
                "\"x\"",
                "{"
            })
    void a_wish_that_is_not_understood_is_refused(String body) {
        RawHttp.Answer answer = post(media + "/tickets", body, USER);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text()).doesNotContain("\"ticket\"");
    }

    @Test
    void many_are_made_at_once_in_the_order_asked_for() {
        String recordings = IntStream.range(0, 20)
                .mapToObj(index -> {
                    UUID recording = UUID.randomUUID();
                    return "{\"cdr_id\": %d, \"recording_uuid\": \"%s\"}".formatted(recorded(recording), recording);
                })
                .collect(Collectors.joining(","));
        String body = "{\"recordings\": [" + recordings + "], \"expiration\": 60}";
        JsonNode asked = JsonMapper.shared().readTree(body).path("recordings");
        for (String prefix : new String[] {"/1.0", "/1.0/users/me", "/api/call-logd/1.0"}) {
            JsonNode made = made(prefix + "/media/tickets", body);

            assertThat(made.path("errors").size()).isZero();
            assertThat(made.path("items").size()).isEqualTo(20);
            for (int index = 0; index < 20; index++) {
                JsonNode item = made.path("items").path(index);
                assertThat(item.propertyNames())
                        .containsExactly("cdr_id", "recording_uuid", "ticket", "url", "expires_at");
                assertThat(item.path("recording_uuid"))
                        .isEqualTo(asked.path(index).path("recording_uuid"));
                assertThat(item.path("url").asString()).startsWith(prefix + "/cdr/");
                assertThat(status(item.path("url").asString())).isEqualTo(200);
            }
        }
    }

    @Test
    void what_is_not_there_is_told_beside_the_others() {
        String there =
                "{\"cdr_id\": %d, \"recording_uuid\": \"%s\", \"representation\": \"original\"}".formatted(call, uuid);
        String gone = "{\"cdr_id\": %d, \"recording_uuid\": \"%s\"}".formatted(call, UUID.randomUUID());
        String nowhere = "{\"cdr_id\": 99999999999999999999, \"recording_uuid\": \"%s\"}".formatted(uuid);

        JsonNode made = made("/1.0/media/tickets", "{\"recordings\": [" + gone + "," + there + "," + nowhere + "]}");

        assertThat(made.path("items").size()).isEqualTo(1);
        assertThat(status(made.path("items").path(0).path("url").asString() + "&format=wav"))
                .isEqualTo(401);
        assertThat(made.path("errors").size()).isEqualTo(2);
        assertThat(made.path("errors").path(0).path("error_id").asString()).isEqualTo("recording-not-found");
        assertThat(made.path("errors").path(1).path("error_id").asString()).isEqualTo("cdr-not-found-with-given-id");
        assertThat(post("/1.0/media/tickets", "{\"recordings\": [" + gone + "]}", USER)
                        .status())
                .as("there is none at all")
                .isEqualTo(404);
    }

    @Test
    void nobody_gets_more_by_a_list_than_one_by_one() {
        String body = "{\"recordings\": [{\"cdr_id\": %d, \"recording_uuid\": \"%s\"}]}".formatted(call, uuid);
        String[] tickets = {"/1.0/media/tickets", "/1.0/users/me/media/tickets"};

        for (String target : tickets) {
            assertThat(post(target, body).status()).isEqualTo(401);
            assertThat(post(target, "{", "X-Auth-Token: nonsense").status())
                    .as("who it is comes before what he says")
                    .isEqualTo(401);
            assertThat(post(target, body, "X-Auth-Token: " + RunningPlayhead.TOKEN_NOTHING)
                            .status())
                    .isEqualTo(401);
        }
        assertThat(post(tickets[0], body, "X-Auth-Token: " + RunningPlayhead.TOKEN_X)
                        .status())
                .isEqualTo(404);
        assertThat(post(tickets[1], body, "X-Auth-Token: " + RunningPlayhead.TOKEN_U2)
                        .status())
                .isEqualTo(404);
        assertThat(post(tickets[1], body, "X-Auth-Token: " + RunningPlayhead.TOKEN_NO_USER)
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"recordings\": []}",
                "{\"recordings\": {}}",
                "{\"recordings\": [1]}",
                "{\"recordings\": [{\"cdr_id\": 1}]}",
                "{\"recordings\": [{\"cdr_id\": \"1\", \"recording_uuid\": \"3cf2b57d-3ab9-4d2c-b55e-9e99faca07c4\"}]}",
                "{\"recordings\": [{\"cdr_id\": -1, \"recording_uuid\": \"3cf2b57d-3ab9-4d2c-b55e-9e99faca07c4\"}]}",
                "{\"recordings\": [{\"cdr_id\": 1, \"recording_uuid\": \"1-1-1-1-1\"}]}",
                "{\"recordings\": [{\"cdr_id\": 1, \"recording_uuid\": \"3cf2b57d-3ab9-4d2c-b55e-9e99faca07c4\","
                        + " \"x\": 1}]}",
                "{\"recordings\": [], \"x\": 1}"
            })
    void a_list_that_is_not_understood_is_refused(String body) {
        assertThat(post("/1.0/media/tickets", body, USER).status()).isEqualTo(400);
    }

    @Test
    void a_list_has_a_hundred_at_most() {
        String one = "{\"cdr_id\": %d, \"recording_uuid\": \"%s\"}".formatted(call, uuid);
        String tooMany = "{\"recordings\": [" + (one + ",").repeat(100) + one + "]}";

        assertThat(post("/1.0/media/tickets", tooMany, USER).status()).isEqualTo(400);
    }
}
