package io.playhead.database;

import reactor.core.publisher.Mono;

/**
 * Queries that go on to their end when nobody waits for them any more; their own limit bounds them. r2dbc-postgresql
 * 1.1 does not release the parameters of one that is cancelled just before it is sent.
 */
public final class Finished {

    private Finished() {}

    /** A short query, run when subscribed to, which no cancel reaches. */
    public static <T> Mono<T> query(Mono<T> query) {
        return Mono.deferContextual(
                context -> Mono.fromFuture(query.contextWrite(context).toFuture(), true));
    }
}
