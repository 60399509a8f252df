package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.playhead.Browser;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

/** The manual's player, on another origin than Playhead's, in Chromium. */
class PlayerToCopyTest {

    private static final Path PAGE = Path.of("src/docs/player.html");
    private static final String PLAYER = "document.querySelector('playhead-player')";
    private static final String AUDIO = PLAYER + ".audio";
    private static final String PARTS = PLAYER + ".parts";

    @RegisterExtension
    static final Browser browser = new Browser();

    @SuppressWarnings("NullAway.Init")
    private static HttpServer pages;

    private final RunningPlayhead playhead = RunningPlayhead.shared();
    private final StoredMedia media = StoredMedia.shipped(playhead, "board-meeting-gsm-31min.wav");

    @BeforeAll
    static void start() throws IOException {
        pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pages.createContext("/", PlayerToCopyTest::page);
        pages.start();
    }

    @AfterAll
    static void stop() {
        pages.stop(0);
    }

    private static void page(HttpExchange exchange) throws IOException {
        byte[] page = Files.readAllBytes(PAGE);
        exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }

    @BeforeEach
    void open() {
        // by another name it is another origin
        browser.open("http://localhost:" + pages.getAddress().getPort() + "/player.html");
        browser.open("http://localhost:%d/player.html#base=http://127.0.0.1:%d&call=%d&recording=%s&ticket=%s"
                .formatted(pages.getAddress().getPort(), playhead.port(), media.call(), media.uuid(), ticket()));
        browser.reload();
        browser.until(AUDIO + ".readyState > 0 && " + PARTS + ".track.classList.contains('drawn')");
    }

    private String ticket() {
        return JsonMapper.shared()
                .readTree(RawHttp.once(
                                playhead.port(),
                                "POST",
                                media.path() + "/tickets",
                                "X-Auth-Token: " + RunningPlayhead.TOKEN_M,
                                "Content-Length: 0")
                        .text())
                .path("ticket")
                .asString();
    }

    @Test
    void it_plays_seeks_and_shows_what_the_recording_looks_like() {
        assertThat(browser.number(AUDIO + ".duration")).isCloseTo(1866.146625, within(0.001));
        assertThat(browser.value(PARTS + ".duration.textContent")).isEqualTo("31:06");
        assertThat(browser.number(PARTS + ".layers[1].querySelector('path').getAttribute('d').length"))
                .isGreaterThan(1000);

        browser.run(PARTS + ".button.click()");
        browser.until(AUDIO + ".currentTime > 0.2 && " + PARTS + ".button.getAttribute('aria-label') === 'Pause'");
        browser.run("const { seek } = " + PARTS + "; seek.value = 1500; seek.dispatchEvent(new Event('input'));");
        browser.until(AUDIO + ".currentTime > 1500.2");
        browser.until(PARTS + ".track.style.getPropertyValue('--played').startsWith('80.')");
        browser.screenshot("player-to-copy");

        assertThat(browser.value(PARTS + ".words.textContent")).isEqualTo("");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void it_goes_on_with_another_ticket_where_one_has_run_out() {
        browser.run(PARTS + ".button.click()");
        browser.run("const { seek } = " + PARTS + "; seek.value = 1200; seek.dispatchEvent(new Event('input'));");
        browser.until(AUDIO + ".currentTime > 1200.1");
        browser.run(
                "window.asked = 0; const player = " + PLAYER + ";"
                        + "player.renew = async () => { window.asked++; return arguments[0]; };"
                        + "player.audio.src = player.audio.src.replace(/ticket=.*/, 'ticket=spent');",
                ticket());
        browser.until("window.asked === 1 && !" + AUDIO + ".paused && " + AUDIO + ".currentTime > 1200.1");

        assertThat(browser.number(AUDIO + ".currentTime")).isLessThan(1300);
        assertThat(browser.value(PARTS + ".words.textContent")).isEqualTo("");
        browser.complaints();
    }
}
