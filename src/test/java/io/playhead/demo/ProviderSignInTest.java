package io.playhead.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.playhead.Browser;
import io.playhead.OidcServer;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.TestCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page of a Playhead whose callers are an OpenID Connect provider's, in Chromium. */
class ProviderSignInTest {

    private static final String ROWS = "document.querySelectorAll('#calls tr.call').length";
    private static final String ASKED = "!document.getElementById('provider').hidden";
    private static final String MESSAGE = "document.getElementById('provider-message').textContent";
    private static final String AUDIO = "document.getElementById('audio')";
    private static final Duration LONG = Duration.ofMinutes(5);

    @RegisterExtension
    static final Browser browser = new Browser();

    @SuppressWarnings("NullAway.Init")
    private static OidcServer provider;

    @SuppressWarnings("NullAway.Init")
    private static RunningPlayhead playhead;

    @BeforeAll
    static void start() throws IOException {
        provider = OidcServer.start();
        Map<String, String> settings = new HashMap<>(Map.of(
                "playhead.access.authority", "oidc",
                "playhead.access.oidc.issuer", provider.issuer(),
                "playhead.access.oidc.audience", OidcServer.AUDIENCE,
                "playhead.access.oidc.clock-skew", "0s",
                "playhead.access.oidc.roles-claim", "realm_access.roles",
                "playhead.access.oidc.roles.listener", "call-logd.#",
                "playhead.access.oidc.page.client-id", OidcServer.CLIENT));
        playhead = RunningPlayhead.start(settings);
        UUID uuid = UUID.randomUUID();
        Path file = Files.copy(
                Path.of("src/main/resources/demo/recordings/invoice-ulaw.wav"),
                playhead.root().resolve(uuid + ".wav"));
        TestCall.of(RunningPlayhead.TENANT_X)
                .at(Instant.now())
                .recording(uuid, file)
                .insertInto(playhead.database());
    }

    @AfterAll
    static void stop() {
        playhead.close();
        provider.close();
    }

    @BeforeEach
    void nobody_is_signed_in() {
        browser.command("Network.clearBrowserCookies", Map.of());
        browser.open(page() + "sign-in");
        browser.run("sessionStorage.clear()");
        provider.claims().put("tenant_uuid", RunningPlayhead.TENANT_X.toString());
        provider.claims().put("realm_access", Map.of("roles", List.of("listener")));
        provider.register(page(), LONG, true);
    }

    private static String page() {
        return "http://127.0.0.1:" + playhead.port() + "/";
    }

    /** As a person does. */
    private static void signIn() {
        browser.click("#provider-sign-in");
        browser.until("document.querySelector('input[name=password]')");
        browser.find("input[name=username]").sendKeys(OidcServer.PERSON);
        browser.find("input[name=password]").sendKeys(OidcServer.PASSWORD);
        browser.click("button[type=submit]");
    }

    private static void open() {
        browser.open(page());
        browser.until(ASKED);
    }

    private static void signedIn() {
        browser.until("location.port === '" + playhead.port() + "' && " + ROWS + " > 0");
    }

    private static String kept() {
        return String.valueOf(browser.value("JSON.stringify({...sessionStorage, ...localStorage})"));
    }

    @Test
    void one_signs_in_at_the_provider_and_listens() {
        open();
        assertThat(browser.find("#sign-in").isDisplayed()).isFalse();
        assertThat(browser.text("#provider-name")).isEqualTo(provider.issuer().substring("http://".length()));
        browser.screenshot("provider");

        signIn();
        signedIn();
        browser.until(AUDIO + ".readyState > 0");
        browser.click("#toggle");
        browser.until(AUDIO + ".currentTime > 0.3");

        assertThat(browser.value("location.href")).isEqualTo(page());
        assertThat(kept()).isEqualTo("{\"playhead.signed-in\":\"yes\"}");
        assertThat(browser.value("document.cookie")).isEqualTo("");
        assertThat(String.valueOf(browser.value(AUDIO + ".currentSrc")))
                .contains("ticket=")
                .doesNotContain("eyJ");
        assertThat(browser.complaints()).isEmpty();
        browser.screenshot("provider-signed-in");
    }

    @Test
    void a_page_that_is_loaded_again_asks_the_provider_without_a_word() {
        open();
        signIn();
        signedIn();

        browser.reload();
        signedIn();
        assertThat(browser.find("#provider").isDisplayed()).isFalse();
        assertThat(browser.value("location.href")).isEqualTo(page());
    }

    @Test
    void a_page_whose_session_at_the_provider_is_over_asks_its_listener() {
        open();
        signIn();
        signedIn();

        browser.command("Network.clearBrowserCookies", Map.of());
        browser.reload();
        browser.until(ASKED);
        assertThat(browser.text("#provider-message")).isEmpty();
        assertThat(kept()).isEqualTo("{}");
    }

    @Test
    void who_signs_out_is_out_at_the_provider_too() {
        open();
        signIn();
        signedIn();

        browser.click("#sign-out");
        browser.until("location.port === '" + playhead.port() + "' && " + ASKED);
        assertThat(browser.number(ROWS)).isZero();
        assertThat(kept()).isEqualTo("{}");

        browser.reload();
        browser.until(ASKED);
        browser.click("#provider-sign-in");
        browser.until("document.querySelector('input[name=password]')");
    }

    @Test
    void a_token_is_renewed_before_it_ends_and_the_page_stays() {
        Duration life = Duration.ofMinutes(5);
        provider.register(page(), life, true);
        open();
        signIn();
        signedIn();
        browser.run("window.same = true");
        int before = provider.tokensGiven();

        again();
        assertThat(provider.tokensGiven()).as("not sooner than need be").isEqualTo(before);
        skip(life);
        again();

        assertThat(browser.value("window.same")).isEqualTo(true);
        assertThat(provider.tokensGiven()).isEqualTo(before + 1);
        skip(life.minusSeconds(20));
        again();
        assertThat(browser.value("window.same")).isEqualTo(true);
        assertThat(provider.tokensGiven()).isEqualTo(before + 2);
    }

    @Test
    void without_refresh_tokens_the_page_goes_to_the_provider_once_more() {
        Duration life = Duration.ofMinutes(1);
        provider.register(page(), life, false);
        open();
        signIn();
        signedIn();
        browser.run("window.same = true");

        skip(life);
        browser.run("document.getElementById('days').dispatchEvent(new Event('input'))");
        browser.until("!window.same");
        signedIn();
        assertThat(browser.find("#provider").isDisplayed()).isFalse();
    }

    /** As if so much time had gone by for the page, which goes by {@code Date.now} alone. */
    private static void skip(Duration time) {
        browser.run("Date.now = (now => () => now.call(Date) + " + time.toMillis() + ")(Date.now)");
    }

    /** Has the list of calls loaded once more. */
    private static void again() {
        browser.run("document.getElementById('status').textContent = '';"
                + "document.getElementById('days').dispatchEvent(new Event('input'))");
        browser.until("document.getElementById('status').textContent.endsWith('call')");
    }

    @Test
    void who_may_do_nothing_is_told_and_can_sign_out() {
        provider.claims().put("realm_access", Map.of("roles", List.of("cook")));
        open();
        signIn();
        browser.until("location.port === '" + playhead.port() + "' && " + MESSAGE);

        assertThat(browser.text("#provider-message")).contains("no permission");
        assertThat(browser.find("#sign-out").isDisplayed()).isTrue();
        browser.click("#sign-out");
        browser.until(ASKED + " && !" + MESSAGE);
    }

    @Test
    void an_answer_that_was_not_asked_for_is_refused() {
        browser.open(page() + "?code=stolen&state=made-up");
        browser.until(MESSAGE);

        assertThat(browser.text("#provider-message")).contains("not begun in this tab");
        assertThat(browser.value("location.href")).isEqualTo(page());
    }

    @Test
    void an_answer_for_somebody_else_is_refused() {
        open();
        tamper("nonce");
        signIn();
        browser.until("location.port === '" + playhead.port() + "' && " + MESSAGE);
        assertThat(browser.text("#provider-message")).contains("for somebody else");
        assertThat(kept()).isEqualTo("{}");

        tamper("verifier");
        browser.click("#provider-sign-in");
        browser.until("location.port === '" + playhead.port() + "' && " + MESSAGE);
        assertThat(browser.text("#provider-message")).contains("took back its answer");
    }

    /** Has the page remember something else than what it sends. */
    private static void tamper(String field) {
        browser.run("const set = Storage.prototype.setItem; Storage.prototype.setItem = function (key, value) {"
                + "const trip = JSON.parse(value); trip[arguments_field] = 'x'.repeat(43);"
                        .replace("arguments_field", "'" + field + "'")
                + "set.call(this, key, JSON.stringify(trip)); };");
    }

    @Test
    void a_provider_that_refuses_is_quoted() {
        open();
        browser.run("sessionStorage.setItem('playhead.trip', JSON.stringify({state: 's'}))");
        browser.open(page() + "?error=access_denied&state=s");
        browser.until(MESSAGE);

        assertThat(browser.text("#provider-message")).contains("(access_denied)");
        assertThat(kept()).isEqualTo("{}");
    }

    @Test
    void anybody_is_told_how_one_signs_in() {
        RawHttp.Answer answer = RawHttp.once(playhead.port(), "GET", "/sign-in");
        JsonNode way = JsonMapper.shared().readTree(answer.body());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(way.propertyNames())
                .containsExactlyInAnyOrder(
                        "authority",
                        "issuer",
                        "authorization_endpoint",
                        "token_endpoint",
                        "end_session_endpoint",
                        "client_id",
                        "scope",
                        "parameters");
        assertThat(way.path("token_endpoint").asString()).isEqualTo(provider.issuer() + "/oauth2/token");
        assertThat(RawHttp.once(RunningPlayhead.shared().port(), "GET", "/sign-in")
                        .text())
                .isEqualTo("{\"authority\":\"static\"}");
    }

    @Test
    void the_page_may_ask_the_provider_and_nobody_else() {
        RawHttp.Answer first = RawHttp.once(playhead.port(), "GET", "/");

        assertThat(first.header("Content-Security-Policy"))
                .contains("connect-src 'self' " + provider.issuer() + ";")
                .contains("default-src 'none'");
        assertThat(first.header("Cache-Control")).isEqualTo("no-store");
        assertThat(RawHttp.once(playhead.port(), "GET", "/", "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT")
                        .status())
                .as("a browser that kept the page would keep its old policy")
                .isEqualTo(200);
    }

    @Test
    void scripts_show_their_tokens_in_either_header() {
        JWTClaimsSet claims = provider.good(new Date())
                .claim("tenant_uuid", RunningPlayhead.TENANT_X.toString())
                .claim("realm_access", Map.of("roles", List.of("listener")))
                .build();
        String token = provider.signed(claims);
        String forged = token.substring(0, token.length() - 8) + "AAAAAAAA";

        assertThat(calls("X-Auth-Token: " + token).status()).isEqualTo(200);
        assertThat(calls("Authorization: Bearer " + token).status()).isEqualTo(200);
        RawHttp.Answer refused = calls("Authorization: Bearer " + forged);
        JsonNode body = JsonMapper.shared().readTree(refused.body());
        assertThat(refused.status()).isEqualTo(401);
        assertThat(body.path("error_id").asString()).isEqualTo("unauthorized");
        assertThat(body.at("/details/reason").asString()).isEqualTo("not_found_or_expired");
        assertThat(refused.text()).doesNotContain(forged);
    }

    private static RawHttp.Answer calls(String header) {
        return RawHttp.once(playhead.port(), "GET", "/1.0/cdr", header);
    }
}
