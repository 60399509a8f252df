package io.playhead.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import io.playhead.problem.ProblemException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

class SignInLinkTest {

    private static final String TOKEN = "the-token-of-the-demonstration";
    private static final int MANY = 40;

    private final OneTimeCode code = new OneTimeCode(Instant::now);
    private final AtomicInteger failed = new AtomicInteger();
    private final SignInLink link = new SignInLink(TOKEN, code, this::failed);
    private final DisposableServer server = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .handle(new ReactorHttpHandlerAdapter(WebHttpHandlerBuilder.webHandler(
                            RouterFunctions.toWebHandler(link.routes(), HandlerStrategies.withDefaults()))
                    .exceptionHandlers(handlers -> {
                        handlers.add(SignInLinkTest::worded);
                        handlers.addAll(HandlerStrategies.withDefaults().exceptionHandlers());
                    })
                    .codecConfigurer(ServerCodecConfigurer.create()) // not by the first request, on its event loop
                    .build()))
            .bindNow();

    @AfterEach
    void stop() {
        server.disposeNow();
    }

    private Optional<ProblemException> failed(@Nullable InetAddress client) {
        assertThat(client).isEqualTo(InetAddress.getLoopbackAddress());
        return failed.incrementAndGet() > MANY
                ? Optional.of(Problem.of(Kind.OVERLOADED, "too-many-failed-attempts", "Later", Map.of())
                        .exception())
                : Optional.empty();
    }

    @Test
    void wrong_codes_count_as_failed_attempts_and_the_right_one_lets_in_nevertheless() {
        for (int attempt = 0; attempt < MANY; attempt++) {
            assertRefused(post(json("wrong" + attempt)));
        }
        assertThat(post(json("wrong")).status()).isEqualTo(429);

        assertThat(post(json(code.text())).status()).isEqualTo(200);
        assertThat(failed).hasValue(MANY + 1);
    }

    @Test
    void the_link_has_the_code_where_no_server_is_told_of_it() {
        assertThat(link.invitation("9298"))
                .isEqualTo("http://localhost:9298/#sign-in=" + code.text() + " signs in once, within an hour");
    }

    @Test
    void the_code_gives_the_token_once() {
        RawHttp.Answer first = post(json(code.text()));

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.text()).contains("\"token\":\"" + TOKEN + "\"");
        assertThat(first.header("Cache-Control")).isEqualTo("no-store");
        assertRefused(post(json(code.text())));
    }

    @Test
    void whatever_is_wrong_is_refused_alike() {
        RawHttp.Answer wrong = post(json("wrong"));
        for (String body : List.of("", "{}", "[]", "null", "{\"code\":null}", "{\"code\":[1]}", "{\"code\":", "\0")) {
            RawHttp.Answer answer = post(body);
            assertRefused(answer);
            assertThat(answer.text()).as(body).isEqualTo(wrong.text());
        }
        assertThat(post(json(code.text())).status()).isEqualTo(200);
        assertThat(post(json(code.text())).text()).as("when it is spent").isEqualTo(wrong.text());
    }

    @Test
    void a_very_long_body_is_refused() {
        assertRefused(post(json("x".repeat(1_000_000))));
    }

    @Test
    void of_many_at_a_time_one_is_given_the_token() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<RawHttp.Answer>> all = IntStream.range(0, 32)
                    .mapToObj(each -> (Callable<RawHttp.Answer>) () -> post(json(code.text())))
                    .toList();
            int given = 0;
            for (Future<RawHttp.Answer> each : threads.invokeAll(all)) {
                RawHttp.Answer answer = each.get();
                if (answer.status() == 200) {
                    given++;
                } else {
                    assertRefused(answer);
                }
            }
            assertThat(given).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Origin: http://recordings.example",
                "Origin: http://localhost:1",
                "Origin: null"
            })
    void a_page_of_another_origin_finds_nothing_and_spends_nothing(String header) {
        RawHttp.Answer answer = post(json(code.text()), "Content-Type: application/json", header);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
        assertThat(post(json(code.text()), "Content-Type: application/json", "Origin: http://localhost")
                        .status())
                .isEqualTo(200);
    }

    /** Else a form of any page could send it. */
    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data;boundary=a", "no/"})
    void a_body_that_does_not_say_it_is_json_is_refused_and_spends_nothing(String type) {
        assertRefused(post(json(code.text()), "Content-Type: " + type));
        assertThat(post(json(code.text())).status()).isEqualTo(200);
    }

    @Test
    void reading_signs_nobody_in() {
        RawHttp.Answer answer = RawHttp.once(server.port(), "GET", "/session");

        assertThat(answer.status()).isIn(404, 405);
        assertThat(answer.text()).doesNotContain(TOKEN);
    }

    @Test
    void a_configured_playhead_has_no_session() {
        RawHttp.Answer answer = post(RunningPlayhead.shared().port(), json("any"), "Content-Type: application/json");

        assertThat(answer.status()).isEqualTo(404);
    }

    /** As the program words it, status alone. */
    private static Mono<Void> worded(ServerWebExchange exchange, Throwable failure) {
        if (failure instanceof ProblemException refused) {
            exchange.getResponse().setRawStatusCode(refused.problem().status());
            return exchange.getResponse().setComplete();
        }
        return Mono.error(failure);
    }

    private static void assertRefused(RawHttp.Answer answer) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).doesNotContain(TOKEN);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    private static String json(String code) {
        return "{\"code\":\"" + code + "\"}";
    }

    private RawHttp.Answer post(String body) {
        return post(body, "Content-Type: application/json");
    }

    private RawHttp.Answer post(String body, String... headers) {
        return post(server.port(), body, headers);
    }

    private static RawHttp.Answer post(int port, String body, String... headers) {
        try (RawHttp http = RawHttp.plain(port)) {
            http.send("POST /session HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length() + "\r\n"
                    + String.join("\r\n", headers) + "\r\n\r\n" + body);
            return http.answer(false);
        }
    }
}
