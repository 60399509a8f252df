package io.playhead.audio;

import io.playhead.audio.Probed.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * MP3: three frames in a row, behind an ID3v2 tag or a little that is no audio. Frames are counted only where an Info
 * frame says how many there are and how much of them is the encoder's delay and padding (LAME's extension, which
 * ffmpeg writes too): nothing else in a header makes them exact.
 */
final class MpegProbe {

    static final MediaType TYPE = new MediaType("audio", "mpeg");
    private static final int SCANNED = 4096;
    /** So that two more of the longest frames (1441 octets) follow whatever is found. */
    private static final int WINDOW = SCANNED + 3 * 1441;
    /** 8 kbit/s at 24 kHz. */
    private static final int LEAST_FRAME = 24;

    private static final int INFO_OCTETS = 4 + 32 + 8 + 4 + 4 + 100 + 4 + 24;

    private MpegProbe() {}

    static Optional<Probed> probe(Peek file) throws IOException {
        long start = behindTag(file);
        ByteBuffer window = file.bigEndianAt(start, WINDOW);
        for (int position = 0; position < Math.min(SCANNED, window.limit() - 3); position++) {
            MpegFrame frame = inRow(window, position, 3);
            if (frame != null) {
                return Optional.of(probe(file, start + position, frame));
            }
        }
        return start == 0
                ? Optional.empty()
                : Optional.of(Probed.without(TYPE, start < file.length() ? State.UNRECOGNISED : State.EMPTY));
    }

    /** ID3v2: its length in four octets of seven bits, less the header's 10. */
    private static long behindTag(Peek file) throws IOException {
        ByteBuffer tag = file.bigEndianAt(0, 10);
        if (tag.remaining() < 10 || !file.says("ID3", 0)) {
            return 0;
        }
        int size = tag.getInt(6);
        return 10L + ((size & 0x7f) | (size >> 1 & 0x3f80) | (size >> 2 & 0x1f_c000) | (size >> 3 & 0xfe0_0000));
    }

    /** The frame there, if that many follow each other; fewer do where the window ends with one of them. */
    private static @Nullable MpegFrame inRow(ByteBuffer window, int position, int count) {
        MpegFrame frame = MpegFrame.of(window.getInt(position));
        if (frame == null) {
            return null;
        }
        int next = position + frame.octets();
        boolean row = count == 1
                || next == window.limit()
                || (next <= window.limit() - 4 && frame.goesWith(inRow(window, next, count - 1)));
        return row ? frame : null;
    }

    private static Probed probe(Peek file, long start, MpegFrame frame) throws IOException {
        InfoFrame info = InfoFrame.read(file.bigEndianAt(start, INFO_OCTETS), 4 + frame.sideOctets());
        long there = file.length() - start;
        boolean truncated = info.octets() > there || info.frames() > there / LEAST_FRAME;
        OptionalLong frames = truncated ? OptionalLong.empty() : info.count(frame.samples());
        return Probed.of(
                TYPE,
                truncated ? State.TRUNCATED : State.AVAILABLE,
                AudioFormat.stream(Container.MPEG, Codec.MP3, frame.hertz(), frame.channels(), frames));
    }

    /**
     * What an Info (or Xing) frame says.
     *
     * @param frames MPEG frames, this one not counted; 0 where it does not say
     * @param octets from this frame to the last; 0 where it does not say
     * @param silence samples that the encoder added before and behind; -1 where it does not say
     */
    private record InfoFrame(long frames, long octets, int silence) {

        private static final InfoFrame NONE = new InfoFrame(0, 0, -1);

        static InfoFrame read(ByteBuffer octets, int tag) {
            if (octets.remaining() < tag + 8 || !isInfo(Peek.text(octets.slice(tag, 4)))) {
                return NONE;
            }
            int flags = octets.getInt(tag + 4);
            int lame = tag + 8 + 4 * (flags & 1) + 4 * (flags >> 1 & 1) + 100 * (flags >> 2 & 1) + 4 * (flags >> 3 & 1);
            if (octets.limit() < lame) {
                return NONE;
            }
            long frames = (flags & 1) == 0 ? 0 : Integer.toUnsignedLong(octets.getInt(tag + 8));
            long length = (flags & 2) == 0 ? 0 : Integer.toUnsignedLong(octets.getInt(tag + 8 + 4 * (flags & 1)));
            return new InfoFrame(frames, length, octets.limit() < lame + 24 ? -1 : silence(octets, lame));
        }

        OptionalLong count(int samples) {
            long count = frames * samples - silence;
            return frames == 0 || silence < 0 || count < 0 ? OptionalLong.empty() : OptionalLong.of(count);
        }

        private static boolean isInfo(String tag) {
            return tag.equals("Info") || tag.equals("Xing");
        }

        /** An encoder's name in 9 octets, and in the 22nd to 24th its delay and padding, 12 bits each. */
        private static int silence(ByteBuffer octets, int lame) {
            boolean named = octets.get(lame) > ' ';
            int both = octets.getInt(lame + 20) & 0xff_ffff;
            return named ? (both >> 12) + (both & 0xfff) : -1;
        }
    }
}
