package io.playhead.imports;

import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many files came to what. */
final class Tally {

    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);

    void add(Collection<Finding> findings) {
        findings.forEach(finding -> counts.merge(finding.outcome(), 1L, Long::sum));
    }

    long of(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    long files() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Files that have no row, or not the right one. */
    long left() {
        return counts.entrySet().stream()
                .filter(entry -> !entry.getKey().isDone())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** By the outcomes' names; those that are none are left out. */
    Map<String, Long> named() {
        Map<String, Long> named = new LinkedHashMap<>();
        counts.forEach((outcome, count) -> named.put(outcome.id(), count));
        return named;
    }
}
