package io.playhead.database;

import io.r2dbc.pool.ConnectionPool;
import org.springframework.r2dbc.core.DatabaseClient;

/**
 * For statements that PostgreSQL is to plan each time for the very values they look for: one plan for any text can take
 * thirty times as long. All others it plans once for each connection. On connections of their own, so that whoever
 * searches long does not keep everybody else waiting.
 */
public final class Searches implements AutoCloseable {

    private final ConnectionPool connections;
    private final DatabaseClient client;

    Searches(ConnectionPool connections) {
        this.connections = connections;
        this.client = DatabaseClient.create(connections);
    }

    public DatabaseClient client() {
        return client;
    }

    @Override
    public void close() {
        connections.dispose();
    }
}
