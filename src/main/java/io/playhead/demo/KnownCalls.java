package io.playhead.demo;

import reactor.core.publisher.Mono;

/** Asks whether a conversation is registered already. */
@FunctionalInterface
interface KnownCalls {

    Mono<Boolean> has(String conversation);
}
