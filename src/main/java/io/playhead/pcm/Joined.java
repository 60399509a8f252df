package io.playhead.pcm;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Sounds one after the other, with silence where there is none. */
public final class Joined implements Samples {

    private final List<Part> parts;
    private final long[] starts;
    private final Samples first;

    /**
     * @param parts at least one, in the order of their starts, none before the end of the one before it
     * @throws IllegalArgumentException where they overlap, or differ in rate or channels
     */
    public Joined(List<Part> parts) {
        this.parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("nothing to join");
        }
        first = parts.getFirst().sound();
        long end = 0;
        for (Part part : parts) {
            if (part.start() < end || !alike(part.sound())) {
                throw new IllegalArgumentException("cannot be joined at " + part.start());
            }
            end = part.end();
        }
        starts = parts.stream().mapToLong(Part::start).toArray();
    }

    private boolean alike(Samples sound) {
        return sound.hertz() == first.hertz() && sound.channels() == first.channels();
    }

    @Override
    public int hertz() {
        return first.hertz();
    }

    @Override
    public int channels() {
        return first.channels();
    }

    @Override
    public long frames() {
        return parts.getLast().end();
    }

    @Override
    public void read(long from, int count, short[] into) throws IOException {
        long end = from + count;
        Part part = parts.get(partAt(from));
        if (part.start() <= from && end <= part.end()) {
            part.sound().read(from - part.start(), count, into);
        } else {
            readAcross(from, end, into);
        }
    }

    private void readAcross(long from, long end, short[] into) throws IOException {
        int channels = channels();
        Arrays.fill(into, 0, (int) (end - from) * channels, (short) 0);
        for (int number = partAt(from); number < starts.length && starts[number] < end; number++) {
            Part part = parts.get(number);
            long start = Math.max(from, part.start());
            long count = Math.min(end, part.end()) - start;
            if (count > 0) {
                short[] sound = new short[(int) count * channels];
                part.sound().read(start - part.start(), (int) count, sound);
                System.arraycopy(sound, 0, into, (int) (start - from) * channels, sound.length);
            }
        }
    }

    /** The last that starts at or before the frame, or the first. */
    private int partAt(long frame) {
        int found = Arrays.binarySearch(starts, frame);
        return found >= 0 ? found : Math.max(0, -found - 2);
    }

    /** @param start first frame of the whole that is {@code sound}'s */
    public record Part(long start, Samples sound) {

        /** The first frame after it. */
        public long end() {
            return start + sound.frames();
        }
    }
}
