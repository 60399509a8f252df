package io.playhead.audio;

import io.playhead.audio.Probed.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.http.MediaType;

/**
 * Formats without a header, mono all of them, by the extensions that Asterisk writes. {@code .raw} and {@code .pcm}
 * are left out: different programs mean different things by them.
 */
final class Headerless {

    /**
     * Signed linear has no media type of its own: {@code audio/L16} (RFC 2586) is big-endian and these are
     * little-endian, so all that can be said honestly is that they are octets.
     */
    private static final MediaType LINEAR = MediaType.APPLICATION_OCTET_STREAM;

    private static final Kind GSM = new Kind(new MediaType("audio", "GSM"), Codec.GSM, 8000, 33, 160);
    private static final Kind G722 = new Kind(new MediaType("audio", "G722"), Codec.G722, 16_000, 1, 2);
    private static final Kind ULAW = new Kind(new MediaType("audio", "PCMU"), Codec.ULAW, 8000, 1, 1);
    private static final Kind ALAW = new Kind(new MediaType("audio", "PCMA"), Codec.ALAW, 8000, 1, 1);

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("gsm", GSM),
            Map.entry("g722", G722),
            Map.entry("ulaw", ULAW),
            Map.entry("ul", ULAW),
            Map.entry("mu", ULAW),
            Map.entry("ulw", ULAW),
            Map.entry("alaw", ALAW),
            Map.entry("al", ALAW),
            Map.entry("alw", ALAW),
            Map.entry("sln", linear(8000)),
            Map.entry("sln12", linear(12_000)),
            Map.entry("sln16", linear(16_000)),
            Map.entry("sln24", linear(24_000)),
            Map.entry("sln32", linear(32_000)),
            Map.entry("sln44", linear(44_100)),
            Map.entry("sln48", linear(48_000)),
            Map.entry("sln96", linear(96_000)),
            Map.entry("sln192", linear(192_000)));

    /** Octets that a recorder leaves for the header of a WAVE, which it writes when all else is there. */
    private static final int UNWRITTEN = 44;

    private static final Kind WAVE = new Kind(new MediaType("audio", "wav"), Codec.PCM_S16, 8000, 2, 1);

    private Headerless() {}

    static Optional<Probed> probe(Peek file, String extension) throws IOException {
        if (extension.equals("wav") && isUnwritten(file)) {
            return Optional.of(WAVE.of(UNWRITTEN, file.length()));
        }
        Kind kind = KINDS.get(extension);
        if (kind == null) {
            return Optional.empty();
        }
        if (kind.codec() == Codec.GSM && !startsAsGsm(file)) {
            return Optional.of(Probed.without(kind.type(), State.UNRECOGNISED));
        }
        return Optional.of(kind.of(0, file.length()));
    }

    /** What such a name says, empty for all others. */
    static Optional<MediaType> type(String extension) {
        return Optional.ofNullable(KINDS.get(extension)).map(Kind::type);
    }

    /** Every frame starts with the four bits 1101. */
    private static boolean startsAsGsm(Peek file) throws IOException {
        return file.length() > 0 && (file.at(0, 1).get(0) & 0xf0) == 0xd0;
    }

    /** Zeros where the header belongs, as the recorder was ended before: telephony's usual samples follow. */
    private static boolean isUnwritten(Peek file) throws IOException {
        ByteBuffer head = file.at(0, UNWRITTEN);
        boolean zero = head.remaining() == UNWRITTEN;
        while (zero && head.hasRemaining()) {
            zero = head.get() == 0;
        }
        return zero;
    }

    private static Kind linear(int hertz) {
        return new Kind(LINEAR, Codec.PCM_S16, hertz, 2, 1);
    }

    private record Kind(MediaType type, Codec codec, int hertz, int blockOctets, int blockFrames) {

        Probed of(long start, long length) {
            var blocks = new Blocks(start, length - start, blockOctets, blockFrames);
            var frames = OptionalLong.of(blocks.frames());
            return Probed.of(
                    type,
                    blocks.count() == 0 ? State.EMPTY : State.AVAILABLE,
                    new AudioFormat(Container.RAW, codec, hertz, 1, frames, Optional.of(blocks)));
        }
    }
}
