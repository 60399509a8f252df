package io.playhead.imports;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The names that an import understands.
 *
 * @param patterns the first that fits counts
 * @param zone of times in names that say none
 */
record Names(List<NamePattern> patterns, ZoneId zone) {

    /** A Wazo's own file, and the name under which its API gives recordings. */
    static final List<String> WAZO = List.of(
            "{tenant}/monitor/{recording}.{format}",
            "{tenant}/monitor/{year}-{month}-{day}T{hour}_{minute}_{second}{zone}-{call}-{recording}.{format}",
            "{year}-{month}-{day}T{hour}_{minute}_{second}{zone}-{call}-{recording}.{format}");

    /** As MixMonitor is usually called in a dialplan, and by its own example. */
    static final List<String> ASTERISK = List.of(
            "{year}{month}{day}-{hour}{minute}{second}-{source}-{destination}-{uniqueid}.{format}",
            "{source}-{destination}-{year}{month}{day}-{hour}{minute}{second}-{uniqueid}.{format}",
            "{year}{month}{day}-{hour}{minute}{second}-{uniqueid}.{format}",
            "{uniqueid}.{format}");

    /** Its macros and modules for recording write the kind of call first, then who was called, then who called. */
    static final List<String> FREEPBX = List.of(
            "{direction}-{destination}-{source}-{year}{month}{day}-{hour}{minute}{second}-{uniqueid}.{format}",
            "{direction}-{destination}-{year}{month}{day}-{hour}{minute}{second}-{uniqueid}.{format}");

    private static final Map<String, List<String>> SETS =
            Map.of("wazo", WAZO, "asterisk", ASTERISK, "freepbx", FREEPBX);

    /**
     * Wazo's names are understood always, after those that are given.
     *
     * @param given patterns, or names of sets of them
     * @throws IllegalArgumentException that says what is wrong with one
     */
    static Names of(List<String> given, ZoneId zone) {
        return new Names(
                Stream.concat(
                                given.stream().flatMap(text -> SETS.getOrDefault(text, List.of(text)).stream()),
                                WAZO.stream())
                        .distinct()
                        .map(NamePattern::of)
                        .toList(),
                zone);
    }

    /**
     * What the end of a path says; empty if no pattern fits.
     *
     * @throws DateTimeException if it says a time that there is not
     */
    Optional<Named> understand(String path) {
        return patterns.stream()
                .flatMap(pattern -> pattern.match(path).stream())
                .findFirst()
                .map(pieces -> Named.of(pieces, zone));
    }
}
