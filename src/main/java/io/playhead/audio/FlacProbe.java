package io.playhead.audio;

import io.playhead.audio.Probed.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.http.MediaType;

/** FLAC (RFC 9639). How far the frames go is not looked at, so a truncated one is not noticed. */
final class FlacProbe {

    static final MediaType TYPE = new MediaType("audio", "flac");
    private static final int STREAMINFO = 34;
    /** Most frames that one octet can stand for: a FLAC frame's 65535, were it but an octet. */
    private static final int FRAMES_PER_OCTET = 65535;

    private FlacProbe() {}

    static Optional<Probed> probe(Peek file) throws IOException {
        return file.says("fLaC", 0) ? Optional.of(streamInfo(file)) : Optional.empty();
    }

    /** RFC 9639 §8.2: the rate in 20 bits, channels less one in 3, bits a sample in 5, frames in 36. */
    private static Probed streamInfo(Peek file) throws IOException {
        ByteBuffer info = file.bigEndianAt(8, STREAMINFO);
        if (info.remaining() < STREAMINFO) {
            return Probed.without(TYPE, State.EMPTY);
        }
        long packed = info.getLong(10);
        long hertz = packed >>> 44;
        int channels = (int) (packed >>> 41 & 7) + 1;
        long frames = packed & 0xf_ffff_ffffL;
        if (!AudioFormat.plausible(hertz, channels)) {
            return Probed.without(TYPE, State.UNRECOGNISED);
        }
        boolean empty = !audioFollows(file);
        boolean known = !empty && frames > 0 && frames / FRAMES_PER_OCTET < file.length();
        OptionalLong count = empty ? OptionalLong.of(0) : known ? OptionalLong.of(frames) : OptionalLong.empty();
        return Probed.of(
                TYPE,
                empty ? State.EMPTY : State.AVAILABLE,
                AudioFormat.stream(Container.FLAC, Codec.FLAC, (int) hertz, channels, count));
    }

    /** Walks the metadata blocks: a bit for the last, 7 for the kind, 24 for the length (§8.1). */
    private static boolean audioFollows(Peek file) throws IOException {
        long position = 4;
        for (int walked = 0; walked < Peek.MOST_CHUNKS; walked++) {
            ByteBuffer header = file.bigEndianAt(position, 4);
            if (header.remaining() < 4) {
                return position < file.length() && position + 4 <= file.length();
            }
            position += 4 + (header.getInt(0) & 0xff_ffff);
            if (header.getInt(0) < 0) {
                return position < file.length();
            }
        }
        return true;
    }
}
