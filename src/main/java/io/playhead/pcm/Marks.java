package io.playhead.pcm;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The states in which decoders came by not long ago, every two seconds of a recording, so that whoever reads on where
 * another reading ended need not begin at the border of the cell. Made by going on from a border, they are a matter of
 * the recording alone too. No more of them in a longer recording.
 */
final class Marks {

    private static final int SECONDS = 2;
    private static final int MOST = 32;

    private final SerialCodec codec;
    private final long apart;
    private final Map<Long, short[]> states = new LinkedHashMap<>(MOST, 1, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, short[]> eldest) {
            return size() > MOST;
        }
    };

    Marks(SerialCodec codec) {
        this.codec = codec;
        this.apart = (long) SECONDS * codec.second();
    }

    /** @param decoder about to decode {@code block} */
    record Mark(long block, SerialDecoder decoder) {}

    /** The block of the next mark behind {@code block}. */
    long after(long block) {
        return (block / apart + 1) * apart;
    }

    /** The last one that is known, behind {@code border} and not behind {@code block}. */
    synchronized Optional<Mark> last(long border, long block) {
        for (long at = block / apart * apart; at > border; at -= apart) {
            short[] state = states.get(at);
            if (state != null) {
                return Optional.of(new Mark(at, codec.resume(state, 0)));
            }
        }
        return Optional.empty();
    }

    void keep(long block, SerialDecoder decoder) {
        if (block % apart == 0) {
            short[] state = new short[codec.stateSize()];
            decoder.save(state, 0);
            put(block, state);
        }
    }

    private synchronized void put(long block, short[] state) {
        states.put(block, state);
    }
}
