package io.playhead.pcm;

/** How the frames of GSM lie in a file, and so the codec as {@link SerialSamples} knows it. */
enum GsmPacking implements SerialCodec {
    /** A frame in 33 octets, the most significant bit first, behind four bits of a mark: {@code .gsm}. */
    ALONE(33, 1),
    /** Two frames in 65 octets, the least significant bit first: WAVE. */
    PAIRED(65, 2);

    private static final int SECOND_FRAMES = 50;

    private final int blockOctets;
    private final int frames;

    GsmPacking(int blockOctets, int frames) {
        this.blockOctets = blockOctets;
        this.frames = frames;
    }

    /** In a block. */
    int frames() {
        return frames;
    }

    /** @param number of the frame, from the block at {@code offset} on */
    void read(GsmFrame frame, byte[] octets, int offset, int number) {
        int block = offset + number / frames * blockOctets;
        if (this == ALONE) {
            frame.readAlone(octets, block);
        } else {
            frame.readOfPair(octets, block, number % 2 == 1);
        }
    }

    @Override
    public int second() {
        return SECOND_FRAMES / frames;
    }

    @Override
    public int step() {
        return 1;
    }

    @Override
    public SerialDecoder start() {
        return new GsmDecoder(this, new GsmLongTerm(), new GsmShortTerm());
    }

    @Override
    public int stateSize() {
        return GsmDecoder.STATE;
    }

    @Override
    public SerialDecoder resume(short[] states, int at) {
        return GsmDecoder.resume(this, states, at);
    }

    @Override
    public Convergence convergence() {
        return new GsmConvergence(this);
    }

    @Override
    public int farthest() {
        return 16;
    }
}
