package io.playhead.media;

import io.playhead.cdr.Recording;
import io.playhead.problem.Problem;

/** One recording of a call as it was found. */
sealed interface CallPart {

    Recording recording();

    /** It can be heard. */
    record Heard(StoredRecording stored, Sound sound) implements CallPart {

        @Override
        public Recording recording() {
            return stored.recording();
        }
    }

    /**
     * It cannot be heard.
     *
     * @param reason deleted, missing, unreadable, empty or undecodable
     * @param problem what is answered where it alone is asked for
     */
    record LeftOut(Recording recording, String reason, Problem problem) implements CallPart {}
}
