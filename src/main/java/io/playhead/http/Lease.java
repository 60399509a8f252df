package io.playhead.http;

import org.jspecify.annotations.Nullable;

/** What a body that is limited holds while it is on its way. */
public interface Lease {

    /** How fast it may go; null is as fast as it can. */
    @Nullable
    Pace pace();

    /** Gives back what is held. May be told more than once. */
    void release();
}
