package io.playhead.demo;

import io.playhead.Browser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The page's player, as a listener's hand uses it. */
final class PlayerPage {

    /** A recording of half an hour, that no browser plays as it is. */
    static final String LONG_GSM = "1f3631ba-d710-4fe9-b803-de30d0a59a2a";

    static final String DRAWN = "document.getElementById('track').hasAttribute('data-drawn')";

    private static final String AUDIO = "document.getElementById('audio')";

    private final Browser browser;

    PlayerPage(Browser browser) {
        this.browser = browser;
    }

    /** Signed in, with the latest recording laid ready. */
    void open(int port) {
        browser.open("http://127.0.0.1:" + port + "/");
        browser.until("document.querySelectorAll('#calls tr.call').length === 28");
        browser.until(AUDIO + ".readyState > 0 && !document.getElementById('player').hidden");
    }

    /** Presses a recording's button; {@code window.heard} tells when it is heard. */
    void load(String recording) {
        browser.run(
                "window.heard = false; const audio = " + AUDIO + ";"
                        + "audio.ontimeupdate = () => { window.heard ||= audio.currentTime > 0.1"
                        + " && audio.currentSrc.includes(arguments[0]); };"
                        + "document.querySelector(`button.play[data-recording='${arguments[0]}']`).click();",
                recording);
        browser.until(
                "document.querySelector(`button.play[data-recording='${arguments[0]}'][data-current]`)", recording);
    }

    /** @param part of its length, from the left */
    void clickSlider(double part) {
        String box = "document.getElementById('seek').getBoundingClientRect()";
        Map<String, Object> at = new HashMap<>(Map.of(
                "x",
                browser.number(box + ".left") + part * browser.number(box + ".width"),
                "y",
                browser.number(box + ".top") + browser.number(box + ".height / 2"),
                "button",
                "left",
                "clickCount",
                1));
        for (String type : List.of("mousePressed", "mouseReleased")) {
            at.put("type", type);
            browser.command("Input.dispatchMouseEvent", at);
        }
    }

    /** Whether no media come through. */
    void cutOff(boolean off) {
        browser.command("Network.enable", Map.of());
        browser.command("Network.setBlockedURLs", Map.of("urls", off ? List.of("*/media?*") : List.of()));
    }
}
