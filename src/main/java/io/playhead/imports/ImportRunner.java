package io.playhead.imports;

import io.playhead.database.OwnConnections;
import io.playhead.storage.RecordingFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Does the jobs, one after another, on a thread of its own; also those that another process has left. */
final class ImportRunner implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ImportRunner.class);
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private static final int MOST_ATTEMPTS = 5;

    /** SQLSTATE of connections, rolled back transactions, full servers, locks, and servers that are being stopped. */
    private static final List<String> PASSING = List.of("08", "40", "53", "55P03", "57P");

    private final OwnConnections connections;
    private final RecordingFolders folders;
    private final InstantSource clock;
    private final Duration look;
    private final Semaphore wanted = new Semaphore(0);
    private volatile boolean stopping;
    private volatile @Nullable Thread thread;

    /** @param look how often others' jobs are looked for */
    ImportRunner(OwnConnections connections, RecordingFolders folders, InstantSource clock, Duration look) {
        this.connections = connections;
        this.folders = folders;
        this.clock = clock;
        this.look = look;
    }

    /** There is a new job. From any thread. */
    void wake() {
        wanted.release();
    }

    @Override
    public void start() {
        stopping = false;
        thread = Thread.ofPlatform().daemon().name("playhead-imports").start(this::run);
    }

    private void run() {
        while (!stopping) {
            try {
                if (!ranOne() && wanted.tryAcquire(look.toMillis(), TimeUnit.MILLISECONDS)) {
                    wanted.drainPermits();
                }
            } catch (InterruptedException ended) {
                return;
            } catch (SQLException | RuntimeException | Error failure) {
                log.warn("event=imports-wait cause={}", failure.toString());
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(Duration.ofSeconds(5));
        } catch (InterruptedException ended) {
            stopping = true;
        }
    }

    private boolean ranOne() throws SQLException {
        try (Connection connection = connections.open()) {
            JobTable jobs = new JobTable(connection);
            Optional<JobTable.Taken> job = jobs.take();
            if (job.isEmpty()) {
                return false;
            }
            run(connection, jobs, job.get());
            return true;
        }
    }

    private void run(Connection connection, JobTable jobs, JobTable.Taken job) throws SQLException {
        if (job.cancelled()) {
            jobs.end(job, "cancelled", null);
            return;
        }
        if (job.attempt() > MOST_ATTEMPTS) {
            jobs.end(job, "failed", "too-many-attempts");
            return;
        }
        try {
            attempt(connection, jobs, job);
        } catch (IOException unreadable) {
            fail(jobs, job, "folder-not-readable", unreadable);
        } catch (SQLException refused) {
            if (isPassing(refused)) {
                throw refused;
            }
            fail(jobs, job, "database-refused", refused);
        } catch (RuntimeException | Error failure) {
            fail(jobs, job, "internal-error", failure);
        }
    }

    private static void fail(JobTable jobs, JobTable.Taken job, String error, Throwable cause) throws SQLException {
        log.warn("event=import-failed import={} error={} cause={}", job.uuid(), error, cause.toString());
        jobs.end(job, "failed", error);
    }

    /** Whether another attempt may do better: the connection, the server's means, or others' transactions. */
    private static boolean isPassing(SQLException failure) {
        String state = failure.getSQLState();
        return state == null
                || failure instanceof SQLTransientException
                || PASSING.stream().anyMatch(state::startsWith);
    }

    private void attempt(Connection connection, JobTable jobs, JobTable.Taken job) throws IOException, SQLException {
        ImportRequest request = ImportRequest.read(job.request());
        Optional<Path> folder = request.path(folders);
        if (folder.isEmpty()) {
            jobs.end(job, "failed", "folder-not-found");
            return;
        }
        JobReport report = new JobReport(jobs, job, request.dryRun(), folders, () -> stopping);
        new Import(connection, folders, request.wish(ImportWish.SETTLE), clock, report).run(folder.get());
        if (report.isCancelled()) {
            jobs.end(job, "cancelled", null);
        } else if (stopping) {
            jobs.release(job);
        } else {
            jobs.end(job, "finished", null);
        }
    }

    @Override
    public void stop() {
        stopping = true;
        wake();
        Thread running = thread;
        if (running != null) {
            try {
                running.join(LONGEST_END);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
