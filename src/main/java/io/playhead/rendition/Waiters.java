package io.playhead.rendition;

import java.util.concurrent.atomic.AtomicInteger;

/** Those who wait for the same work, which need not begin if all of them have gone by then. */
public final class Waiters {

    /** All of them went before it had begun. */
    private static final int ABANDONED = -1;

    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean begun;

    /** The work goes on from here, whoever leaves. */
    public void begin() {
        begun = true;
    }

    /** @return false if the work has been abandoned: other must be begun */
    public boolean join() {
        return count.updateAndGet(before -> before == ABANDONED ? ABANDONED : before + 1) != ABANDONED;
    }

    /** @return whether the work is abandoned by that, which is said once */
    public boolean leave() {
        return count.decrementAndGet() == 0 && !begun && count.compareAndSet(0, ABANDONED);
    }
}
