package io.playhead.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.http.Pace;
import io.playhead.http.TokenBucket;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * All tenants, or all callers, who have bodies on their way, or had until a moment ago. Whoever has none and owes nothing
 * is forgotten: there are never more than have lately been let in.
 */
final class ShareHolders {

    private static final long FORGET_EVERY = Duration.ofMinutes(1).toNanos();

    private final String whose;
    private final LimitsProperties.Share limits;
    private final Counter refused;
    private final Counter paused;
    private final Map<UUID, Share> shares = new ConcurrentHashMap<>();
    private final AtomicLong forgotten = new AtomicLong(System.nanoTime());

    /** @param whose {@code tenant} or {@code caller}, for problems and meters */
    ShareHolders(String whose, LimitsProperties.Share limits, MeterRegistry meters) {
        this.whose = whose;
        this.limits = limits;
        this.refused = AccessMeters.refused(meters, whose + "-streams");
        this.paused = AccessMeters.paused(meters, whose + "-rate");
    }

    /** One tenant's or caller's. Changed only while its place in the map is held. */
    static final class Share {

        private final UUID holder;
        private final @Nullable TokenBucket bucket;
        private int streams;

        private Share(UUID holder, @Nullable DataSize rate) {
            this.holder = holder;
            this.bucket = rate == null ? null : TokenBucket.ofRate(rate.toBytes(), System::nanoTime);
        }

        private boolean isLikeNew() {
            return streams == 0 && (bucket == null || bucket.isFull());
        }
    }

    boolean unlimited() {
        return limits.streams() == null && limits.rate() == null;
    }

    /** One more stream; null where none is counted. */
    @Nullable
    Share begin(UUID holder) {
        if (unlimited()) {
            return null;
        }
        forgetNowAndThen();
        return shares.compute(holder, (same, known) -> oneMore(known == null ? new Share(same, limits.rate()) : known));
    }

    private Share oneMore(Share share) {
        Integer most = limits.streams();
        if (most != null && share.streams >= most) {
            refused.increment();
            throw LimitProblems.tooManyStreams(whose, most).exception();
        }
        share.streams++;
        return share;
    }

    void end(@Nullable Share share) {
        if (share != null) {
            shares.computeIfPresent(share.holder, (same, known) -> oneLess(known));
        }
    }

    private static @Nullable Share oneLess(Share share) {
        share.streams--;
        return share.isLikeNew() ? null : share;
    }

    Pace.@Nullable Limit limit(@Nullable Share share) {
        DataSize rate = limits.rate();
        return share == null || share.bucket == null || rate == null
                ? null
                : new Pace.Limit(share.bucket, rate.toBytes(), paused);
    }

    /** How many are remembered. */
    int known() {
        return shares.size();
    }

    /** Those who still owed something when their last stream ended. */
    private void forgetNowAndThen() {
        long now = System.nanoTime();
        long before = forgotten.get();
        if (now - before > FORGET_EVERY && forgotten.compareAndSet(before, now)) {
            shares.keySet()
                    .forEach(holder ->
                            shares.computeIfPresent(holder, (same, known) -> known.isLikeNew() ? null : known));
        }
    }
}
