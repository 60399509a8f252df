package io.playhead.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.Browser;
import io.playhead.RunningPlayhead;
import io.playhead.TestCall;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page of a configured Playhead, in Chromium: whoever opens it is asked who they are. */
class SignInTest {

    private static final String ROWS = "document.querySelectorAll('#calls tr.call').length";

    @RegisterExtension
    static final Browser browser = new Browser();

    private final RunningPlayhead playhead = RunningPlayhead.shared();

    @BeforeEach
    void open() {
        browser.open("http://127.0.0.1:" + playhead.port() + "/");
        browser.until("!document.getElementById('sign-in').hidden");
    }

    @Test
    void a_token_that_nobody_knows_is_refused_in_words() {
        assertThat(browser.find("#calls").isDisplayed()).isFalse();
        assertThat(browser.find("#demonstration").isDisplayed()).isFalse();

        signIn("not-a-token");
        browser.until("document.getElementById('sign-in-message').textContent");

        assertThat(browser.text("#sign-in-message"))
                .isEqualTo("The token was not accepted: it is unknown or has expired.");
        assertThat(browser.find("#calls").isDisplayed()).isFalse();
        browser.screenshot("sign-in");
    }

    @Test
    void a_token_that_may_not_see_calls_is_told_so() {
        signIn(RunningPlayhead.TOKEN_NOTHING);
        browser.until("document.getElementById('sign-in-message').textContent");

        assertThat(browser.text("#sign-in-message")).contains("no permission");
        assertThat(browser.find("#calls").isDisplayed()).isFalse();
    }

    @Test
    void the_right_token_shows_calls_until_one_signs_out() {
        TestCall.of(RunningPlayhead.TENANT_X).at(Instant.now()).insertInto(playhead.database());

        signIn(RunningPlayhead.TOKEN_X);
        browser.until(ROWS + " > 0");
        assertThat(browser.find("#sign-in").isDisplayed()).isFalse();

        browser.reload();
        browser.until(ROWS + " > 0");

        browser.click("#sign-out");
        assertThat(browser.find("#sign-in").isDisplayed()).isTrue();
        assertThat(browser.number(ROWS)).isZero();
        assertThat(browser.value("sessionStorage.length + localStorage.length + document.cookie.length"))
                .isEqualTo(0L);
        assertThat(String.valueOf(browser.value("document.documentElement.outerHTML")))
                .doesNotContain(RunningPlayhead.TOKEN_X);
    }

    @Test
    void a_hostile_name_stays_text() {
        String hostile = "<img src=x onerror=\"document.title='owned'\"><b>Eve</b> \u202etxt";
        TestCall.of(RunningPlayhead.TENANT_X)
                .at(Instant.parse("1998-03-03T12:00:00Z"))
                .sourceName(hostile)
                .insertInto(playhead.database());

        signIn(RunningPlayhead.TOKEN_X);
        browser.until("!document.getElementById('days').hidden");
        days("1998-03-03", "1998-03-03");
        status("1 call on these days");

        assertThat(browser.value("document.querySelector('#calls .source .name').textContent"))
                .asString()
                .startsWith("<img src=x onerror=\"document.title='owned'\"><b>Eve</b>")
                .doesNotContain("\u202e");
        assertThat(browser.all("#calls img, #calls b")).isEmpty();
        assertThat(browser.value("document.title")).isEqualTo("Playhead");
    }

    @Test
    void days_are_chosen_and_pages_turned() {
        for (int minute = 0; minute < 53; minute++) {
            call("1999-05-05T12:%02d:00Z".formatted(minute));
        }
        call("1999-05-04T23:59:59Z");
        call("1999-05-06T00:00:00Z");
        signIn(RunningPlayhead.TOKEN_X);
        browser.until("!document.getElementById('days').hidden");

        days("1999-05-05", "1999-05-05");
        status("1–50 of 53 calls on these days");
        assertThat(browser.number(ROWS)).isEqualTo(50);
        assertThat(browser.find("#newer").isEnabled()).isFalse();

        browser.click("#older");
        status("51–53 of 53 calls on these days");
        assertThat(browser.number(ROWS)).isEqualTo(3);
        assertThat(browser.find("#older").isEnabled()).isFalse();

        browser.click("#newer");
        status("1–50 of 53 calls on these days");

        days("1999-05-04", "1999-05-06");
        status("1–50 of 55 calls on these days");

        days("1999-05-06", "1999-05-04");
        status("The first day is after the last.");

        days("1997-01-01", "1997-01-02");
        status("No calls on these days.");

        browser.click("#all-days");
        browser.until("!document.getElementById('status').textContent.includes('these days')");
        assertThat(browser.find("#from").getDomProperty("value")).isEmpty();
    }

    private void call(String start) {
        TestCall.of(RunningPlayhead.TENANT_X).at(Instant.parse(start)).insertInto(playhead.database());
    }

    private static void status(String words) {
        browser.until("document.getElementById('status').textContent === arguments[0]", words);
    }

    private static void signIn(String token) {
        browser.find("#token").sendKeys(token);
        browser.click("#sign-in button");
    }

    private static void days(String from, String until) {
        browser.run(
                "const set = (id, day) => { document.getElementById(id).value = day; };"
                        + "set('from', arguments[0]); set('until', arguments[1]);"
                        + "document.getElementById('days').dispatchEvent(new Event('input'));",
                from,
                until);
    }
}
