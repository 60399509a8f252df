package io.playhead.http;

/**
 * Told of what becomes of the body of one answer, on the connection's event loop: it must not wait, and not fail. Octets
 * may still be told of, and a break, when the end has been: a file that the kernel sends is counted when its connection
 * has closed.
 */
public interface Delivery {

    /** @param octets of the body that have been handed to the network since the last time */
    void sent(long octets);

    /** @param reason as the meters have it: client, stalled, source or shutdown */
    void brokenOff(String reason);

    void ended();
}
