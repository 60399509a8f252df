package io.playhead.database;

import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.R2dbcTransientResourceException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a failing database means for a request. */
public final class DatabaseProblems {

    private static final String CONNECTION_EXCEPTION = "08";
    private static final String OPERATOR_INTERVENTION = "57";
    private static final String INSUFFICIENT_RESOURCES = "53";

    private DatabaseProblems() {}

    /** The problem that a request is told, where the database could not be asked; else the failure itself. */
    public static Throwable translated(Throwable failure) {
        return isUnavailable(failure)
                ? Problem.of(Kind.UNAVAILABLE, "database-unavailable", "The database does not answer in time", Map.of())
                        .exception(innermost(failure))
                : failure;
    }

    /** What PostgreSQL or the network said; the wrapping repeats the statement, over many lines. */
    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : innermost(cause);
    }

    private static boolean isUnavailable(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof R2dbcTimeoutException
                    || cause instanceof R2dbcTransientResourceException
                    || cause instanceof R2dbcNonTransientResourceException
                    || cause instanceof TimeoutException
                    || cause instanceof IOException
                    || cause instanceof SQLException refused && isUnavailable(refused.getSQLState())
                    || cause instanceof R2dbcException known && isUnavailable(known.getSqlState())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnavailable(@Nullable String state) {
        return state != null
                && (state.startsWith(CONNECTION_EXCEPTION)
                        || state.startsWith(OPERATOR_INTERVENTION)
                        || state.startsWith(INSUFFICIENT_RESOURCES));
    }
}
