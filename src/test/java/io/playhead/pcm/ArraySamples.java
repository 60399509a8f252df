package io.playhead.pcm;

/** Sound that lies in memory. @param interleaved a whole number of frames */
public record ArraySamples(int hertz, int channels, short[] interleaved) implements Samples {

    @Override
    public long frames() {
        return interleaved.length / channels;
    }

    @Override
    public void read(long from, int count, short[] into) {
        if (from < 0 || count < 1 || from + count > frames()) {
            throw new IllegalArgumentException("no frames: " + from + " + " + count + " of " + frames());
        }
        System.arraycopy(interleaved, (int) from * channels, into, 0, count * channels);
    }
}
