package io.playhead.ingest;

import io.playhead.cdr.NewCall;
import java.util.UUID;

/** Whose a recording is to be. */
sealed interface Subject {

    UUID tenant();

    /** A call that is registered with its recordings. */
    record Arriving(NewCall call) implements Subject {

        @Override
        public UUID tenant() {
            return call.tenant();
        }
    }

    /** A call that is there, if the tenant has it. */
    record Known(int call, UUID tenant) implements Subject {}
}
