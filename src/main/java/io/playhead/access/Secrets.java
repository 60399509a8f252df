package io.playhead.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The secret that signs, and another whose signatures count too: while secrets change that is the next one, before it
 * signs anywhere, and then the last one, until what it has signed is over.
 */
record Secrets(Secret signing, @Nullable Secret accepted) {

    List<Secret> all() {
        return accepted == null ? List.of(signing) : List.of(signing, accepted);
    }
}
