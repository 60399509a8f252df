package io.playhead.imports;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which way a call went, in the words of those who name files. */
enum Direction {
    INBOUND(Set.of("inbound", "in", "incoming", "external", "q", "queue", "rg", "ringgroup", "ivr")),
    OUTBOUND(Set.of("outbound", "out", "outgoing")),
    INTERNAL(Set.of("internal", "int", "exten", "local", "page", "conf", "group", "parking"));

    private final Set<String> words;

    Direction(Set<String> words) {
        this.words = words;
    }

    static Optional<Direction> of(String word) {
        String small = word.toLowerCase(Locale.ROOT);
        for (Direction direction : values()) {
            if (direction.words.contains(small)) {
                return Optional.of(direction);
            }
        }
        return Optional.empty();
    }

    /** As call-logd's rows have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
