package io.playhead.cdr;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a recording's stored octets were when last looked at. They hold while length and modification time stay the
 * same.
 *
 * @param octets how many there are
 * @param modifiedNanos when they were modified, in nanoseconds since 1970, UTC
 * @param validator opaque part of the strong entity tag, fixed when these octets were first seen
 * @param sha256 their digest in hex, if one was made
 * @param crc32 their CRC-32 as an archive has it, if one was made
 * @param mediaType as in Content-Type
 * @param codec name of the codec, in the words of {@code audio}
 * @param hertz samples a second and channel; null if unknown
 * @param frames samples of one channel; null if unknown
 * @param state what the octets themselves tell: available, empty, truncated or unrecognised
 * @param plainWave whether they are a WAVE of 16-bit PCM, whole and under a right header
 */
public record RecordingFacts(
        long octets,
        long modifiedNanos,
        String validator,
        @Nullable String sha256,
        @Nullable Long crc32,
        String mediaType,
        String codec,
        @Nullable Integer hertz,
        @Nullable Integer channels,
        @Nullable Long frames,
        String state,
        boolean plainWave) {

    /** How long the audio is; null if nobody knows. */
    public @Nullable Duration duration() {
        return frames == null || hertz == null ? null : Duration.ofMillis(Math.round(1000.0 * frames / hertz));
    }
}
