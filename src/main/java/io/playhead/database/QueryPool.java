package io.playhead.database;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ValidationDepth;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * The connections for queries. Where all of them have died, as when PostgreSQL has been started again, whoever asks
 * next goes past every one of them to a new one; however it goes, waiting ends with the limit.
 */
final class QueryPool extends ConnectionPool {

    private static final Duration IDLE = Duration.ofMinutes(5);

    private final Duration acquire;

    QueryPool(PostgresqlConnectionFactory connections, DatabaseProperties properties) {
        super(ConnectionPoolConfiguration.builder(connections)
                .name("playhead")
                .initialSize(1)
                .maxSize(properties.connections())
                .maxAcquireTime(properties.acquire())
                .maxIdleTime(IDLE)
                // a connection that the server has closed is known to be closed: asking it would be a round trip
                .validationDepth(ValidationDepth.LOCAL)
                .acquireRetry(properties.connections())
                .build());
        this.acquire = properties.acquire();
    }

    /** The pool's own limit begins anew with each retry. */
    @Override
    public Mono<Connection> create() {
        return super.create().timeout(acquire);
    }
}
