package io.playhead.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.playhead.Browser;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** What the page's player does beyond playing, in Chromium. */
class PlayerTest {

    private static final String AUDIO = "document.getElementById('audio')";
    private static final String MESSAGE = "document.getElementById('player-message').textContent";

    /** Two parties, one on each side. */
    private static final String STEREO = "3cf2b57d-3ab9-4d2c-b55e-9e99faca07c4";

    private static final String ULAW = "f97b9b41-5356-45f1-a8f0-811a197861f7";

    @RegisterExtension
    static final Browser browser = new Browser();

    private final PlayerPage page = new PlayerPage(browser);

    @BeforeEach
    void open() {
        page.open(Unconfigured.shared().port());
    }

    @AfterEach
    void nothing_was_blocked_and_nothing_complained_of() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void half_an_hour_that_no_browser_plays_is_played_and_sought() {
        page.load(PlayerPage.LONG_GSM);
        browser.until("window.heard && " + PlayerPage.DRAWN);

        assertThat(browser.number(AUDIO + ".duration")).isCloseTo(1866.146625, within(0.001));
        assertThat(browser.text("#duration")).isEqualTo("31:06");
        assertThat(browser.all("#track svg.played path")).hasSize(1);
        assertThat(browser.find("#channels").isDisplayed()).isFalse();

        page.clickSlider(0.8);
        browser.until(AUDIO + ".currentTime > 0.8 * " + AUDIO + ".duration - 4");
        double from = browser.number(AUDIO + ".currentTime");
        browser.until(AUDIO + ".currentTime > " + (from + 0.3));

        assertThat(from).isCloseTo(0.8 * 1866.1, within(4.0));
        String clip = "getComputedStyle(document.querySelector('#track svg.played')).clipPath";
        assertThat(browser.number("Number(/([0-9.]+)%/.exec(" + clip + ")[1])"))
                .as("what was not played is shown so")
                .isCloseTo(20, within(0.5));
        browser.click("#toggle");
        browser.until(AUDIO + ".paused");
        browser.run("document.getElementById('seek').focus()");
        browser.find("#seek").sendKeys(Keys.ARROW_LEFT);
        browser.until(AUDIO + ".currentTime < " + from);
    }

    @Test
    void one_side_of_a_call_is_heard_from_where_one_was() {
        page.load(STEREO);
        browser.until("window.heard && " + PlayerPage.DRAWN);
        assertThat(browser.all("#track svg.played path")).hasSize(2);
        browser.run(AUDIO + ".currentTime = 12");
        browser.until(AUDIO + ".currentTime > 12.1");

        browser.run("const channel = document.getElementById('channel'); channel.value = 'left';"
                + "channel.dispatchEvent(new Event('change'));");
        browser.until(AUDIO + ".currentSrc.includes('channel=left') && " + AUDIO + ".currentTime > 12.2");

        assertThat(browser.number(AUDIO + ".currentTime")).isLessThan(20);
        assertThat(browser.number(AUDIO + ".duration")).isCloseTo(26.491125, within(0.001));
        assertThat(browser.value(
                        "getComputedStyle(document.querySelector('#track path:nth-child(2)')).opacity === '0.3'"))
                .isEqualTo(true);
        page.load(PlayerPage.LONG_GSM);
        browser.until("window.heard");
        assertThat(browser.value(AUDIO + ".currentSrc.includes('channel=')")).isEqualTo(false);
    }

    /** As a browser that plays nothing else than addresses with this part. */
    private static void playsOnly(String part) {
        browser.run(
                "const part = arguments[0]; Object.defineProperty(" + AUDIO + ", 'src', { set(address) {"
                        + " this.setAttribute('src', address.includes(part) ? address : 'icon.svg'); } });",
                part);
    }

    @Test
    void a_browser_without_the_codec_is_given_plain_wave() {
        playsOnly("format=wav");
        page.load(ULAW);
        browser.until("window.heard");

        assertThat(browser.value(AUDIO + ".currentSrc.includes('format=wav')")).isEqualTo(true);
        assertThat(browser.text("#player-message")).isEmpty();
    }

    @Test
    void what_does_not_play_at_all_is_named_and_offered() {
        playsOnly("nothing");
        page.load(ULAW);
        browser.until(MESSAGE + ".includes('Download')");

        assertThat(browser.text("#player-message"))
                .startsWith("This browser cannot play G.711 µ-law audio")
                .endsWith("Download it instead.");
        browser.run("window.saved = null; fetch(document.querySelector('#player-message a').href)"
                + ".then(async (answer) => { window.saved = [answer.status, (await answer.blob()).size,"
                + " answer.headers.get('Content-Disposition')]; });");
        browser.until("window.saved");
        assertThat(browser.number("window.saved[0]")).isEqualTo(200);
        assertThat(browser.number("window.saved[1]")).isEqualTo(153_164);
        assertThat(String.valueOf(browser.value("window.saved[2]"))).startsWith("attachment; filename=");
    }

    @Test
    void each_format_is_saved_with_the_size_that_was_told() {
        page.load(PlayerPage.LONG_GSM);
        browser.until("document.querySelectorAll('#downloads .size').length === 5");
        browser.click("#download");
        browser.until("document.getElementById('downloads').matches(':popover-open')");
        assertThat(browser.text("#downloads a:first-child")).contains("As recorded", "GSM 6.10", "3.0 MB");
        browser.screenshot("downloads");

        browser.run(
                "window.saved = null; Promise.all([...document.querySelectorAll('#downloads a')].map(async (link) => {"
                        + " const { headers } = await fetch(link.href, { method: 'HEAD' });"
                        + " const told = link.querySelector('.size').title.replace(/\\D/g, '');"
                        + " return [told === headers.get('Content-Length'), headers.get('Content-Disposition')].join();"
                        + "})).then((all) => { window.saved = all; });");
        browser.until("window.saved");

        assertThat((List<?>) browser.value("window.saved"))
                .hasSize(5)
                .allSatisfy(one -> assertThat(one).asString().startsWith("true,attachment; filename="));
    }

    @Test
    void silence_is_leapt_over_when_that_is_wished() {
        page.load(PlayerPage.LONG_GSM);
        browser.until("window.heard");
        browser.click("#skip");
        assertThat(browser.find("#skip").getDomAttribute("aria-pressed")).isEqualTo("true");
        browser.run("const audio = " + AUDIO + "; let last = 60.9; window.leap = 0; audio.currentTime = last;"
                + "audio.addEventListener('timeupdate', () => {"
                + " window.leap = Math.max(window.leap, audio.currentTime - last); last = audio.currentTime; });");
        browser.until(AUDIO + ".currentTime > 62.6");

        assertThat(browser.number("window.leap")).as("over a pause of 1.76 s").isBetween(0.9, 1.9);
    }

    @Test
    void a_lost_connection_is_said_and_tried_again() {
        page.cutOff(true);
        page.load(PlayerPage.LONG_GSM);
        browser.until(MESSAGE);
        assertThat(browser.text("#player-message")).isEqualTo("Playhead cannot be reached. Check the connection.");
        assertThat(browser.complaints()).allMatch(line -> line.contains("ERR_BLOCKED_BY_CLIENT"));

        page.cutOff(false);
        browser.click("#player-retry");
        browser.until("window.heard");
        assertThat(browser.text("#player-message")).isEmpty();
    }
}
