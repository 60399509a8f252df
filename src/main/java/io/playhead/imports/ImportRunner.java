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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Does the jobs, one after another, on a thread of its own; also those that another process has left. */
final class ImportRunner implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ImportRunner.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private static final int MOST_ATTEMPTS = 5;

    /** SQLSTATE of connections, rolled back transactions, full servers, locks, and servers that are being stopped. */
    private static final List<String> PASSING = List.of("08", "40", "53", "55P03", "57P");

    private final OwnConnections connections;
    private final RecordingFolders folders;
    private final InstantSource clock;
    private final Duration look;
    private final Worker worker = new Worker("playhead-imports");

    /** @param look how often others' jobs are looked for */
    ImportRunner(OwnConnections connections, RecordingFolders folders, InstantSource clock, Duration look) {
        this.connections = connections;
        this.folders = folders;
        this.clock = clock;
        this.look = look;
    }

    /** There is a new job. From any thread. */
    void wake() {
        worker.wake();
    }

    @Override
    public void start() {
        worker.start(this::run);
    }

    private void run() {
        try {
            while (!worker.isStopping()) {
                round();
            }
        } catch (InterruptedException ended) {
            log.debug("imports have ended", ended);
        }
    }

    private void round() throws InterruptedException {
        try {
            if (!ranOne()) {
                worker.rest(look);
            }
        } catch (SQLException | RuntimeException | Error failure) {
            log.warn("event=imports-wait cause={}", failure.toString());
            worker.rest(AFTER_FAILURE);
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
        JobReport report = new JobReport(jobs, job, request.dryRun(), folders, worker::isStopping);
        new Import(connection, folders, request.wish(ImportWish.SETTLE), clock, report).run(folder.get());
        if (report.isCancelled()) {
            jobs.end(job, "cancelled", null);
        } else if (worker.isStopping()) {
            jobs.release(job);
        } else {
            jobs.end(job, "finished", null);
        }
    }

    @Override
    public void stop() {
        worker.stop();
    }

    @Override
    public boolean isRunning() {
        return worker.isRunning();
    }
}
