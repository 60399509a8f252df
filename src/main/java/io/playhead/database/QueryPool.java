package io.playhead.database;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ValidationDepth;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Connections for queries, or for readings of long results. Where all of them have died, as when PostgreSQL has been started again, whoever asks
 * next goes past every one of them to a new one; however it goes, waiting ends with the limit.
 */
final class QueryPool extends ConnectionPool {

    private static final Duration IDLE = Duration.ofMinutes(5);

    private final Duration acquire;

    /** @param initial how many are made at the start @param most how many there may be at a time */
    QueryPool(
            PostgresqlConnectionFactory connections,
            DatabaseProperties properties,
            String name,
            int initial,
            int most) {
        super(ConnectionPoolConfiguration.builder(connections)
                .name(name)
                .initialSize(initial)
                .maxSize(most)
                .maxAcquireTime(properties.acquire())
                .maxIdleTime(IDLE)
                // a connection that the server has closed is known to be closed: asking it would be a round trip
                .validationDepth(ValidationDepth.LOCAL)
                .acquireRetry(most)
                .build());
        this.acquire = properties.acquire();
    }

    /** The pool's own limit begins anew with each retry. */
    @Override
    public Mono<Connection> create() {
        return super.create().timeout(acquire);
    }
}
