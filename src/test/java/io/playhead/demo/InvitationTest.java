package io.playhead.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Browser;
import io.playhead.Eventually;
import io.playhead.RawHttp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The demonstration where others can reach it, as in the image, in Chromium. */
@ExtendWith(OutputCaptureExtension.class)
class InvitationTest {

    private static final String ROWS = "document.querySelectorAll('#calls tr.call').length";
    private static final String ASKED = "!document.getElementById('sign-in').hidden";
    private static final Path data = Unconfigured.newFolder();

    @RegisterExtension
    static final Browser browser = new Browser();

    private final Unconfigured playhead = Unconfigured.start(data, "--server.address=0.0.0.0");
    private final String token = playhead.kept("demo-token");

    @AfterEach
    void stop(CapturedOutput output) {
        playhead.close();
        assertThat(output.getAll()).doesNotContain(token);
    }

    private String link(CapturedOutput output) {
        Pattern link =
                Pattern.compile("Playhead is ready: (http://localhost:%d/#sign-in=\\S+) ".formatted(playhead.port()));
        Eventually.holds(
                "the link is in the log",
                Duration.ofSeconds(20),
                () -> link.matcher(output.getAll()).find());
        List<String> links = link.matcher(output.getAll())
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(links).hasSize(1);
        return links.getFirst();
    }

    @Test
    void the_link_in_the_log_signs_in_once(CapturedOutput output) {
        String link = link(output);

        browser.open(link);
        browser.until(ROWS + " === 28");
        assertThat(browser.value("location.href")).isEqualTo("http://localhost:" + playhead.port() + "/");
        assertThat(browser.text("#demonstration")).isEqualTo("Demonstration");
        assertThat(browser.traffic().stream().filter(event -> event.contains("Network.requestWillBeSent\"")))
                .noneMatch(event -> event.contains("\"url\":\"" + link));

        browser.reload();
        browser.until(ROWS + " === 28");

        browser.click("#sign-out");
        browser.open("about:blank");
        browser.open(link);
        browser.until(ASKED);
        assertThat(browser.text("#sign-in-message"))
                .startsWith("This sign-in link was used before, or is too old.")
                .endsWith("in a container, cat /data/demo-token.");
        assertThat(browser.value("location.href")).isEqualTo("http://localhost:" + playhead.port() + "/");

        browser.find("#token").sendKeys(token);
        browser.click("#sign-in button");
        browser.until(ROWS + " === 28");
    }

    @Test
    void the_link_signs_in_where_the_page_is_open_already(CapturedOutput output) {
        String link = link(output);
        browser.open("http://localhost:" + playhead.port() + "/");
        browser.until(ASKED);
        assertThat(browser.text("#sign-in-message")).isEmpty();

        browser.run("location.hash = arguments[0]", link.substring(link.indexOf('#')));
        browser.until(ROWS + " === 28");
        assertThat(browser.value("location.hash")).isEqualTo("");

        browser.run("location.hash = '#sign-in=another'");
        browser.until("location.hash === ''");
        browser.reload();
        browser.until(ROWS + " === 28");
    }

    @Test
    void no_address_signs_in_by_itself() {
        RawHttp.Answer answer = RawHttp.once(playhead.port(), "GET", "/session");

        assertThat(answer.status()).isIn(404, 405);
        assertThat(answer.text()).doesNotContain(token);
    }
}
