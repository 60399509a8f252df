package io.playhead.imports;

import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What can be wrong with imports and with recordings that are to be found again. */
final class ImportProblems {

    private ImportProblems() {}

    /** @param reason there, deleted, no-file, unreachable or changed */
    static Problem notMissing(UUID recording, String reason) {
        return Problem.of(
                Kind.CONFLICT,
                "recording-not-missing",
                "The recording's media are not missing",
                Map.of("recording_uuid", recording, "reason", reason));
    }

    static Problem notFound(UUID recording) {
        return Problem.of(
                Kind.NOT_FOUND,
                "recording-media-not-found-again",
                "No file within the roots is this recording's",
                Map.of("recording_uuid", recording));
    }

    static Problem notSearched(UUID recording) {
        return Problem.of(
                Kind.UNAVAILABLE,
                "recording-search-unfinished",
                "The folders could not be searched to their end",
                Map.of("recording_uuid", recording, Problem.RETRY_AFTER, 60));
    }

    static Problem tooManySearches() {
        return Problem.of(
                Kind.OVERLOADED,
                "too-many-searches",
                "Too many recordings are being searched for",
                Map.of(Problem.RETRY_AFTER, 10));
    }

    static Problem noImport(UUID job) {
        return Problem.of(Kind.NOT_FOUND, "import-not-found", "No import found", Map.of("import_uuid", job));
    }

    static Problem isOver(UUID job, String state) {
        return Problem.of(
                Kind.CONFLICT, "import-is-over", "The import is over", Map.of("import_uuid", job, "state", state));
    }

    static Problem badField(String field, String message, String constraint) {
        return Problem.of(
                Kind.MALFORMED,
                "invalid-data",
                "Sent data is invalid",
                Map.of(
                        field,
                        List.of(Map.of("message", message, "constraint_id", constraint, "constraint", constraint))));
    }
}
