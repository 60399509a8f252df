package io.playhead.audio;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a recording's header says of its audio. A frame is one sample of every channel.
 *
 * @param frames that are there, exact; empty where that takes more than a look at the header
 * @param blocks present for the codecs whose audio lies in blocks of a fixed size
 */
public record AudioFormat(
        Container container, Codec codec, int hertz, int channels, OptionalLong frames, Optional<Blocks> blocks) {

    /** Twice the highest rate that converters are built for (384 kHz). */
    private static final int HIGHEST_HERTZ = 768_000;

    /** Speech needs thrice as much; what says less is a mistake, and would make tiny chunks of everything. */
    private static final int LOWEST_HERTZ = 1000;

    private static final int MOST_CHANNELS = 256;

    public AudioFormat {
        if (!plausible(hertz, channels) || frames.orElse(0) < 0) {
            throw new IllegalArgumentException("not audio: " + hertz + " Hz, " + channels + " channels, " + frames);
        }
    }

    /** Without blocks: what only an outside decoder reads. */
    static AudioFormat stream(Container container, Codec codec, int hertz, int channels, OptionalLong frames) {
        return new AudioFormat(container, codec, hertz, channels, frames, Optional.empty());
    }

    /** Whether a header with these is believed. */
    static boolean plausible(long hertz, int channels) {
        return hertz >= LOWEST_HERTZ && hertz <= HIGHEST_HERTZ && channels > 0 && channels <= MOST_CHANNELS;
    }

    /** Of the frames that are there, to the nanosecond below; empty where they are not known. */
    public Optional<Duration> duration() {
        return frames.isEmpty() ? Optional.empty() : Optional.of(duration(frames.getAsLong()));
    }

    /** Whether every current browser plays this codec in this container. */
    public boolean playsEverywhere() {
        Container usual = switch (codec) {
            case MP3 -> Container.MPEG;
            case AAC -> Container.MP4;
            case FLAC -> Container.FLAC;
            default -> Container.WAVE;
        };
        return codec.playsEverywhere() && container == usual;
    }

    private Duration duration(long count) {
        return Duration.ofSeconds(count / hertz, count % hertz * 1_000_000_000 / hertz);
    }
}
