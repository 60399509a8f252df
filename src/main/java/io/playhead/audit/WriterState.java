package io.playhead.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A process that writes, as its row has it.
 *
 * @param ordinal from 1 on, in the order of their starts: a missing one has been removed
 * @param seen all that happened until then has been written
 * @param entries that it has ever written
 * @param chains in how many
 * @param how {@link #STOPPED}, when nothing was lost, or {@link #LOST}, which others say of it; null while it runs
 * @param pruned whether nothing of it is left but this row
 */
record WriterState(
        UUID uuid,
        long ordinal,
        Instant started,
        Instant seen,
        long entries,
        int chains,
        @Nullable Instant ended,
        @Nullable String how,
        boolean pruned) {

    static final String STOPPED = "stopped";
    static final String LOST = "gap";

    WriterState {
        started = started.truncatedTo(ChronoUnit.MICROS);
        seen = seen.truncatedTo(ChronoUnit.MICROS);
        ended = ended == null ? null : ended.truncatedTo(ChronoUnit.MICROS);
    }

    WriterState seen(Instant at) {
        return new WriterState(uuid, ordinal, started, at, entries, chains, ended, how, pruned);
    }

    WriterState wrote(int more, int inChains) {
        return new WriterState(uuid, ordinal, started, seen, entries + more, inChains, ended, how, pruned);
    }

    WriterState ended(Instant at, String word) {
        return new WriterState(uuid, ordinal, started, seen, entries, chains, at, word, pruned);
    }

    WriterState withoutEntries() {
        return new WriterState(uuid, ordinal, started, seen, entries, chains, ended, how, true);
    }
}
