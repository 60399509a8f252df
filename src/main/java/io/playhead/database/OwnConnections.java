package io.playhead.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Connections over JDBC, for work that waits, on threads of its own: never on an event loop. */
public final class OwnConnections {

    private final DatabaseProperties properties;

    /** @param migrations have been run, so that the tables are there */
    OwnConnections(DatabaseProperties properties, Migrations migrations) {
        this.properties = properties;
    }

    /** A new one, which the caller closes. */
    public Connection open() throws SQLException {
        return DriverManager.getConnection(properties.jdbcUrl(), properties.username(), properties.password());
    }
}
