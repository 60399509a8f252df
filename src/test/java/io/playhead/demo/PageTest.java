package io.playhead.demo;

import static io.playhead.demo.DemonstrationShape.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.playhead.Browser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page out of the box, in Chromium. */
class PageTest {

    private static final String AUDIO = "document.getElementById('audio')";
    private static final String MESSAGE = "document.getElementById('player-message').textContent";

    @RegisterExtension
    static final Browser browser = new Browser();

    private final PlayerPage page = new PlayerPage(browser);
    private final Unconfigured playhead = Unconfigured.shared();
    private final List<JsonNode> calls = playhead.calls();

    @BeforeEach
    void open() {
        page.open(playhead.port());
    }

    @AfterEach
    void nothing_was_blocked_and_nothing_complained_of() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void it_opens_signed_in_and_ready_to_play() {
        assertThat(browser.find("#sign-in").isDisplayed()).isFalse();
        assertThat(browser.text("#demonstration")).isEqualTo("Demonstration");
        assertThat(browser.text("#status")).isEqualTo("28 calls");
        assertThat(browser.text("#calls tr.call:nth-of-type(2) .parties"))
                .contains("Northway Couriers", "Alice Martin");
        assertThat(browser.text("#who")).isEqualTo("Northway Couriers → Alice Martin");
        assertThat(browser.number(AUDIO + ".duration")).isCloseTo(26.491, within(0.01));
        assertThat(browser.text("#duration")).isEqualTo("0:26");
        assertThat(browser.value(AUDIO + ".paused")).isEqualTo(true);
    }

    @Test
    void it_plays_and_plays_on_from_where_the_slider_is_put() {
        browser.click("#toggle");
        browser.until(AUDIO + ".currentTime > 0.3");
        assertThat(browser.find("#toggle").getDomAttribute("aria-label")).isEqualTo("Pause");

        double duration = browser.number(AUDIO + ".duration");
        page.clickSlider(0.8);
        browser.until(AUDIO + ".currentTime > " + (0.78 * duration + 0.5));

        assertThat(browser.number(AUDIO + ".currentTime")).isLessThan(0.9 * duration);
        assertThat(browser.value(AUDIO + ".paused")).isEqualTo(false);
        assertThat(browser.number("document.getElementById('seek').valueAsNumber"))
                .isCloseTo(browser.number(AUDIO + ".currentTime"), within(1.0));
        browser.click("#toggle");
        browser.until(AUDIO + ".paused");
    }

    @Test
    void every_recording_plays() {
        for (JsonNode recording : Unconfigured.recordings(calls)) {
            if (text(recording, "state").equals("available")) {
                page.load(text(recording, "uuid"));
                browser.until("window.heard || " + MESSAGE);
                plays(recording);
            }
        }
    }

    private static void plays(JsonNode recording) {
        assertThat(browser.text("#player-message")).isEmpty();
        assertThat(browser.number(AUDIO + ".duration"))
                .as("%s", recording)
                .isCloseTo(DemonstrationShape.length(recording).toMillis() / 1000.0, within(0.1));
    }

    @Test
    void what_is_wrong_with_a_recording_is_said() {
        Map<String, String> said = Map.of(
                "missing", "Missing: the file is not where it should be",
                "empty", "Empty: a header and no audio",
                "deleted", "Deleted: the recording was removed",
                "truncated", "Cut short: the file ends earlier than it says");
        for (JsonNode call : calls) {
            for (JsonNode recording : call.path("recordings")) {
                String words = said.getOrDefault(text(recording, "state"), "");
                String row = "tr[data-call='" + call.path("id").intValue() + "']";
                assertThat(browser.text(row)).contains(words);
                if (!words.isEmpty()) {
                    boolean playable = text(recording, "state").equals("truncated");
                    assertThat(browser.all(row + " button.play")).hasSize(playable ? 1 : 0);
                    browser.run("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", row);
                    browser.screenshot(text(recording, "state"));
                }
            }
        }
    }

    @Test
    void a_recording_that_was_cut_short_plays_as_far_as_it_goes() {
        page.load("4a6787c0-cebd-4973-b4f2-08f21dcadb88");
        browser.until("window.heard");

        assertThat(browser.text("#player-message")).isEmpty();
    }

    @Test
    void the_token_is_in_no_address() {
        browser.click("#toggle");
        browser.until(AUDIO + ".currentTime > 0.1");
        String token = playhead.kept("demo-token");

        List<String> addresses = browser.traffic().stream()
                .map(event -> JsonMapper.shared().readTree(event).path("message"))
                .filter(event -> text(event, "method").equals("Network.requestWillBeSent"))
                .map(event -> event.path("params").path("request").path("url").asString())
                .toList();

        assertThat(addresses).anyMatch(address -> address.contains("/media?ticket="));
        assertThat(addresses).anyMatch(address -> address.contains("/1.0/cdr?"));
        assertThat(addresses).noneMatch(address -> address.contains(token));
        assertThat(String.valueOf(browser.value("document.documentElement.outerHTML")))
                .doesNotContain(token);
    }

    @Test
    void it_is_at_home_in_the_light_in_the_dark_and_on_a_telephone() {
        browser.screenshot("light");
        scheme("dark");
        browser.screenshot("dark");
        browser.command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 844, "deviceScaleFactor", 2, "mobile", true));
        try {
            scheme("light");
            browser.screenshot("telephone");
            assertThat(browser.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
            page.load(PlayerPage.LONG_GSM);
            browser.until("window.heard && " + PlayerPage.DRAWN);
            browser.screenshot("telephone-playing");
            assertThat(browser.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
            page.cutOff(true);
            page.load("bc6b49b2-8f63-4cd4-95c4-3fa66980e2a8");
            browser.until(MESSAGE);
            browser.screenshot("telephone-trouble");
            assertThat(browser.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
            assertThat(browser.complaints()).allMatch(line -> line.contains("ERR_BLOCKED_BY_CLIENT"));
        } finally {
            page.cutOff(false);
            browser.command("Emulation.clearDeviceMetricsOverride", Map.of());
            scheme("");
        }
        browser.screenshot("trouble");
    }

    private static void scheme(String name) {
        browser.command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", name))));
    }
}
