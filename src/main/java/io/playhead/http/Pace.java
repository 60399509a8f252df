package io.playhead.http;

import io.micrometer.core.instrument.Counter;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How fast the octets of one answer may go: as its scarcest limit lets them. What has been sent is taken from the
 * buckets afterwards, and whoever has run one into debt pauses until that is paid: so no octet waits while there is
 * anything to take.
 */
public final class Pace {

    private static final int PIECES_A_SECOND = 16;
    private static final int SMALLEST = 16 * 1024;
    private static final int LARGEST = 256 * 1024;

    private final List<Limit> limits;
    private final int piece;

    /**
     * One of the buckets that octets are taken from; others take from it too.
     *
     * @param each octets a second
     * @param paused counts the seconds that bodies have waited for it
     */
    public record Limit(TokenBucket bucket, long each, Counter paused) {}

    /** @param limits one at least */
    public Pace(List<Limit> limits) {
        this.limits = List.copyOf(limits);
        long scarcest = limits.stream().mapToLong(Limit::each).min().orElseThrow();
        this.piece = (int) Math.clamp(scarcest / PIECES_A_SECOND, SMALLEST, LARGEST);
    }

    /** Octets to be sent in one go: little enough that others who share a limit do not wait long for their turn. */
    int piece() {
        return piece;
    }

    /** Takes what a short body needs, if it may go out at once. */
    boolean passes(long octets) {
        if (octets > piece) {
            return false;
        }
        for (Limit limit : limits) {
            if (limit.bucket().until(0) > 0) {
                return false;
            }
        }
        limits.forEach(limit -> limit.bucket().take(octets));
        return true;
    }

    /**
     * Takes what has been sent.
     *
     * @param more whether there is more to send
     * @return nanoseconds to wait before that
     */
    long sent(long octets, boolean more) {
        long longest = 0;
        Limit scarcest = null;
        for (Limit limit : limits) {
            long wait = limit.bucket().take(octets);
            if (wait > longest) {
                longest = wait;
                scarcest = limit;
            }
        }
        if (scarcest == null || !more) {
            return 0;
        }
        scarcest.paused().increment((double) longest / TimeUnit.SECONDS.toNanos(1));
        return longest;
    }
}
