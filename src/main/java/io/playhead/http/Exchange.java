package io.playhead.http;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to its answer, timed. Used by one thread at a time.
 *
 * <p>The route is the name of an endpoint, such as {@code media}.
 */
public final class Exchange {

    private final HttpMeters meters;
    private final String route;
    private final CorrelationId correlation;
    private final long started = System.nanoTime();
    private String representation = "none";
    private int status = HttpMeters.UNANSWERED;
    private boolean ranged;
    private boolean aborted;
    private @Nullable Delivery delivery;
    private @Nullable UUID user;
    private @Nullable UUID tenant;
    /** Written by whoever answers and read by whoever ends, who may be two where a client leaves at that very moment. */
    private volatile @Nullable Lease lease;

    private volatile boolean ended;

    Exchange(HttpMeters meters, String route, CorrelationId correlation) {
        this.meters = meters;
        this.route = route;
        this.correlation = correlation;
    }

    public CorrelationId correlation() {
        return correlation;
    }

    /** @param name of the format that was chosen */
    public void chose(String name) {
        representation = name;
    }

    /** Whoever wants to know what becomes of the body that is about to be sent. */
    public void watchedBy(Delivery watcher) {
        delivery = watcher;
    }

    /** @param caller null if a ticket stands for it */
    public void calledBy(@Nullable UUID caller, @Nullable UUID tenantOfCaller) {
        user = caller;
        tenant = tenantOfCaller;
    }

    @Nullable
    UUID user() {
        return user;
    }

    @Nullable
    UUID tenant() {
        return tenant;
    }

    /** What the body holds while it is on its way; given back when the exchange ends, or at once if it has ended. */
    public void hold(Lease held) {
        lease = held;
        if (ended) {
            held.release();
        }
    }

    @Nullable
    Pace pace() {
        Lease held = lease;
        return held == null ? null : held.pace();
    }

    /** The status is settled and the first octets are on their way. */
    void begin(int settled) {
        status = settled;
        meters.firstOctets(route, status, representation, System.nanoTime() - started);
    }

    /** Counts once: the first answer that was meant is what became of the range. */
    void ranges(String kind) {
        if (!ranged) {
            ranged = true;
            meters.ranges(route, kind);
        }
    }

    void sent(long octets) {
        if (octets > 0) {
            meters.sent(route, status, representation, octets);
            Delivery watcher = delivery;
            if (watcher != null) {
                watcher.sent(octets);
            }
        }
    }

    /** Headers are on their way, and a body will follow. */
    void streamStarted() {
        meters.streamStarted();
    }

    void streamEnded() {
        meters.streamEnded();
    }

    /** Counts once: a break is often told twice, as an error and as a cancel. */
    void aborted(String reason) {
        if (!aborted) {
            aborted = true;
            String counted = meters.aborted(route, reason);
            Delivery watcher = delivery;
            if (watcher != null) {
                watcher.brokenOff(counted);
            }
        }
    }

    /** Counts once, however the exchange came to its end. */
    void end() {
        if (!ended) {
            ended = true;
            Lease held = lease;
            if (held != null) {
                held.release();
            }
            meters.request(route, status, representation, System.nanoTime() - started);
            Delivery watcher = delivery;
            if (watcher != null) {
                watcher.ended();
            }
        }
    }
}
