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

    /** @return so many as are wanted, or fewer where there is less room: at least {@link #LEAST} of them */
    int take(int wanted) {
        int given = taken.addAndGet(wanted) <= most ? wanted : Math.min(wanted, LEAST);
        taken.addAndGet(given - wanted);
        return given;
    }

    /** Whether there is room for what need not be asked for yet. */
    boolean tryTake(int wanted) {
        boolean room = taken.addAndGet(wanted) <= most;
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
