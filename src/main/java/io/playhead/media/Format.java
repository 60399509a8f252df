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

    /** As it stands in a URL. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
