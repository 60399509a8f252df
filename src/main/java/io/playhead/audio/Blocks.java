package io.playhead.audio;

/**
 * Audio that lies in one piece, in blocks of a fixed size that decode to a fixed number of frames: where to find
 * frame <i>n</i> is arithmetic.
 *
 * @param start where the first block lies in the file
 * @param octets of audio that are there, whatever the header promises; what is left after the last whole block is none
 * @param blockOctets at least 1
 * @param blockFrames at least 1
 */
public record Blocks(long start, long octets, int blockOctets, int blockFrames) {

    public Blocks {
        if (start < 0 || octets < 0 || blockOctets < 1 || blockFrames < 1) {
            throw new IllegalArgumentException(
                    "not audio in blocks: " + start + ", " + octets + ", " + blockOctets + ", " + blockFrames);
        }
    }

    /** Whole blocks. */
    public long count() {
        return octets / blockOctets;
    }

    /** Of all whole blocks; the last may be padded, see {@link AudioFormat#frames()}. */
    public long frames() {
        return count() * blockFrames;
    }
}
