package io.playhead.imports;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** JSON lines: one for each file that was not there already, at last one with the sums; and progress for people. */
final class PrintedReport implements Report {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long EVERY_NANOS = 2_000_000_000L;

    private final Tally tally = new Tally();
    private final long started = System.nanoTime();
    private final PrintStream out;
    private final PrintStream progress;
    private long told = started;

    PrintedReport(PrintStream out, PrintStream progress) {
        this.out = out;
        this.progress = progress;
    }

    @Override
    public void add(List<Finding> findings) {
        tally.add(findings);
        findings.stream()
                .filter(finding -> finding.outcome() != Outcome.THERE)
                .forEach(finding -> out.println(JSON.writeValueAsString(line(finding))));
        if (System.nanoTime() - told > EVERY_NANOS) {
            told = System.nanoTime();
            progress.println(sentence());
        }
    }

    private static Map<String, @Nullable Object> line(Finding finding) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("file", finding.file());
        line.put("outcome", finding.outcome().id());
        if (finding.recording() != null) {
            line.put("recording_uuid", finding.recording());
        }
        if (finding.call() != null) {
            line.put("cdr_id", finding.call());
        }
        if (!finding.outcome().isDone()) {
            line.put("reason", finding.outcome().sentence());
        }
        return line;
    }

    void end(boolean dryRun) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("files", tally.files());
        summary.put("dry_run", dryRun);
        summary.put("outcomes", tally.named());
        out.println(JSON.writeValueAsString(Map.of("summary", summary)));
        out.flush();
        progress.println(sentence());
    }

    private String sentence() {
        double seconds = (System.nanoTime() - started) / 1e9;
        return "%d files: %d imported, %d there, %d re-linked, %d left; %.0f/s"
                .formatted(
                        tally.files(),
                        tally.of(Outcome.IMPORTED),
                        tally.of(Outcome.THERE),
                        tally.of(Outcome.RELINKED),
                        tally.left(),
                        tally.files() / seconds);
    }
}
