package io.playhead.demo;

import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** How the page of the demonstration is entered by somebody who has not been given the token. */
interface Entrance {

    /** What answers at {@code /session}. */
    RouterFunction<ServerResponse> routes();

    /** The address to open, for the log. */
    String invitation(String port);
}
