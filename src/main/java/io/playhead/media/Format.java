package io.playhead.media;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names by which representations of a recording are asked for. */
enum Format {
    ORIGINAL,
    WAV,
    MP3,
    OPUS,
    OGG;

    static List<String> names() {
        return Arrays.stream(values()).map(Format::text).toList();
    }

    static Optional<Format> of(String text) {
        return Arrays.stream(values())
                .filter(format -> format.text().equals(text))
                .findFirst();
    }

    /** By which tickets know it: 1 to 255, the same for ever, so new ones come last. */
    int number() {
        return ordinal() + 1;
    }

    /** Empty of a number that no representation has: it may have been a newer version's. */
    static Optional<Format> numbered(int number) {
        return number >= 1 && number <= values().length ? Optional.of(values()[number - 1]) : Optional.empty();
    }

    /** As it stands in a URL. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
