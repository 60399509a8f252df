package io.playhead.imports;

import io.playhead.cdr.CdrProblems;
import io.playhead.cdr.RecordingTable;
import io.playhead.cdr.RecordingTable.Known;
import io.playhead.database.ChangeNotices;
import io.playhead.database.DatabaseProblems;
import io.playhead.database.OwnConnections;
import io.playhead.problem.ProblemException;
import io.playhead.storage.Place;
import io.playhead.storage.RecordingFolders;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** Finds the files of recordings again that somebody has moved or renamed, one at a time, on a thread of its own. */
final class Relinking implements AutoCloseable {

    /** How many may wait for the thread. */
    private static final int QUEUE = 16;

    private final OwnConnections connections;
    private final RecordingFolders folders;
    private final InstantSource clock;
    private final Duration limit;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(QUEUE),
            task -> Thread.ofPlatform().daemon().name("playhead-relink").unstarted(task));

    /** @param limit how long one search may take */
    Relinking(OwnConnections connections, RecordingFolders folders, InstantSource clock, Duration limit) {
        this.connections = connections;
        this.folders = folders;
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * A recording whose row says where its file lies now.
     *
     * @param file its name
     */
    record Relinked(UUID recording, UUID tenant, int call, String file) {}

    /**
     * Goes on though nobody waits for it any more. Fails with a problem where nothing was to be found, or nothing missing.
     *
     * @param done is told of it on the thread that did it, whoever waits
     */
    Mono<Relinked> relink(UUID recording, Set<UUID> tenants, Consumer<Relinked> done) {
        return Mono.fromFuture(
                () -> {
                    try {
                        return CompletableFuture.supplyAsync(
                                () -> {
                                    Relinked relinked = relinked(recording, tenants);
                                    done.accept(relinked);
                                    return relinked;
                                },
                                thread);
                    } catch (RejectedExecutionException full) {
                        return CompletableFuture.failedFuture(
                                ImportProblems.tooManySearches().exception(full));
                    }
                },
                true);
    }

    private Relinked relinked(UUID recording, Set<UUID> tenants) {
        try (Connection connection = connections.open()) {
            RecordingTable table = new RecordingTable(connection);
            Known known = table.known(recording)
                    .filter(found -> tenants.contains(found.tenant()))
                    .orElseThrow(() -> CdrProblems.recordingNotFound(recording).exception());
            String path = missing(known);
            FoundFile file = new SearchedFile(
                            folders, known, table, clock, clock.instant().plus(limit))
                    .find()
                    .orElseThrow(() -> ImportProblems.notFound(recording).exception());
            move(connection, table, known, path, file);
            return new Relinked(recording, known.tenant(), known.call(), file.name());
        } catch (SQLException failure) {
            throw DatabaseProblems.translated(failure) instanceof ProblemException known
                    ? known
                    : new IllegalStateException(failure);
        } catch (IOException failure) {
            throw ImportProblems.notSearched(recording).exception(failure);
        } catch (SearchedFile.TooLong late) {
            throw ImportProblems.notSearched(recording).exception(late);
        }
    }

    /** Where its row says that it lies. */
    private String missing(Known known) {
        String path = known.path();
        if (path == null) {
            throw ImportProblems.notMissing(known.uuid(), "deleted").exception();
        }
        Place place = new Place(path);
        if (!place.isFile()) {
            throw ImportProblems.notMissing(known.uuid(), "no-file").exception();
        }
        return switch (folders.whereabouts(place)) {
            case THERE -> throw ImportProblems.notMissing(known.uuid(), "there").exception();
            case UNKNOWN ->
                throw ImportProblems.notMissing(known.uuid(), "unreachable").exception();
            case ABSENT -> path;
        };
    }

    private static void move(Connection connection, RecordingTable table, Known known, String from, FoundFile file)
            throws SQLException {
        connection.setAutoCommit(false);
        table.lock();
        boolean moved = !table.isTaken(file.place()) && table.move(known.uuid(), from, file.place());
        ChangeNotices.recordingChanged(connection, known.uuid());
        connection.commit();
        if (!moved) {
            throw ImportProblems.notMissing(known.uuid(), "changed").exception();
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
