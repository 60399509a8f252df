package io.playhead.database;

import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * How short queries are run: to their end, though nobody may wait for them any more, since r2dbc-postgresql 1.1 does not
 * release the parameters of one that is cancelled just before it is sent; and with a limit of our own, since a server
 * that is frozen or cut off keeps none.
 */
public final class Queries {

    /** So much longer than the server's own limit, which is to come first where there is a server. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final Duration limit;

    /** @param statement how long the server works on one statement */
    public Queries(Duration statement) {
        this.limit = statement.plus(MARGIN);
    }

    /** Run when subscribed to; no cancel reaches it. Fails as {@link DatabaseProblems} has it. */
    public <T> Mono<T> run(Mono<T> query) {
        return Mono.deferContextual(context -> Mono.fromFuture(
                        // as a value: a failure that nobody waits for is no event
                        query.materialize().contextWrite(context).toFuture(), true))
                .<T>dematerialize()
                .timeout(limit)
                .onErrorMap(DatabaseProblems::translated);
    }
}
