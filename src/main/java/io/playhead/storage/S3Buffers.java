package io.playhead.storage;

import java.util.concurrent.atomic.AtomicLong;

/** Octets asked for on behalf of all readers together and not yet passed on. */
final class S3Buffers {

    /** What each reader may ask for however many there are: none waits for another. */
    static final int LEAST = 32 << 10;

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    S3Buffers(long most) {
        this.most = most;
    }

    /**
     * What a reader needs next. Half of the room is for pieces of any size, half of the rest for first ones, and what is
     * left for the least.
     *
     * @return so many as are wanted, or fewer where there is less room: at least {@link #LEAST} of them
     */
    int take(int wanted) {
        if (tryTake(wanted, most / 2)) {
            return wanted;
        }
        int usual = Math.min(wanted, S3Reading.FIRST);
        if (tryTake(usual, most - most / 4)) {
            return usual;
        }
        int least = Math.min(wanted, LEAST);
        taken.addAndGet(least);
        return least;
    }

    /** Whether there is room for what need not be asked for yet. */
    boolean tryTake(int wanted) {
        return tryTake(wanted, most / 2);
    }

    /** Whether there is room at all. */
    boolean tryHold(int wanted) {
        return tryTake(wanted, most);
    }

    private boolean tryTake(int wanted, long limit) {
        boolean room = taken.addAndGet(wanted) <= limit;
        if (!room) {
            taken.addAndGet(-wanted);
        }
        return room;
    }

    void give(int octets) {
        taken.addAndGet(-octets);
    }

    long taken() {
        return taken.get();
    }
}
