package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A ticket for all of a call opens that, and none of its recordings alone; nor does one of those open the call. */
class CallTicketsTest {

    private static final RunningPlayhead PLAYHEAD = RunningPlayhead.shared();
    private final StoredCall call = StoredCall.in(PLAYHEAD)
            .shipped(0, 26, "invoice-ulaw.wav")
            .shipped(30, 60, "support-line-gsm.wav")
            .stored();
    private final StoredCall other =
            StoredCall.in(PLAYHEAD).shipped(0, 26, "invoice-ulaw.wav").stored();

    private static Answer ask(String method, String target) {
        return RawHttp.once(PLAYHEAD.port(), method, target);
    }

    private static Answer ask(String method, String target, String body) {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        try (RawHttp http = RawHttp.plain(PLAYHEAD.port())) {
            return http.request(
                    method,
                    target,
                    octets,
                    "Content-Length: " + octets.length,
                    "X-Auth-Token: " + RunningPlayhead.TOKEN_U1,
                    "Content-Type: application/json");
        }
    }

    private static JsonNode made(String media, String body) {
        Answer answer = ask("POST", media + "/tickets", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return JsonMapper.shared().readTree(answer.text());
    }

    private static String ticket(String media) {
        return made(media, "{}").path("ticket").asString();
    }

    private static int status(String target, String ticket) {
        return ask("HEAD", target + "?ticket=" + ticket).status();
    }

    @Test
    void a_ticket_for_the_whole_plays_it_and_none_of_its_parts() {
        JsonNode made = made(call.media(), "{}");
        String ticket = made.path("ticket").asString();

        assertThat(made.path("url").asString()).isEqualTo(call.media() + "?ticket=" + ticket);
        assertThat(status(call.media(), ticket)).isEqualTo(200);
        assertThat(status(call.media() + "/timeline", ticket)).isEqualTo(200);
        assertThat(status(call.mine(), ticket)).isEqualTo(200);
        assertThat(status(call.media(0), ticket)).isEqualTo(401);
        assertThat(status(call.media(0).replace("/media", "/waveform"), ticket)).isEqualTo(401);
        assertThat(status(other.media(), ticket)).isEqualTo(401);
        String ofNone = StoredMedia.path(call.id(), "00000000-0000-0000-0000-%012x".formatted(call.id()));
        assertThat(status(ofNone, ticket)).isEqualTo(401);
    }

    @Test
    void a_ticket_for_a_part_does_not_play_the_whole() {
        String ticket = ticket(call.media(0));

        assertThat(status(call.media(0), ticket)).isEqualTo(200);
        assertThat(status(call.media(), ticket)).isEqualTo(401);
        assertThat(status(call.media() + "/timeline", ticket)).isEqualTo(401);
        assertThat(status(other.media(), ticket(other.media(0))))
                .as("of the only one either")
                .isEqualTo(401);
    }

    @Test
    void a_ticket_may_be_bound_to_a_rendition() {
        String ticket = made(call.mine(), "{\"representation\": \"mp3\"}")
                .path("ticket")
                .asString();

        assertThat(status(call.mine(), ticket)).isEqualTo(200);
        assertThat(ask("HEAD", call.mine() + "?ticket=" + ticket).header("Content-Type"))
                .isEqualTo("audio/mpeg");
        assertThat(status(call.mine() + "/timeline", ticket)).isEqualTo(401);
        assertThat(ask("POST", call.media() + "/tickets", "{\"representation\": \"original\"}")
                        .status())
                .as("there is none")
                .isEqualTo(400);
    }

    @Test
    void tickets_are_taken_back_for_one_call_alone() {
        String first = ticket(call.media());
        String second = ticket(call.media());
        String another = ticket(other.media());
        String part = ticket(call.media(0));

        assertThat(ask("DELETE", call.media(0) + "/tickets", "{\"ticket\": \"" + first + "\"}")
                        .status())
                .as("not one of the recording")
                .isEqualTo(400);
        assertThat(ask("DELETE", call.media() + "/tickets", "{\"ticket\": \"" + first + "\"}")
                        .status())
                .isEqualTo(204);
        assertThat(status(call.media(), first)).isEqualTo(401);
        assertThat(status(call.media(), second)).isEqualTo(200);

        assertThat(ask("DELETE", call.mine() + "/tickets", "null").status()).isEqualTo(204);
        assertThat(status(call.media(), second)).isEqualTo(401);
        assertThat(status(call.media(0), part)).isEqualTo(200);
        assertThat(status(other.media(), another)).isEqualTo(200);
    }

    @Test
    void there_is_no_ticket_for_what_is_not_there() {
        StoredCall deleted = StoredCall.in(PLAYHEAD).deleted(0, 10).stored();
        StoredCall nothing = StoredCall.in(PLAYHEAD).stored();

        assertThat(ask("POST", deleted.media() + "/tickets", "{}").status()).isEqualTo(400);
        assertThat(ask("POST", nothing.media() + "/tickets", "{}").status()).isEqualTo(404);
        assertThat(ask("POST", "/1.0/cdr/2147483646/media/tickets", "{}").status())
                .isEqualTo(404);
        assertThat(ask("POST", call.media() + "/tickets").status()).isEqualTo(401);
    }
}
