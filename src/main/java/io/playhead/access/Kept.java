package io.playhead.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Answers that cost a call, kept for a while. Whoever asks while a call is on its way waits for the same one; a failed
 * call is kept for nobody.
 *
 * @param <Q> a question, whole; no token may be read in it
 */
public final class Kept<Q, A> {

    /** After the longest call there may be. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(2);

    private final Cache<Q, Entry<A>> entries;
    private final Freshness<A> freshness;
    private final LongSupplier nanos;

    /** How long an answer is good. Asked with each use, since it may turn out sooner that it is not. */
    @FunctionalInterface
    public interface Freshness<A> {

        /** @param age nanoseconds since it was asked for: later than that nobody may have looked */
        boolean isFresh(A answer, long age);
    }

    /**
     * @param most answers at a time
     * @param longest that any answer is good
     * @param nanos the time that goes by, as {@link System#nanoTime}
     */
    public Kept(int most, Duration longest, Freshness<A> freshness, LongSupplier nanos) {
        this.entries = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(longest.plus(FORGOTTEN))
                .executor(Runnable::run)
                .build();
        this.freshness = freshness;
        this.nanos = nanos;
    }

    /**
     * The answer, at hand where it is kept. Nobody who leaves ends the call for the others.
     *
     * @param call one call, that ends by itself; never empty
     */
    public Mono<A> get(Q question, Supplier<Mono<A>> call) {
        Entry<A> entry = entries.getIfPresent(question);
        A answer = entry == null ? null : fresh(entry);
        return answer == null ? Mono.defer(() -> joined(question, call)) : Mono.just(answer);
    }

    /** The next who asks gets an answer of then. */
    public void forget(Q question) {
        entries.invalidate(question);
    }

    private Mono<A> joined(Q question, Supplier<Mono<A>> call) {
        Entry<A> mine = new Entry<>(nanos.getAsLong());
        Entry<A> shared =
                entries.asMap().compute(question, (asked, other) -> other != null && isOfUse(other) ? other : mine);
        if (shared == mine) {
            Mono.defer(call).subscribe(answer -> answered(question, mine, answer), failure -> {
                entries.asMap().remove(question, mine);
                mine.coming.completeExceptionally(failure);
            });
        }
        return Mono.fromFuture(shared.coming, true);
    }

    private void answered(Q question, Entry<A> entry, A answer) {
        entry.answer = answer;
        if (fresh(entry) == null) {
            entries.asMap().remove(question, entry);
        }
        entry.coming.complete(answer);
    }

    private boolean isOfUse(Entry<A> entry) {
        return !entry.coming.isDone() || fresh(entry) != null;
    }

    private @Nullable A fresh(Entry<A> entry) {
        A answer = entry.answer;
        return answer != null && freshness.isFresh(answer, nanos.getAsLong() - entry.asked) ? answer : null;
    }

    /** Compared by identity. */
    private static final class Entry<A> {
        private final CompletableFuture<A> coming = new CompletableFuture<>();
        private final long asked;
        private volatile @Nullable A answer;

        Entry(long asked) {
            this.asked = asked;
        }
    }
}
