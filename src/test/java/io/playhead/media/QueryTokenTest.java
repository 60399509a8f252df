package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.LogWatch;
import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import io.playhead.SecurePlayhead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** A token in an address, where that is turned off: it is nobody's, and ends up in no log of ours. */
class QueryTokenTest {

    private static final String TOKEN = RunningPlayhead.TOKEN_U1;

    private final RunningPlayhead playhead = SecurePlayhead.shared();

    private Answer ask(String method, String target, String... headers) {
        try (RawHttp http = RawHttp.secure(playhead.port())) {
            return http.request(method, target, headers);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MEDIA?",
                "/api/call-logdMEDIA?format=original&",
                "/1.0/cdr?",
                "/1.0/cdr?format=csv&",
                "/1.0/users/me/cdr?",
                "/1.0/users/aaaaaaaa-0000-4000-8000-000000000001/cdr?",
                "/1.0/cdr/events?",
                "/1.0/users/me/cdr/events?"
            })
    void it_does_not_count(String path) {
        String target =
                path.replace("MEDIA", StoredMedia.of(playhead, new byte[10]).path());
        try (LogWatch log = new LogWatch()) {
            Answer answer = ask("GET", target + "token=" + TOKEN);

            assertThat(answer.status()).isEqualTo(401);
            assertThat(JsonMapper.shared()
                            .readTree(answer.text())
                            .at("/details/invalid_token")
                            .asString())
                    .isEmpty();
            assertThat(log.lines()).anyMatch(line -> line.contains("event=answered") && line.contains("status=401"));
            assertThat(log.lines()).noneMatch(line -> line.contains(TOKEN));
        }
    }

    @Test
    void the_headers_token_and_a_ticket_do() {
        StoredMedia media = StoredMedia.of(playhead, new byte[10]);
        String header = "X-Auth-Token: " + RunningPlayhead.TOKEN_M;

        assertThat(ask("GET", media.path() + "?token=other", header).status()).isEqualTo(200);
        assertThat(ask("GET", "/1.0/cdr?limit=1&token=other", header).status()).isEqualTo(200);
        Answer ticket = ask("POST", media.path() + "/tickets", header, "Content-Length: 0");
        String url = JsonMapper.shared().readTree(ticket.text()).path("url").asString();
        assertThat(ask("GET", url).status()).isEqualTo(200);
    }
}
