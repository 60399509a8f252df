package io.playhead.audio;

import io.playhead.audio.Probed.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.http.MediaType;

/**
 * Sun's {@code .snd}, big-endian. RFC 2046 §4.3 registers {@code audio/basic} for 8 kHz mono µ-law alone; for the rest
 * nothing is registered, and {@code audio/x-au} is what people use. Its 8-bit PCM is signed: not one of our codecs.
 */
final class AuProbe {

    private static final int HEADER = 24;
    /** A size nobody knew when the header was written: allowed, so the audio ends with the file. */
    private static final long UNKNOWN_SIZE = 0xffff_ffffL;

    private AuProbe() {}

    static Optional<Probed> probe(Peek file) throws IOException {
        if (!file.says(".snd", 0)) {
            return Optional.empty();
        }
        ByteBuffer header = file.bigEndianAt(0, HEADER);
        if (header.remaining() < HEADER) {
            return Optional.of(Probed.without(MediaType.parseMediaType("audio/x-au"), State.EMPTY));
        }
        return Optional.of(probe(file, header));
    }

    private static Probed probe(Peek file, ByteBuffer header) {
        long start = Integer.toUnsignedLong(header.getInt(4));
        long promised = Integer.toUnsignedLong(header.getInt(8));
        int encoding = header.getInt(12);
        long hertz = Integer.toUnsignedLong(header.getInt(16));
        int channels = header.getInt(20);
        MediaType type = type(encoding, hertz, channels);
        if (start < HEADER || !AudioFormat.plausible(hertz, channels)) {
            return Probed.without(type, State.UNRECOGNISED);
        }
        long there = Math.max(0, file.length() - start);
        long octets = Math.min(there, promised);
        int unit = channels * sampleOctets(encoding);
        Optional<Blocks> blocks = unit == 0 ? Optional.empty() : Optional.of(new Blocks(start, octets, unit, 1));
        OptionalLong frames = blocks.map(those -> OptionalLong.of(those.frames()))
                .orElse(octets == 0 ? OptionalLong.of(0) : OptionalLong.empty());
        int least = Math.max(1, unit);
        boolean missing = promised != UNKNOWN_SIZE && promised / least > there / least;
        State state = octets / least == 0 ? State.EMPTY : missing ? State.TRUNCATED : State.AVAILABLE;
        return Probed.of(
                type, state, new AudioFormat(Container.AU, codec(encoding), (int) hertz, channels, frames, blocks));
    }

    private static MediaType type(int encoding, long hertz, int channels) {
        boolean basic = encoding == 1 && hertz == 8000 && channels == 1;
        return new MediaType("audio", basic ? "basic" : "x-au");
    }

    private static Codec codec(int encoding) {
        return switch (encoding) {
            case 1 -> Codec.ULAW;
            case 3 -> Codec.PCM_S16;
            case 4 -> Codec.PCM_S24;
            case 5 -> Codec.PCM_S32;
            case 6, 7 -> Codec.FLOAT;
            case 27 -> Codec.ALAW;
            default -> Codec.UNKNOWN;
        };
    }

    private static int sampleOctets(int encoding) {
        return switch (encoding) {
            case 1, 27 -> 1;
            case 3 -> 2;
            case 4 -> 3;
            case 5, 6 -> 4;
            case 7 -> 8;
            default -> 0;
        };
    }
}
