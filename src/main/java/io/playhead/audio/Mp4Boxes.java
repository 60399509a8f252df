package io.playhead.audio;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The boxes of an MP4 file that say what it is (ISO 14496-12 §4.2), the first sound's where there are several. */
final class Mp4Boxes {

    private static final int HEADER = 8;
    private static final int LONG_HEADER = 16;
    private static final int SOUND_ENTRY = 36;
    private static final int DEEPEST = 8;

    private final Peek file;
    private int walked;
    private boolean index;
    private boolean media;
    private boolean picture;
    private boolean cut;
    private Codec codec = Codec.UNKNOWN;
    private int hertz;
    private int channels;

    private Mp4Boxes(Peek file) {
        this.file = file;
    }

    static Mp4Boxes walk(Peek file) throws IOException {
        var boxes = new Mp4Boxes(file);
        boxes.walk(0, file.length(), 0);
        return boxes;
    }

    boolean hasIndex() {
        return index;
    }

    /** Or so much else that nobody looked far enough to find none. */
    boolean hasMedia() {
        return media || walked >= Peek.MOST_CHUNKS;
    }

    boolean hasPicture() {
        return picture;
    }

    /** Whether a box goes on past the end of the file. */
    boolean isCut() {
        return cut;
    }

    Codec codec() {
        return codec;
    }

    /** 0 where no sound was found. */
    int hertz() {
        return hertz;
    }

    /** 0 where no sound was found. */
    int channels() {
        return channels;
    }

    private void walk(long start, long end, int depth) throws IOException {
        long position = start;
        while (position < end && walked++ < Peek.MOST_CHUNKS) {
            ByteBuffer header = file.bigEndianAt(position, LONG_HEADER);
            if (header.remaining() < HEADER) {
                return;
            }
            long size = Integer.toUnsignedLong(header.getInt(0));
            boolean isLong = size == 1 && header.remaining() == LONG_HEADER;
            size = isLong ? header.getLong(8) : size == 0 ? end - position : size;
            long body = position + (isLong ? LONG_HEADER : HEADER);
            if (size < body - position || size > end - position) {
                cut = cut || depth == 0;
                size = end - position;
            }
            look(Peek.text(header.slice(4, 4)), body, position + size, depth);
            position += size;
        }
    }

    private void look(String name, long body, long end, int depth) throws IOException {
        switch (name) {
            case "moov" -> index = true;
            case "mdat" -> media = media || end > body;
            case "hdlr" -> picture = picture || file.says("vide", body + 8);
            case "stsd" -> entry(body + 8);
            default -> {}
        }
        boolean nested = switch (name) {
            case "moov", "trak", "mdia", "minf", "stbl" -> true;
            default -> false;
        };
        if (nested && depth < DEEPEST) {
            walk(body, end, depth + 1);
        }
    }

    /** The first sample entry of a track: size, name, and of a sound its channels at 24 and its 16.16 rate at 32. */
    private void entry(long position) throws IOException {
        ByteBuffer entry = file.bigEndianAt(position, SOUND_ENTRY);
        if (entry.remaining() < SOUND_ENTRY || hertz > 0) {
            return;
        }
        Codec found = codec(Peek.text(entry.slice(4, 4)));
        if (found != Codec.UNKNOWN) {
            codec = found;
            channels = Short.toUnsignedInt(entry.getShort(24));
            hertz = entry.getInt(32) >>> 16;
        }
    }

    private static Codec codec(String entry) {
        return switch (entry) {
            case "mp4a" -> Codec.AAC;
            case ".mp3" -> Codec.MP3;
            case "Opus" -> Codec.OPUS;
            case "fLaC" -> Codec.FLAC;
            case "samr" -> Codec.AMR;
            case "sawb" -> Codec.AMR_WB;
            case "ulaw" -> Codec.ULAW;
            case "alaw" -> Codec.ALAW;
            default -> Codec.UNKNOWN;
        };
    }
}
