package io.playhead.database;

import io.playhead.command.CommandFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The configured database, for a command, which has no beans. */
public final class CommandConnection {

    private CommandConnection() {}

    /**
     * To be closed by the caller.
     *
     * @throws CommandFailure naming the property that is wrong, or saying why the database does not answer
     */
    public static Connection open(Environment settings) {
        DatabaseProperties properties = properties(settings);
        try {
            return DriverManager.getConnection(properties.jdbcUrl(), properties.username(), properties.password());
        } catch (SQLException failure) {
            throw new CommandFailure("playhead.database.url: " + failure.getMessage(), failure);
        }
    }

    static DatabaseProperties properties(Environment settings) {
        try {
            return Binder.get(settings).bindOrCreate("playhead.database", DatabaseProperties.class);
        } catch (BindException wrong) {
            Throwable cause = wrong;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new CommandFailure(String.valueOf(cause.getMessage()), wrong);
        }
    }
}
