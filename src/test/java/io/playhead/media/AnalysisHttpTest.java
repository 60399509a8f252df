package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Waveforms and talk maps over a socket. */
class AnalysisHttpTest {

    private static final String TOKEN = "X-Auth-Token: " + RunningPlayhead.TOKEN_M;

    private final RunningPlayhead playhead = RunningPlayhead.shared();
    private final StoredMedia media = StoredMedia.shipped(playhead, "support-line-gsm.wav");
    private final String waveform = media.path().replaceAll("/media$", "/waveform");
    private final String talk = media.path().replaceAll("/media$", "/talk");

    private Answer ask(String method, String target, String... headers) {
        return RawHttp.once(
                playhead.port(),
                method,
                target,
                Stream.concat(Stream.of(TOKEN), Arrays.stream(headers)).toArray(String[]::new));
    }

    private static JsonNode json(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.text());
    }

    private boolean isAnalysed() {
        return Sql.number(
                        playhead.database(),
                        "SELECT count(*) FROM playhead.recording_analysis WHERE recording_uuid = ?",
                        media.uuid())
                == 1;
    }

    @Test
    void a_waveform_is_a_picture_and_not_the_sound() {
        JsonNode closest = json(ask("GET", waveform + "?to=2&width=16384&bits=16"));
        assertThat(closest.path("samples_per_pixel").asInt()).isEqualTo(128);
        assertThat(closest.path("length").asInt()).isEqualTo(125);
        assertThat(json(ask("GET", waveform + "?samples_per_pixel=256"))
                        .path("samples_per_pixel")
                        .asInt())
                .isEqualTo(256);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "samples_per_pixel=2&bits=16",
                "samples_per_pixel=79",
                "width=0",
                "bits=24",
                "from=3&to=2",
                "format=png"
            })
    void what_is_wrong_is_told_before_anything_is_heard(String query) {
        Answer refused = ask("GET", waveform + "?" + query);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("\"invalid-data\"");
        assertThat(ask("GET", waveform, "Accept: text/html").status()).isEqualTo(406);
        assertThat(isAnalysed()).isFalse();
    }

    @Test
    void conditions_that_the_validator_settles_cost_nothing() {
        assertThat(ask("GET", waveform, "If-Match: \"another\"").status()).isEqualTo(412);
        assertThat(ask("HEAD", talk, "If-Match: \"another\"").status()).isEqualTo(412);
        assertThat(isAnalysed()).isFalse();

        Answer whole = ask("GET", waveform + "?format=svg");
        assertThat(isAnalysed()).isTrue();
        String tag = Objects.requireNonNull(whole.header("ETag"));
        Sql.run(playhead.database(), "DELETE FROM playhead.recording_analysis WHERE recording_uuid = ?", media.uuid());
        Answer known = ask("GET", waveform + "?format=svg", "If-None-Match: " + tag);
        assertThat(known.status()).isEqualTo(304);
        assertThat(known.header("ETag")).isEqualTo(tag);
        assertThat(known.header("Vary")).isEqualTo("accept");
        assertThat(ask("GET", waveform + "?format=svg", "If-Match: " + tag).body())
                .isEqualTo(whole.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"waveform?format=json", "waveform?format=dat", "waveform?format=svg", "talk"})
    void there_is_no_date_and_what_has_one_does_not_count(String what) {
        String target = media.path().replaceAll("media$", "") + what;
        Answer whole = ask("GET", target, "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT");
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.header("Last-Modified")).isNull();
        assertThat(whole.header("Cache-Control")).isEqualTo("private, no-cache");
        assertThat(whole.header("Vary")).isEqualTo(what.equals("talk") ? null : "accept");
        Answer head = ask("HEAD", target, "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(whole.body().length));
        assertThat(head.header("ETag")).isEqualTo(whole.header("ETag"));
        Answer part = ask("GET", target, "Range: bytes=1-4", "If-Range: " + whole.header("ETag"));
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole.body(), 1, 5));
    }
}
