package io.playhead.imports;

import io.playhead.storage.RecordingFolders;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.json.JsonMapper;

/** Keeps in PostgreSQL what became of files, and of those that were left the first thousand by name. */
final class JobReport implements Report {

    static final int MOST_FINDINGS = 1000;

    private static final int LONGEST_NAME = 1000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JobTable jobs;
    private final JobTable.Taken job;
    private final boolean dryRun;
    private final RecordingFolders folders;
    private final BooleanSupplier stopping;
    private final Tally tally = new Tally();
    private int findings;
    private boolean cancelled;
    private long told = System.nanoTime();

    JobReport(JobTable jobs, JobTable.Taken job, boolean dryRun, RecordingFolders folders, BooleanSupplier stopping) {
        this.jobs = jobs;
        this.job = job;
        this.dryRun = dryRun;
        this.folders = folders;
        this.stopping = stopping;
    }

    @Override
    public void add(List<Finding> found) throws SQLException {
        tally.add(found);
        List<Finding> left = found.stream()
                .filter(finding -> !finding.outcome().isDone())
                .limit(MOST_FINDINGS - findings)
                .map(this::shown)
                .toList();
        jobs.add(job, findings, left);
        findings += left.size();
        progressed();
    }

    private void progressed() throws SQLException {
        told = System.nanoTime();
        cancelled = jobs.progressed(job, JSON.writeValueAsString(outcomes()), imported());
    }

    /** A long way between files does not look like death. */
    @Override
    public void going() throws SQLException {
        if (System.nanoTime() - told > JobTable.LEASE.toNanos() / 4) {
            progressed();
        }
    }

    private long imported() {
        return dryRun ? 0 : job.imported() + tally.of(Outcome.IMPORTED);
    }

    /** What an earlier attempt of this job has imported counts as imported, not as there before. */
    private Map<String, Long> outcomes() {
        Map<String, Long> outcomes = tally.named();
        long earlier = Math.min(job.imported(), tally.of(Outcome.THERE));
        if (earlier > 0) {
            outcomes.put(Outcome.IMPORTED.id(), tally.of(Outcome.IMPORTED) + earlier);
            outcomes.merge(Outcome.THERE.id(), -earlier, Long::sum);
        }
        outcomes.values().removeIf(count -> count == 0);
        return outcomes;
    }

    /** By its root's name: nobody is shown where a root lies. */
    private Finding shown(Finding finding) {
        String shown = folders.shown(finding.file());
        String text = shown.replace('\0', '?');
        return new Finding(
                text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text,
                finding.outcome(),
                finding.recording(),
                null);
    }

    boolean isCancelled() {
        return cancelled;
    }

    @Override
    public boolean isOver() {
        return cancelled || stopping.getAsBoolean();
    }
}
