package io.playhead.imports;

import io.playhead.cdr.Recording;
import io.playhead.cdr.RecordingFacts;
import io.playhead.cdr.RecordingTable;
import io.playhead.cdr.RecordingTable.Known;
import io.playhead.database.ChangeNotices;
import io.playhead.storage.Place;
import io.playhead.storage.RecordingFolders;
import io.playhead.storage.RecordingFolders.Whereabouts;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Some hundred files, and what becomes of each: looked at outside a transaction, registered in one, and only said to be
 * when that is committed. For one use.
 */
final class ImportBatch {

    private final Connection connection;
    private final RecordingTable table;
    private final RecordingFolders folders;
    private final ImportWish wish;
    private final Instant now;

    private final List<Finding> findings = new ArrayList<>();
    private final Map<UUID, RecordingFacts> facts = new LinkedHashMap<>();
    private final Map<UUID, RecordingFacts> newFacts = new LinkedHashMap<>();
    private final List<Recording> rows = new ArrayList<>();
    private final List<Move> moves = new ArrayList<>();

    /** A recording whose file was moved by hand. */
    private record Move(Known known, Candidate candidate) {

        /** Whether the file's name ends as that in its row. */
        boolean isAlike() {
            return candidate.file().extension().equals(FoundFile.extension(String.valueOf(known.path())));
        }
    }

    ImportBatch(Connection connection, RecordingFolders folders, ImportWish wish, Instant now) {
        this.connection = connection;
        this.table = new RecordingTable(connection);
        this.folders = folders;
        this.wish = wish;
        this.now = now;
    }

    /** @return what became of each of the files */
    List<Finding> run(List<FoundFile> files) throws SQLException {
        List<Candidate> candidates = new ArrayList<>();
        files.forEach(file -> understood(file).ifPresent(candidates::add));
        if (candidates.isEmpty()) {
            return findings;
        }
        Map<UUID, Known> known = table.known(uuids(candidates));
        List<Candidate> fresh = new ArrayList<>();
        for (Candidate candidate : candidates) {
            Known row = known.get(candidate.uuid());
            if (row == null) {
                fresh.add(candidate);
            } else {
                compare(candidate, row);
            }
        }
        commit(described(fresh));
        return findings;
    }

    private static List<UUID> uuids(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::uuid).toList();
    }

    private Optional<Candidate> understood(FoundFile file) {
        Outcome refusal;
        try {
            refusal = refusal(file);
            if (refusal == null) {
                Optional<Named> named = wish.names().understand(file.place());
                UUID tenant = named.map(Named::tenant).orElse(wish.tenant());
                if (named.isPresent() && tenant != null && wish.allows(file, tenant)) {
                    return Optional.of(Candidate.of(file, named.get(), tenant));
                }
                refusal = named.isEmpty()
                        ? Outcome.NOT_UNDERSTOOD
                        : tenant == null ? Outcome.NO_TENANT : Outcome.OTHER_TENANT;
            }
        } catch (DateTimeException noTime) {
            refusal = Outcome.NO_SUCH_TIME;
        }
        findings.add(Finding.of(file, refusal));
        return Optional.empty();
    }

    private @Nullable Outcome refusal(FoundFile file) {
        if (FoundFile.isTemporary(file.name())) {
            return Outcome.TEMPORARY;
        }
        if (!file.isText()) {
            return Outcome.NAME_NOT_TEXT;
        }
        return file.isFresh(now, wish.settle()) ? Outcome.GROWING : null;
    }

    /** A recorder may pause, and write its header at last: what looks unfinished is believed to be so a while longer. */
    private boolean isUnfinished(FoundFile file, RecordingFacts found) {
        boolean patched = found.plainWave() || !found.codec().equals("PCM_S16");
        return !(found.state().equals("available") && patched) && file.isFresh(now, wish.unfinished());
    }

    private void compare(Candidate candidate, Known row) {
        if (!row.tenant().equals(candidate.tenant())) {
            add(candidate, Outcome.TAKEN, null);
            return;
        }
        String path = row.path();
        if (path == null) {
            add(candidate, Outcome.DELETED, row.call());
            return;
        }
        Optional<Path> lies = path.equals(candidate.file().place())
                ? Optional.of(candidate.file().path())
                : folders.file(new Place(path));
        if (lies.isPresent()) {
            there(candidate, row, lies.get());
        } else {
            missing(candidate, row, new Place(path));
        }
    }

    /** Only what is certainly gone can have been moved, and only to a file that is certainly it. */
    private void missing(Candidate candidate, Known row, Place place) {
        if (folders.whereabouts(place) != Whereabouts.ABSENT) {
            add(candidate, Outcome.UNREACHABLE, row.call());
        } else if (!wish.relink()) {
            add(candidate, Outcome.MOVED, row.call());
        } else if (isProven(candidate, row)) {
            moves.add(new Move(row, candidate));
        } else {
            add(candidate, Outcome.UNPROVEN, row.call());
        }
    }

    /** By the digest where one is known; else by the UUID in its name, if it is sound. */
    private boolean isProven(Candidate candidate, Known row) {
        FoundFile file = candidate.file();
        if (file.isOutside(row.tenant())) {
            return false;
        }
        String digest = row.sha256();
        if (digest != null) {
            return Objects.equals(row.octets(), file.length()) && digest.equals(file.digest(() -> {}));
        }
        try {
            return candidate.named().recording() != null
                    && candidate
                            .probed()
                            .filter(found -> !found.codec().equals(Candidate.UNKNOWN) && !isUnfinished(file, found))
                            .isPresent();
        } catch (IOException refused) {
            return false;
        }
    }

    /** What nobody has looked at yet is looked at now: lists can then be filtered by its state. */
    private void there(Candidate candidate, Known row, Path lies) {
        boolean same = lies.equals(candidate.file().path());
        if (same && !row.described()) {
            probed(candidate).ifPresent(found -> {
                facts.put(candidate.uuid(), found);
                add(candidate, Outcome.THERE, row.call());
            });
        } else {
            add(candidate, same ? Outcome.THERE : Outcome.ELSEWHERE, row.call());
        }
    }

    private Map<Candidate, RecordingFacts> described(List<Candidate> fresh) {
        Map<Candidate, RecordingFacts> described = new LinkedHashMap<>();
        Map<UUID, Candidate> seen = new HashMap<>();
        for (Candidate candidate : fresh) {
            Candidate first = seen.get(candidate.uuid());
            if (first != null) {
                boolean same = first.file().path().equals(candidate.file().path());
                add(candidate, same ? Outcome.THERE : Outcome.ELSEWHERE, null);
                continue;
            }
            Optional<RecordingFacts> found = probed(candidate);
            if (found.isPresent() && !candidate.isSound(found.get())) {
                add(candidate, Outcome.NOT_UNDERSTOOD, null);
                continue;
            }
            seen.put(candidate.uuid(), candidate);
            found.ifPresent(facts -> described.put(candidate, facts));
        }
        return described;
    }

    private Optional<RecordingFacts> probed(Candidate candidate) {
        try {
            Optional<RecordingFacts> found = candidate.probed().filter(facts -> !isUnfinished(candidate.file(), facts));
            if (found.isEmpty()) {
                add(candidate, Outcome.GROWING, null);
            }
            return found;
        } catch (IOException refused) {
            add(candidate, Outcome.UNREADABLE, null);
            return Optional.empty();
        }
    }

    private void commit(Map<Candidate, RecordingFacts> described) throws SQLException {
        if (described.isEmpty() && moves.isEmpty() && facts.isEmpty()) {
            return;
        }
        if (wish.dryRun()) {
            register(described);
            for (Move move : free()) {
                add(move.candidate(), Outcome.RELINKED, move.known().call());
            }
            return;
        }
        connection.setAutoCommit(false);
        boolean committed = false;
        try {
            table.lock();
            register(described);
            table.insert(rows);
            table.replace(newFacts);
            table.keep(facts);
            for (Move move : free()) {
                move(move);
            }
            if (!rows.isEmpty() || !moves.isEmpty()) {
                ChangeNotices.recordingsChanged(connection);
            }
            connection.commit();
            committed = true;
        } finally {
            if (!committed) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    /** Moves to files that are no other recording's; where several fit, those named as the row's file was come first. */
    private List<Move> free() throws SQLException {
        if (moves.isEmpty()) {
            return List.of();
        }
        Map<String, UUID> at = at(moves.stream().map(Move::candidate).toList());
        List<Move> free = new ArrayList<>();
        for (Move move : moves) {
            if (isAnothers(move.candidate(), at)) {
                add(move.candidate(), Outcome.REGISTERED, null);
            } else {
                free.add(move);
            }
        }
        free.sort(Comparator.comparing(move -> !move.isAlike()));
        return free;
    }

    /** The recordings whose files these are by now: a file does not become two. */
    private Map<String, UUID> at(Collection<Candidate> candidates) throws SQLException {
        return table.at(candidates.stream()
                .map(Candidate::file)
                .flatMap(file -> Stream.of(file.place(), file.path().toString()))
                .distinct()
                .toList());
    }

    private static boolean isAnothers(Candidate candidate, Map<String, UUID> at) {
        return Stream.of(candidate.file().place(), candidate.file().path().toString())
                .map(at::get)
                .filter(Objects::nonNull)
                .anyMatch(uuid -> !candidate.uuid().equals(uuid));
    }

    private void move(Move move) throws SQLException {
        boolean moved = table.move(
                move.known().uuid(),
                String.valueOf(move.known().path()),
                move.candidate().file().place());
        add(
                move.candidate(),
                moved ? Outcome.RELINKED : Outcome.MOVED,
                move.known().call());
    }

    /** Another run may have been quicker: under the lock it is asked once more. */
    private void register(Map<Candidate, RecordingFacts> described) throws SQLException {
        if (described.isEmpty()) {
            return;
        }
        Map<UUID, Known> known = table.known(uuids(List.copyOf(described.keySet())));
        Map<String, UUID> at = at(described.keySet());
        Map<Candidate, Recording> recordings = new LinkedHashMap<>();
        described.forEach((candidate, found) -> {
            Known row = known.get(candidate.uuid());
            if (row != null) {
                compare(candidate, row);
                return;
            }
            if (isAnothers(candidate, at)) {
                add(candidate, Outcome.REGISTERED, null);
                return;
            }
            try {
                recordings.put(candidate, candidate.recording(found, -1));
            } catch (DateTimeException noTime) {
                add(candidate, Outcome.NO_SUCH_TIME, null);
            }
        });
        Map<Candidate, Integer> calls = new CallsOfFiles(table, wish).of(recordings);
        recordings.forEach((candidate, row) -> register(candidate, row, calls.get(candidate)));
    }

    private void register(Candidate candidate, Recording row, @Nullable Integer call) {
        if (call == null) {
            add(candidate, Outcome.NO_CALL, null);
            return;
        }
        RecordingFacts found = row.facts();
        if (found != null) {
            newFacts.put(row.uuid(), found);
        }
        rows.add(new Recording(row.uuid(), call, row.tenant(), row.start(), row.end(), row.path(), found));
        add(candidate, Outcome.IMPORTED, call == CallsOfFiles.TO_BE_MADE ? null : call);
    }

    private void add(Candidate candidate, Outcome outcome, @Nullable Integer call) {
        findings.add(new Finding(candidate.file().place(), outcome, candidate.uuid(), call));
    }
}
