package io.playhead.service;

import java.util.function.BooleanSupplier;

/**
 * A part of the service that can fail while the rest goes on. Whoever polls for readiness wants all of them to work: none
 * may be listed that can stay broken in a sound installation.
 *
 * @param name as call-logd shows it
 * @param works asked for each answer; tells what is known already, and waits for nobody
 */
record StatusComponent(String name, BooleanSupplier works) {

    /** One that this installation does without. */
    static StatusComponent notNeeded(String name) {
        return new StatusComponent(name, () -> true);
    }
}
