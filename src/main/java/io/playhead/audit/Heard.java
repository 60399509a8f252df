package io.playhead.audit;

import io.playhead.http.Body;
import io.playhead.representation.Representation;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is about to hear: the body of one answer.
 *
 * @param tenant the recording's
 * @param format of the representation, by name
 * @param whole the representation that the body has ranges of
 * @param length of the audio; null if nobody knows
 */
public record Heard(
        UUID tenant,
        long call,
        UUID recording,
        String format,
        Representation whole,
        @Nullable Duration length,
        Body.Part body) {}
