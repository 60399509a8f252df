package io.playhead.database;

import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.Notification;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * {@code LISTEN}/{@code NOTIFY} between replicas. A notice sent within a transaction is delivered when that commits.
 * The listening connection is renewed for ever, with a back-off of at most two seconds.
 */
public final class ChangeNotices implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ChangeNotices.class);
    private static final String CHANNEL = "playhead_changes";
    private static final String RECORDING = "recording:";
    private static final String TICKETS = "tickets";
    private static final String MANY = "recordings";

    private final PostgresqlConnectionFactory connections;
    private final DatabaseClient database;
    private final Supplier<List<ChangeListener>> listeners;
    private volatile @Nullable Disposable listening;

    ChangeNotices(
            PostgresqlConnectionFactory connections,
            DatabaseClient database,
            Supplier<List<ChangeListener>> listeners) {
        this.connections = connections;
        this.database = database;
        this.listeners = listeners;
    }

    /** Over JDBC, for many recordings at once: everything that is cached of any is forgotten. */
    public static void recordingsChanged(Connection connection) throws SQLException {
        tell(connection, MANY);
    }

    /** The same over JDBC. To be run within the transaction that makes the change. */
    public static void recordingChanged(Connection connection, UUID recording) throws SQLException {
        tell(connection, RECORDING + recording);
    }

    private static void tell(Connection connection, String change) throws SQLException {
        try (PreparedStatement notice = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
            notice.setString(1, CHANNEL);
            notice.setString(2, change);
            notice.execute();
        }
    }

    /** To be run within the transaction that makes the change. */
    public Mono<Void> recordingChanged(UUID recording) {
        return told(RECORDING + recording);
    }

    /**
     * The same as an expression of SQL, for the statement that makes the change.
     *
     * @param uuid an expression that gives the recording's as text
     */
    public static String recordingChanged(String uuid) {
        return "pg_notify('" + CHANNEL + "', '" + RECORDING + "' || " + uuid + ")";
    }

    /** As above. */
    public Mono<Void> ticketsRevoked() {
        return told(TICKETS);
    }

    private Mono<Void> told(String change) {
        return database.sql("SELECT pg_notify($1, $2)")
                .bind(0, CHANNEL)
                .bind(1, change)
                .then();
    }

    @Override
    public void start() {
        List<ChangeListener> told = listeners.get();
        listening = Flux.usingWhen(connections.create(), connection -> notices(connection, told), ChangeNotices::closed)
                .doOnNext(notice -> tell(told, notice))
                // the stream of notices ends only when the connection does
                .concatWith(Mono.error(() -> new IllegalStateException("the connection for notices has ended")))
                .doOnError(failure -> told.forEach(ChangeListener::anythingMayHaveChanged))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(100))
                        .maxBackoff(Duration.ofSeconds(2))
                        .transientErrors(true)
                        .doBeforeRetry(retry -> log.warn(
                                "listening for changes again after: {}",
                                retry.failure().toString())))
                .subscribe();
    }

    /** It may be gone already, which is why it is being closed. */
    private static Mono<Void> closed(PostgresqlConnection connection) {
        return connection.close().onErrorComplete();
    }

    private static Flux<Notification> notices(PostgresqlConnection connection, List<ChangeListener> told) {
        Flux<Notification> listened = connection
                .createStatement("LISTEN " + CHANNEL)
                .execute()
                .flatMap(result -> result.getRowsUpdated())
                .doOnComplete(() -> told.forEach(ChangeListener::anythingMayHaveChanged))
                .thenMany(Flux.empty());
        return connection.getNotifications().mergeWith(listened);
    }

    private static void tell(List<ChangeListener> told, Notification notice) {
        String change = notice.getParameter();
        if (TICKETS.equals(change)) {
            told.forEach(ChangeListener::ticketsRevoked);
        }
        if (MANY.equals(change)) {
            told.forEach(ChangeListener::anythingMayHaveChanged);
        }
        if (change == null || !change.startsWith(RECORDING)) {
            return;
        }
        try {
            UUID recording = UUID.fromString(change.substring(RECORDING.length()));
            told.forEach(listener -> listener.recordingChanged(recording));
        } catch (IllegalArgumentException garbage) {
            log.warn("a notice that says nothing: {}", change);
        }
    }

    @Override
    public void stop() {
        close();
    }

    void close() {
        Disposable current = listening;
        if (current != null) {
            current.dispose();
            listening = null;
        }
    }

    /** Starts before the server listens, and stops after its last listener has been served. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public boolean isRunning() {
        return listening != null;
    }
}
