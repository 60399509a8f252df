package io.playhead.pcm;

/** GSM 06.10 full rate (ETSI EN 300 961), mono: 160 samples from 260 bits. */
final class GsmDecoder implements SerialDecoder {

    static final int STATE = GsmLongTerm.STATE + GsmShortTerm.STATE;

    private final GsmFrame frame = new GsmFrame();
    private final GsmPacking packing;
    private final GsmLongTerm longTerm;
    private final GsmShortTerm shortTerm;

    GsmDecoder(GsmPacking packing, GsmLongTerm longTerm, GsmShortTerm shortTerm) {
        this.packing = packing;
        this.longTerm = longTerm;
        this.shortTerm = shortTerm;
    }

    static GsmDecoder resume(GsmPacking packing, short[] states, int at) {
        return new GsmDecoder(
                packing, GsmLongTerm.resume(states, at), GsmShortTerm.resume(states, at + GsmLongTerm.STATE));
    }

    @Override
    public void decode(byte[] octets, int offset, int blocks, short[] into, int at) {
        int frames = blocks * packing.frames();
        for (int number = 0; number < frames; number++) {
            packing.read(frame, octets, offset, number);
            shortTerm.decode(frame, longTerm.decode(frame), into, at + number * GsmFrame.SAMPLES);
        }
    }

    @Override
    public void save(short[] into, int at) {
        longTerm.save(into, at);
        shortTerm.save(into, at + GsmLongTerm.STATE);
    }
}
