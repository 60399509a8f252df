package io.playhead.pcm;

import java.util.Optional;

/** The codec as {@link SerialSamples} knows it. All of its state leaks away, but for silence in less than a second. */
final class G722 implements SerialCodec {

    private static final int SECOND = 8000;

    @Override
    public int second() {
        return SECOND;
    }

    @Override
    public int step() {
        return SECOND / 100;
    }

    @Override
    public SerialDecoder start() {
        return new G722Decoder();
    }

    @Override
    public int stateSize() {
        return G722Decoder.STATE;
    }

    @Override
    public SerialDecoder resume(short[] states, int at) {
        return G722Decoder.resume(states, at);
    }

    @Override
    public Convergence convergence() {
        return new FromThree();
    }

    /** What has not converged within a second does not at all. */
    @Override
    public int farthest() {
        return 2;
    }

    /** From the state at a start, and from two in which no sound would leave a decoder. */
    private static final class FromThree implements Convergence {

        private final G722Decoder one = new G722Decoder();
        private final G722Decoder two = new G722Decoder();
        private final G722Decoder three = new G722Decoder();
        private boolean agreed;

        FromThree() {
            two.disturb(Word.MAX);
            three.disturb(Word.MIN);
        }

        @Override
        public void decode(byte[] octets, int offset, int blocks, short[] into, int at) {
            one.decode(octets, offset, blocks, into, at);
            two.decode(octets, offset, blocks, into, at);
            three.decode(octets, offset, blocks, into, at);
            agreed = one.agrees(two) && one.agrees(three);
        }

        @Override
        public Optional<SerialDecoder> outcome() {
            return agreed ? Optional.of(one) : Optional.empty();
        }
    }
}
