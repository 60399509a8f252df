package io.playhead.audit;

import io.playhead.http.Body;
import io.playhead.representation.Representation;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is about to hear: the body of one answer.
 *
 * @param tenant the recording's
 * @param recording null where it is all of the call
 * @param pieces each recording that is in it
 * @param format of the representation, by name
 * @param whole the representation that the body has ranges of
 * @param length of the audio; null if nobody knows
 */
public record Heard(
        UUID tenant,
        long call,
        @Nullable UUID recording,
        List<Piece> pieces,
        String format,
        Representation whole,
        @Nullable Duration length,
        Body.Part body) {

    /** Of one recording. */
    public Heard(
            UUID tenant,
            long call,
            UUID recording,
            String format,
            Representation whole,
            @Nullable Duration length,
            Body.Part body) {
        this(
                tenant,
                call,
                recording,
                List.of(new Piece(recording, 0, Double.POSITIVE_INFINITY)),
                format,
                whole,
                length,
                body);
    }

    /** A recording within what is heard, in seconds. */
    public record Piece(UUID recording, double from, double to) {}
}
