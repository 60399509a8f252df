package io.playhead.demo;

import static io.playhead.demo.DemonstrationShape.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.playhead.Browser;
import io.playhead.RawHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Chromium loads, plays and seeks every source of the demonstration in every format, by ticket alone. */
class FormatsInBrowserTest {

    /** Formats, and within how many seconds Chromium tells their duration: in Ogg it counts the pre-skip, 6.5 ms. */
    private static final Map<String, Double> FORMATS = Map.of("wav", 0.001, "mp3", 0.05, "opus", 0.001, "ogg", 0.007);

    /** What need not have a rendition yet. What has one all the same is played. */
    private static final Set<String> MAY_LACK = Set.of("voicemail-message.mp3", "catalogue-review.ogg");

    /** Loaded, played, sought to 80 %, played on; then let go. Four at a time: a browser has six connections. */
    private static final String TRIALS = """
            const wait = (audio, done) => new Promise((resolve, reject) => {
              const look = () => {
                if (audio.error) reject(new Error(`${audio.error.code} ${audio.error.message}`));
                else if (done()) resolve();
                else setTimeout(look, 15);
              };
              look();
            });
            const trial = async (url) => {
              const audio = new Audio(url);
              const told = {};
              try {
                await wait(audio, () => audio.readyState > 0);
                told.duration = audio.duration;
                audio.play().catch(() => {});
                await wait(audio, () => audio.currentTime > 0.05);
                audio.currentTime = 0.8 * audio.duration;
                await wait(audio, () => !audio.seeking);
                told.sought = audio.currentTime / audio.duration;
                await wait(audio, () => audio.currentTime > 0.8 * audio.duration + 0.1);
                told.on = audio.currentTime / audio.duration;
              } catch (failure) {
                told.failure = String(failure);
              }
              audio.pause();
              audio.removeAttribute('src');
              audio.load();
              return told;
            };
            const urls = arguments[0];
            window.told = {};
            let next = 0;
            for (let hand = 0; hand < 4; hand++) {
              (async () => {
                while (next < urls.length) {
                  const at = next++;
                  window.told[at] = await trial(urls[at]);
                }
              })();
            }
            """;

    @RegisterExtension
    static final Browser browser = new Browser();

    private final Unconfigured playhead = Unconfigured.shared();
    private final SoftAssertions softly = new SoftAssertions();
    private final List<Trial> trials = new ArrayList<>();

    /** @param about its recording, described */
    private record Trial(JsonNode about, String format, String url) {

        String codec() {
            return String.join(" ", text(about, "codec"), text(about, "sample_rate"), text(about, "channels"));
        }

        @Override
        public String toString() {
            return file(text(about, "uuid")) + " as " + format;
        }
    }

    @Test
    void every_source_plays_and_seeks_in_every_format() {
        for (JsonNode call : playhead.calls()) {
            for (JsonNode recording : call.path("recordings")) {
                if (Set.of("available", "truncated").contains(text(recording, "state"))) {
                    source("/1.0/cdr/" + call.path("id").asString() + "/recordings/" + text(recording, "uuid"));
                }
            }
        }
        browser.open("http://127.0.0.1:" + playhead.port() + "/");
        browser.run(TRIALS, trials.stream().map(Trial::url).toList());
        for (int index = 0; index < trials.size(); index++) {
            browser.until("window.told[arguments[0]]", index);
            check(trials.get(index), (Map<?, ?>)
                    Objects.requireNonNull(browser.value("window.told[arguments[0]]", index)));
        }
        softly.assertAll();
        assertThat(trials.stream().map(Trial::codec))
                .contains("PCM 16-bit 8000 1", "PCM 16-bit 8000 2", "PCM 16-bit 16000 1", "PCM 16-bit 16000 2")
                .contains("G.711 µ-law 8000 1", "G.711 µ-law 8000 2", "G.711 A-law 8000 1", "GSM 6.10 8000 1")
                .contains("IMA ADPCM 8000 1", "G.722 16000 1");
        assertThat(browser.complaints()).isEmpty();
    }

    private void source(String path) {
        JsonNode about = ask("GET", path);
        List<String> formats = FORMATS.keySet().stream()
                .filter(format -> offers(about, format))
                .sorted()
                .toList();
        if (formats.isEmpty() && MAY_LACK.contains(file(text(about, "uuid")))) {
            return;
        }
        softly.assertThat(FORMATS.keySet())
                .as("%s", about)
                .allMatch(format -> offers(about, format) || is(about, format));
        String url = text(ask("POST", path + "/media/tickets"), "url");
        formats.forEach(format -> trials.add(new Trial(about, format, url + "&format=" + format)));
    }

    /** A plain WAVE is its own rendition. */
    private static boolean offers(JsonNode about, String format) {
        List<String> offered = new ArrayList<>();
        about.path("representations").forEach(one -> offered.add(text(one, "format")));
        return offered.contains(format)
                || format.equals("wav")
                        && offered.contains("mp3")
                        && text(about, "codec").startsWith("PCM");
    }

    /** Whether that is how it is stored, so that it is no rendition. */
    private static boolean is(JsonNode about, String format) {
        return switch (text(about, "codec")) {
            case "MP3" -> format.equals("mp3");
            case "Opus" -> format.equals("ogg");
            default -> false;
        };
    }

    private void check(Trial trial, Map<?, ?> told) {
        softly.assertThat(told.get("failure")).as("%s", trial).isNull();
        softly.assertThat(number(told, "duration"))
                .as("duration of %s", trial)
                .isCloseTo(
                        trial.about().path("duration").doubleValue(),
                        within(FORMATS.getOrDefault(trial.format(), 0.0)));
        // it plays while the trial looks, on a busy machine a second or two
        softly.assertThat(number(told, "sought")).as("sought in %s", trial).isBetween(0.79, 1.0);
        softly.assertThat(number(told, "on")).as("played on in %s", trial).isBetween(0.8, 1.0);
    }

    private static double number(Map<?, ?> told, String name) {
        return told.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static String file(String uuid) {
        return Script.load().calls().stream()
                .flatMap(call -> call.recorded().stream())
                .filter(scripted -> scripted.uuid().toString().equals(uuid))
                .map(Script.ScriptedRecording::file)
                .findFirst()
                .orElseThrow();
    }

    private JsonNode ask(String method, String path) {
        return JsonMapper.shared()
                .readTree(RawHttp.once(
                                playhead.port(),
                                method,
                                path,
                                "X-Auth-Token: " + playhead.kept("demo-token"),
                                "Content-Length: 0")
                        .text());
    }
}
