package io.playhead.imports;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The jobs in PostgreSQL, for whoever does them. */
final class JobTable {

    /** Whoever says nothing for so long is thought to be dead. */
    static final Duration LEASE = Duration.ofMinutes(2);

    private final Connection connection;

    JobTable(Connection connection) {
        this.connection = connection;
    }

    /**
     * A job to be done.
     *
     * @param attempt how often it was taken up, this time included: what a lost one still writes does not count
     * @param request as it is kept
     * @param cancelled whether somebody wanted it to end before it was taken
     * @param imported how many files earlier attempts have imported
     */
    record Taken(UUID uuid, int attempt, String request, long imported, boolean cancelled) {}

    /** The oldest that nobody is at. */
    Optional<Taken> take() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                UPDATE playhead.import_job SET state = 'running', leased_until = now() + make_interval(secs => ?),
                  started_at = coalesce(started_at, now()), outcomes = '{}', attempts = attempts + 1
                WHERE uuid = (SELECT uuid FROM playhead.import_job
                  WHERE state = 'pending' OR state = 'running' AND leased_until < now()
                  ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING uuid, attempts, request, imported, cancelled""")) {
            statement.setLong(1, LEASE.toSeconds());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                Taken taken = new Taken(
                        row.getObject("uuid", UUID.class),
                        row.getInt("attempts"),
                        row.getString("request"),
                        row.getLong("imported"),
                        row.getBoolean("cancelled"));
                forgetFindings(taken.uuid());
                return Optional.of(taken);
            }
        }
    }

    private void forgetFindings(UUID job) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM playhead.import_finding WHERE job_uuid = ?")) {
            statement.setObject(1, job);
            statement.executeUpdate();
        }
    }

    /**
     * Keeps how far it is.
     *
     * @return whether somebody wants it to end, or another is at it
     */
    boolean progressed(Taken job, String outcomes, long imported) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                UPDATE playhead.import_job SET outcomes = ?, imported = ?,
                  leased_until = now() + make_interval(secs => ?)
                WHERE uuid = ? AND attempts = ? AND state = 'running' RETURNING cancelled""")) {
            statement.setString(1, outcomes);
            statement.setLong(2, imported);
            statement.setLong(3, LEASE.toSeconds());
            statement.setObject(4, job.uuid());
            statement.setInt(5, job.attempt());
            try (ResultSet row = statement.executeQuery()) {
                return !row.next() || row.getBoolean(1);
            }
        }
    }

    /** @param first number of the first of them */
    void add(Taken job, int first, List<Finding> findings) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO playhead.import_finding (job_uuid, number, file, outcome, recording_uuid)
                SELECT uuid, ?, ?, ?, ?::uuid FROM playhead.import_job
                WHERE uuid = ? AND attempts = ? AND state = 'running' FOR SHARE""")) {
            for (int index = 0; index < findings.size(); index++) {
                Finding finding = findings.get(index);
                statement.setInt(1, first + index);
                statement.setString(2, finding.file());
                statement.setString(3, finding.outcome().name());
                statement.setObject(4, finding.recording());
                statement.setObject(5, job.uuid());
                statement.setInt(6, job.attempt());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** @param error the id of what made it fail */
    void end(Taken job, String state, @Nullable String error) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                UPDATE playhead.import_job SET state = ?, error = ?, ended_at = now(), leased_until = NULL
                WHERE uuid = ? AND attempts = ? AND state = 'running'""")) {
            statement.setString(1, state);
            statement.setString(2, error);
            statement.setObject(3, job.uuid());
            statement.setInt(4, job.attempt());
            statement.executeUpdate();
        }
    }

    /** For another, at once: it does not count as an attempt. */
    void release(Taken job) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                UPDATE playhead.import_job SET leased_until = now(), attempts = attempts - 1
                WHERE uuid = ? AND attempts = ? AND state = 'running'""")) {
            statement.setObject(1, job.uuid());
            statement.setInt(2, job.attempt());
            statement.executeUpdate();
        }
    }
}
