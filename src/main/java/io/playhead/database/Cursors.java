package io.playhead.database;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.postgresql.api.PostgresTransactionDefinition;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Long results, read some rows at a time as somebody takes them, all statements of one reading in one snapshot. Each
 * reading has a connection of its own for as long as it lasts; they are kept apart from those of short queries, so that
 * a few who read slowly do not keep everybody else waiting. The server's limit of time is for each portion.
 */
public final class Cursors implements AutoCloseable {

    private static final PostgresTransactionDefinition SNAPSHOT =
            PostgresTransactionDefinition.from(IsolationLevel.REPEATABLE_READ).readOnly();

    private final ConnectionPool connections;
    private final Queries queries;

    Cursors(ConnectionPool connections, Queries queries) {
        this.connections = connections;
        this.queries = queries;
    }

    /** Reads in one snapshot. Cancelling gives the connection back at once. Fails as {@link DatabaseProblems} has it. */
    public <T> Flux<T> read(Function<Snapshot, Flux<T>> work) {
        return Flux.usingWhen(
                        connections.create(),
                        connection -> Mono.from(connection.beginTransaction(SNAPSHOT))
                                .thenMany(Flux.defer(() -> work.apply(new Snapshot(connection)))),
                        Cursors::ended)
                .onErrorMap(DatabaseProblems::translated);
    }

    @Override
    public void close() {
        connections.dispose();
    }

    private static Publisher<Void> ended(Connection connection) {
        return Mono.from(connection.rollbackTransaction())
                .onErrorComplete()
                .then(Mono.from(connection.close()).onErrorComplete());
    }

    /** The database as it was when the first statement was run. */
    public final class Snapshot {

        private static final String ROWS = "playhead_rows";

        private final Connection connection;

        private Snapshot(Connection connection) {
            this.connection = connection;
        }

        /** The only row. */
        public <T> Mono<T> one(String sql, List<Object> values, Function<Readable, T> row) {
            return queries.run(Flux.from(bound(sql, values).execute())
                    .concatMap(result -> result.map(row))
                    .single());
        }

        /**
         * The rows in portions; the next is asked for when the one before has been taken. One result at a time.
         *
         * @param portion how many rows at a time
         */
        public <T> Flux<List<T>> rows(String sql, List<Object> values, Function<Readable, T> row, int portion) {
            AtomicBoolean more = new AtomicBoolean(true);
            Mono<List<T>> next = Flux.defer(() -> connection
                            .createStatement("FETCH FORWARD " + portion + " FROM " + ROWS)
                            .execute())
                    .concatMap(result -> result.map(row))
                    .collectList()
                    .doOnNext(rows -> more.set(rows.size() == portion));
            return queries.run(Flux.from(bound("DECLARE " + ROWS + " NO SCROLL CURSOR FOR " + sql, values)
                                    .execute())
                            .concatMap(result -> result.getRowsUpdated())
                            .then(Mono.just(true)))
                    .thenMany(Flux.defer(() -> queries.run(next)).repeat(more::get))
                    .filter(rows -> !rows.isEmpty());
        }

        private Statement bound(String sql, List<Object> values) {
            Statement statement = connection.createStatement(sql);
            for (int index = 0; index < values.size(); index++) {
                statement.bind(index, values.get(index));
            }
            return statement;
        }
    }
}
