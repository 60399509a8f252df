package io.playhead.imports;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one file.
 *
 * @param file as a row would have it; for people, where it is no text
 * @param recording null where nobody can say
 * @param call the call's id; null where there is none, or none yet
 */
record Finding(
        String file,
        Outcome outcome,
        @Nullable UUID recording,
        @Nullable Integer call) {

    static Finding of(FoundFile file, Outcome outcome) {
        return new Finding(file.place(), outcome, null, null);
    }
}
