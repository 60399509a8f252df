package io.playhead.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.playhead.Browser;
import io.playhead.Eventually;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

/** A player's page on another origin, in Chromium: the one that is listed, and one that is not. */
class OtherOriginTest {

    private static final int SECONDS = 1200;
    private static final String AUDIO = "document.querySelector('audio')";

    @RegisterExtension
    static final Browser browser = new Browser();

    @SuppressWarnings("NullAway.Init")
    private static HttpServer pages;

    @SuppressWarnings("NullAway.Init")
    private static RunningPlayhead playhead;

    @SuppressWarnings("NullAway.Init")
    private static StoredMedia media;

    @BeforeAll
    static void start() throws IOException {
        pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pages.createContext("/", OtherOriginTest::page);
        pages.start();
        playhead = RunningPlayhead.start(Map.of("playhead.http.origins", listed()));
        media = StoredMedia.of(playhead, wave());
    }

    @AfterAll
    static void stop() {
        playhead.close();
        pages.stop(0);
    }

    private static String listed() {
        return "http://127.0.0.1:" + pages.getAddress().getPort();
    }

    /** Another origin of the same page. */
    private static String unlisted() {
        return "http://localhost:" + pages.getAddress().getPort();
    }

    /** Isolated: such a page may show of others only what they say is for all. */
    private static void page(HttpExchange exchange) throws IOException {
        byte[] page = "<!doctype html><title>player</title><body><audio controls></audio>".getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
        if (exchange.getRequestURI().getPath().equals("/")) {
            exchange.getResponseHeaders().add("Cross-Origin-Embedder-Policy", "require-corp");
            exchange.getResponseHeaders().add("Cross-Origin-Opener-Policy", "same-origin");
        }
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }

    /** Twenty minutes of G.711's sound rate, louder each second: too much to be fetched ahead. */
    private static byte[] wave() {
        int length = SECONDS * 8000 * 2;
        ByteBuffer wave = ByteBuffer.allocate(44 + length).order(ByteOrder.LITTLE_ENDIAN);
        wave.put("RIFF".getBytes(UTF_8)).putInt(36 + length).put("WAVEfmt ".getBytes(UTF_8));
        wave.putInt(16).putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16_000);
        wave.putShort((short) 2).putShort((short) 16);
        wave.put("data".getBytes(UTF_8)).putInt(length);
        for (int sample = 0; sample < length / 2; sample++) {
            wave.putShort((short) (sample / 8000));
        }
        return wave.array();
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + playhead.port() + path;
    }

    private static String ticketed() {
        RawHttp.Answer answer = RawHttp.once(
                playhead.port(),
                "POST",
                media.path() + "/tickets",
                "X-Auth-Token: " + RunningPlayhead.TOKEN_M,
                "Content-Length: 0");
        return url(JsonMapper.shared().readTree(answer.text()).path("url").asString());
    }

    private static void play(boolean asCors) {
        browser.run(
                "const audio = " + AUDIO + ";"
                        + "audio.onerror = () => { window.broken = audio.error.message || 'broken'; };"
                        + "if (arguments[1]) { audio.crossOrigin = 'anonymous'; }"
                        + "audio.src = arguments[0]; audio.play().catch(() => {});",
                ticketed(),
                asCors);
    }

    @Test
    void a_listed_page_plays_and_seeks() {
        for (boolean asCors : new boolean[] {true, false}) {
            browser.open(listed() + "/");
            play(asCors);
            browser.until(AUDIO + ".currentTime > 0.3");
            assertThat(browser.number(AUDIO + ".duration")).isCloseTo(SECONDS, within(0.1));
            browser.traffic();

            browser.run(AUDIO + ".currentTime = 1000");
            browser.until(AUDIO + ".currentTime > 1000.3");

            assertThat(browser.value("window.broken")).isNull();
            assertThat(browser.traffic())
                    .as("it asked for what lies there")
                    .anyMatch(event -> event.contains("Network.responseReceived") && event.contains("\"status\":206"));
        }
    }

    @Test
    void what_a_listed_page_hears_it_may_also_look_at() {
        browser.open(listed() + "/");
        play(true);
        browser.until(AUDIO + ".currentTime > 0.1");
        browser.run("const context = new AudioContext();"
                + "const analyser = context.createAnalyser();"
                + "context.createMediaElementSource(" + AUDIO + ").connect(analyser);"
                + "analyser.connect(context.destination);"
                + AUDIO + ".currentTime = 1100;"
                + "window.heard = () => { const samples = new Float32Array(analyser.fftSize);"
                + " analyser.getFloatTimeDomainData(samples); return samples.some(sample => sample !== 0); };");
        browser.until("window.heard()");
    }

    @Test
    void a_listed_page_asks_with_every_header_that_players_send_and_reads_what_it_needs() {
        browser.open(listed() + "/");
        fetch("GET", media.path(), """
                {'X-Auth-Token': '%s', Range: 'bytes=44-1043', 'If-Match': '*'}""".formatted(RunningPlayhead.TOKEN_M));
        assertThat(browser.value("window.answer.status")).isEqualTo(206L);
        assertThat(browser.value("window.answer.length")).isEqualTo(1000L);
        assertThat(header("content-range")).isEqualTo("bytes 44-1043/" + (44 + SECONDS * 16_000));
        assertThat(header("content-length")).isEqualTo("1000");
        assertThat(header("accept-ranges")).isEqualTo("bytes");
        assertThat(header("content-disposition")).startsWith("inline; filename=");
        String tag = header("etag");
        assertThat(tag).startsWith("\"");

        fetch("GET", media.path(), """
                {Authorization: 'Bearer %s', 'Wazo-Tenant': '%s', Range: 'bytes=0-3', 'If-Range': '%s',
                 'Want-Repr-Digest': 'sha-256=1', 'If-None-Match': '"another"'}""".formatted(RunningPlayhead.TOKEN_M, RunningPlayhead.TENANT_M, tag));
        assertThat(browser.value("window.answer.status")).isEqualTo(206L);
        assertThat(header("content-length")).isEqualTo("4");

        fetch("POST", media.path() + "/tickets", """
                {'X-Auth-Token': '%s', 'Content-Type': 'application/json'}""".formatted(RunningPlayhead.TOKEN_M));
        assertThat(browser.value("window.answer.status")).isEqualTo(201L);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void a_refusal_is_told_to_a_listed_page_as_well() {
        browser.open(listed() + "/");
        fetch("GET", media.path(), "{'X-Auth-Token': 'unknown', Range: 'bytes=0-3'}");
        assertThat(browser.value("window.answer.status")).isEqualTo(401L);
        fetch(
                "GET",
                media.path(),
                "{'X-Auth-Token': '%s', Range: 'bytes=999999999-'}".formatted(RunningPlayhead.TOKEN_M));
        assertThat(browser.value("window.answer.status")).isEqualTo(416L);
        assertThat(header("content-range")).isEqualTo("bytes */" + (44 + SECONDS * 16_000));
    }

    @Test
    void another_page_learns_nothing() {
        browser.open(unlisted() + "/");
        for (String headers : List.of("{'X-Auth-Token': '" + RunningPlayhead.TOKEN_M + "'}", "{}")) {
            fetch("GET", media.path(), headers);
            assertThat(String.valueOf(browser.value("window.answer.failure"))).contains("Failed to fetch");
        }
        play(true);
        browser.until("window.broken");
        assertThat(browser.complaints()).anyMatch(line -> line.contains("has been blocked by CORS policy"));
    }

    @Test
    void a_link_that_is_opened_by_itself_plays_and_nobody_frames_it() {
        browser.open(ticketed() + "&disposition=inline");
        browser.run("document.querySelector('video, audio').play().catch(() => {})");
        browser.until("document.querySelector('video, audio').currentTime > 0.3");
        // the browser may still be after the picture of the page that was open before
        assertThat(browser.complaints()).allMatch(line -> line.contains("/favicon.ico"));

        browser.open(listed() + "/plain");
        browser.run(
                "document.body.appendChild(document.createElement('iframe')).src = arguments[0]",
                ticketed() + "&disposition=inline");
        Eventually.holds(
                "the frame is refused",
                Duration.ofSeconds(10),
                () -> browser.complaints().stream().anyMatch(line -> line.contains("frame-ancestors")));
    }

    private static void fetch(String method, String path, String headers) {
        browser.run(
                "window.answer = null;"
                        + "fetch(arguments[0], {method: arguments[1], headers: " + headers + "})"
                        + ".then(async answer => ({status: answer.status, headers: answer.headers,"
                        + " length: (await answer.arrayBuffer()).byteLength}))"
                        + ".then(answer => { window.answer = answer; },"
                        + " failure => { window.answer = {failure: String(failure)}; });",
                url(path),
                method);
        browser.until("window.answer");
    }

    private static String header(String name) {
        return String.valueOf(browser.value("window.answer.headers.get(arguments[0])", name));
    }
}
