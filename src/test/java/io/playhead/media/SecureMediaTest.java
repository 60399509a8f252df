package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import io.playhead.SecurePlayhead;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Long bodies are read and encrypted chunk by chunk. */
class SecureMediaTest implements MediaHttpContract {

    @Override
    public RunningPlayhead playhead() {
        return SecurePlayhead.shared();
    }

    @Override
    public RawHttp connect() {
        return RawHttp.secure(playhead().port());
    }

    @Override
    public Map<String, String> ofTheServer() {
        return Map.of("strict-transport-security", "max-age=31536000");
    }

    @Test
    void a_trusted_proxys_script_name_shows_in_content_location_and_in_the_url_of_a_ticket() {
        StoredMedia media = StoredMedia.of(playhead(), ALPHABET);
        try (RawHttp http = connect()) {
            Answer answer = http.request("GET", media.path(), TOKEN, "X-Script-Name: /proxied");
            assertThat(answer.header("Content-Location")).isEqualTo("/proxied" + media.path() + "?format=original");

            Answer ticket = http.request(
                    "POST", media.path() + "/tickets", TOKEN, "X-Script-Name: /proxied", "Content-Length: 0");
            assertThat(ticket.status()).isEqualTo(201);
            assertThat(ticket.text()).contains("\"url\":\"/proxied" + media.path() + "?ticket=");
        }
    }

    @Test
    void who_speaks_is_the_connections_other_end_whatever_it_says_of_itself() {
        StoredMedia media = StoredMedia.of(playhead(), ALPHABET);
        try (RawHttp http = connect()) {
            String forged = "X-Forwarded-For: 192.0.2.1";
            Answer answer = http.request(
                    "POST", media.path() + "/tickets", TOKEN, forged, "Content-Length: 0", "X-Script-Name: /proxied");
            // whom the proxy speaks for is not who speaks
            assertThat(answer.text()).contains("\"url\":\"/proxied/");
        }
    }
}
