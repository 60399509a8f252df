package io.playhead.imports;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A job as the API shows it.
 *
 * @param left files that were left
 */
record ImportJson(ImportJob job, List<Finding> left) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    Map<String, @Nullable Object> value() {
        ImportRequest request = job.request();
        JsonNode outcomes = JSON.readTree(job.outcomes());
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("uuid", job.uuid());
        value.put("state", job.state());
        value.put("folder", request.folder());
        value.put("pattern", request.patterns());
        value.put("tenant_uuid", request.tenant());
        value.put("zone", request.zone());
        value.put("dry_run", request.dryRun());
        value.put("create_calls", request.createCalls());
        value.put("relink", request.relink());
        value.put("created_at", job.created().toString());
        value.put("started_at", text(job.started()));
        value.put("ended_at", text(job.ended()));
        value.put("error", job.error());
        value.put("files", outcomes.valueStream().mapToLong(JsonNode::asLong).sum());
        value.put("outcomes", outcomes);
        value.put("left", left.stream().map(ImportJson::line).toList());
        return value;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static Map<String, @Nullable Object> line(Finding finding) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("file", finding.file());
        line.put("outcome", finding.outcome().id());
        line.put("recording_uuid", finding.recording());
        line.put("reason", finding.outcome().sentence());
        return line;
    }
}
