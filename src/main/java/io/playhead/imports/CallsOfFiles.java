package io.playhead.imports;

import io.playhead.cdr.Recording;
import io.playhead.cdr.RecordingTable;
import io.playhead.cdr.RecordingTable.Conversed;
import io.playhead.cdr.RecordingTable.FoundCall;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which call each recording is of: the one that its name says, or that of its conversation, or else a new one. */
final class CallsOfFiles {

    /** In a dry run, the id of a call that would be made. */
    static final int TO_BE_MADE = 0;

    /** Names have whole seconds. */
    private static final Duration ROUNDING = Duration.ofSeconds(1);

    private final RecordingTable table;
    private final ImportWish wish;

    CallsOfFiles(RecordingTable table, ImportWish wish) {
        this.table = table;
        this.wish = wish;
    }

    /** A call that is not there: of one conversation there is one. */
    private record Key(UUID tenant, Object of) {}

    /** @return no call for those that have none, and for which none is made */
    Map<Candidate, Integer> of(Map<Candidate, Recording> recordings) throws SQLException {
        Map<Integer, UUID> tenants = table.tenants(said(recordings).toList());
        Map<String, List<Conversed>> conversations = table.conversations(conversations(recordings));
        Map<Candidate, Integer> calls = new HashMap<>();
        Map<Key, List<Candidate>> without = new LinkedHashMap<>();
        recordings.forEach((candidate, recording) -> {
            Optional<Integer> call = call(candidate, recording.start(), tenants, conversations);
            call.ifPresent(id -> calls.put(candidate, id));
            if (call.isEmpty() && wish.createCalls() && !isOthers(candidate, tenants)) {
                String uniqueid = candidate.named().uniqueid();
                Key key = new Key(candidate.tenant(), uniqueid == null ? candidate.uuid() : uniqueid);
                without.computeIfAbsent(key, none -> new ArrayList<>()).add(candidate);
            }
        });
        make(without, recordings, calls);
        return calls;
    }

    private static Stream<Integer> said(Map<Candidate, Recording> recordings) {
        return recordings.keySet().stream()
                .map(candidate -> candidate.named().call())
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .distinct();
    }

    private static List<String> conversations(Map<Candidate, Recording> recordings) {
        return recordings.keySet().stream()
                .map(candidate -> candidate.named().uniqueid())
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .distinct()
                .toList();
    }

    private static boolean isOthers(Candidate candidate, Map<Integer, UUID> tenants) {
        Integer said = candidate.named().call();
        UUID owner = said == null ? null : tenants.get(said);
        return owner != null && !owner.equals(candidate.tenant());
    }

    private static Optional<Integer> call(
            Candidate candidate,
            Instant start,
            Map<Integer, UUID> tenants,
            Map<String, List<Conversed>> conversations) {
        Integer said = candidate.named().call();
        if (said != null) {
            return candidate.tenant().equals(tenants.get(said)) ? Optional.of(said) : Optional.empty();
        }
        String uniqueid = candidate.named().uniqueid();
        List<Conversed> calls = uniqueid == null ? List.of() : conversations.getOrDefault(uniqueid, List.of());
        return during(
                start,
                calls.stream()
                        .filter(call -> call.tenant().equals(candidate.tenant()))
                        .toList());
    }

    /** A conversation that was transferred is several calls: the last that went on then. */
    private static Optional<Integer> during(Instant start, List<Conversed> calls) {
        return calls.stream()
                .filter(call -> !call.start().isAfter(start.plus(ROUNDING)) && !isOver(call, start.minus(ROUNDING)))
                .reduce((earlier, later) -> later)
                .map(Conversed::call);
    }

    private static boolean isOver(Conversed call, Instant by) {
        Instant end = call.end();
        return end != null && end.isBefore(by);
    }

    private void make(
            Map<Key, List<Candidate>> without, Map<Candidate, Recording> recordings, Map<Candidate, Integer> calls)
            throws SQLException {
        if (wish.dryRun()) {
            without.values().forEach(all -> all.forEach(candidate -> calls.put(candidate, TO_BE_MADE)));
            return;
        }
        if (without.isEmpty()) {
            return;
        }
        List<Integer> ids = table.newCalls(without.size());
        List<FoundCall> made = new ArrayList<>();
        for (List<Candidate> candidates : without.values()) {
            int id = ids.get(made.size());
            made.add(call(id, candidates, recordings));
            candidates.forEach(candidate -> calls.put(candidate, id));
        }
        table.insertCalls(made);
    }

    private static FoundCall call(int id, List<Candidate> candidates, Map<Candidate, Recording> recordings) {
        List<Recording> rows = candidates.stream()
                .map(candidate -> Objects.requireNonNull(recordings.get(candidate)))
                .toList();
        Named named = candidates.getFirst().named();
        Direction direction = named.direction();
        return new FoundCall(
                id,
                candidates.getFirst().tenant(),
                rows.stream().map(Recording::start).min(Instant::compareTo).orElseThrow(),
                rows.stream().map(Recording::end).max(Instant::compareTo).orElseThrow(),
                text(direction),
                named.uniqueid(),
                named.source(),
                named.destination(),
                named.user());
    }

    private static @Nullable String text(@Nullable Direction direction) {
        return direction == null ? null : direction.toString();
    }
}
