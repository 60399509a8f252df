package io.playhead.audio;

import io.playhead.audio.Probed.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.http.MediaType;

/**
 * Ogg (RFC 3533): the first page says which codec, the last one's granule position how many frames. A file whose last
 * page is cut, or does not say that it is the last, is truncated. Believed, because looking further is not a look at a
 * header: that the stream starts at 0 (it need not, when it was joined live) and that there is one stream, not a chain.
 */
final class OggProbe {

    private static final MediaType OGG = new MediaType("audio", "ogg");
    private static final int TAIL = 64 * 1024;
    private static final int OPUS_HERTZ = 48_000;
    /** Most frames that an octet can stand for: an Opus packet's 120 ms are 5760, a Vorbis block has at most 8192. */
    private static final int FRAMES_PER_OCTET = 8192;

    private OggProbe() {}

    static Optional<Probed> probe(Peek file) throws IOException {
        if (!file.says("OggS", 0)) {
            return Optional.empty();
        }
        OggPage first = OggPage.at(file.at(0, 27 + 255 + 64), 0);
        ByteBuffer packet = first == null ? ByteBuffer.allocate(0) : file.at(first.headerOctets(), 64);
        Optional<Head> head = head(packet);
        if (first == null || head.isEmpty()) {
            return Optional.of(Probed.without(OGG, State.UNRECOGNISED));
        }
        return Optional.of(probe(file, head.get(), first.serial()));
    }

    private static Probed probe(Peek file, Head head, int serial) throws IOException {
        long start = Math.max(0, file.length() - TAIL);
        ByteBuffer tail = file.at(start, TAIL);
        OggPage last = OggPage.last(tail, serial);
        boolean complete = last != null && last.isEnd() && last.end() == tail.limit();
        long frames = last == null ? -1 : last.granule() - head.preSkip();
        // nothing decodes to nothing: a granule position no file of this length reaches is not believed
        boolean believed = last != null && last.granule() >= 0 && frames / FRAMES_PER_OCTET <= file.length();
        boolean empty = believed && frames <= 0;
        State state = empty ? State.EMPTY : complete ? State.AVAILABLE : State.TRUNCATED;
        OptionalLong count = believed ? OptionalLong.of(Math.max(0, frames)) : OptionalLong.empty();
        return Probed.of(
                head.type(),
                state,
                AudioFormat.stream(Container.OGG, head.codec(), head.hertz(), head.channels(), count));
    }

    private static Optional<Head> head(ByteBuffer packet) {
        if (packet.remaining() >= 19 && Peek.text(packet.slice(0, 8)).equals("OpusHead")) {
            int preSkip = Short.toUnsignedInt(packet.getShort(10));
            return Head.of("opus", Codec.OPUS, OPUS_HERTZ, Byte.toUnsignedInt(packet.get(9)), preSkip);
        }
        if (packet.remaining() >= 30 && Peek.text(packet.slice(0, 7)).equals("\u0001vorbis")) {
            long hertz = Integer.toUnsignedLong(packet.getInt(12));
            return Head.of("vorbis", Codec.VORBIS, hertz, Byte.toUnsignedInt(packet.get(11)), 0);
        }
        return Optional.empty();
    }

    /** @param preSkip frames that a decoder drops from the start (RFC 7845 §4.2) */
    private record Head(MediaType type, Codec codec, int hertz, int channels, int preSkip) {

        static Optional<Head> of(String name, Codec codec, long hertz, int channels, int preSkip) {
            return AudioFormat.plausible(hertz, channels)
                    ? Optional.of(
                            new Head(new MediaType(OGG, Map.of("codecs", name)), codec, (int) hertz, channels, preSkip))
                    : Optional.empty();
        }
    }
}
