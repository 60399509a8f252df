package io.playhead.waveform;

/** A stretch of a sound, half-open, in frames; never empty. */
public record Span(long start, long end) {

    public Span {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("no span: " + start + " to " + end);
        }
    }

    public long length() {
        return end - start;
    }
}
