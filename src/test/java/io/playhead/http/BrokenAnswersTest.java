package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** What fails after its answer has begun never looks whole, whatever the failure looks like. */
class BrokenAnswersTest {

    private static DisposableServer serving(Throwable failure) {
        Flux<byte[]> octets = Flux.concat(
                Flux.range(0, 100).map(number -> "line\n".getBytes(StandardCharsets.UTF_8)), Flux.error(failure));
        RouterFunction<ServerResponse> routes = RouterFunctions.route()
                .GET("/", request -> Replies.response(Reply.streamed(200, "text/plain", octets)))
                .build();
        HandlerStrategies strategies = HandlerStrategies.builder()
                .exceptionHandler(new ApiFailures(InstantSource.system()))
                .build();
        return HttpServer.create()
                .host("localhost")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(routes, strategies)))
                .bindNow();
    }

    /** Spring knows a client that has left by such words; here it is a connection of our own. */
    @ParameterizedTest
    @ValueSource(strings = {"Connection reset by peer", "Broken pipe", "anything else"})
    void the_connection_is_closed_without_an_end(String message) {
        DisposableServer server = serving(new IOException(message));
        try (RawHttp http = RawHttp.plain(server.port())) {
            http.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

            Assertions.assertThatThrownBy(() ->
                            assertThat(http.answer(false).text()).as("ended").isNull())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCauseInstanceOf(EOFException.class);
        } finally {
            server.disposeNow();
        }
    }
}
