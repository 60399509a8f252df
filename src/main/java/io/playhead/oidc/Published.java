package io.playhead.oidc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Something that another service publishes and seldom changes, as it was read last. There is at most one question
 * underway, for all who wait; one that failed is not repeated at once, and whoever comes meanwhile is told so without
 * waiting. What is old is used while it is read again, and for a while longer if that fails.
 */
final class Published<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Published.class);

    /** From the beginning of a question to the next: what a restart of the other service may cost beyond itself. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    /** The same where the last answer was good, and something was not in it. */
    static final Duration AFTER_SUCCESS = Duration.ofSeconds(5);
    /** How long a failure answers for the next question, whose end is waited for after that. */
    private static final Duration FAILURE_COUNTS = Duration.ofSeconds(10);

    private final String name;
    private final Supplier<Mono<T>> read;
    private final InstantSource clock;
    private final Duration fresh;
    private final Duration kept;

    private @Nullable T known;
    private Instant knownAt = Instant.EPOCH;
    private @Nullable CompletableFuture<T> underway;
    private Instant askedAt = Instant.EPOCH;
    private @Nullable Throwable failure;
    private Instant failedAt = Instant.EPOCH;

    /**
     * @param name for the log
     * @param read asks once, when it is subscribed to
     * @param fresh how long it is used without asking again
     * @param kept how long it is used while asking again fails
     */
    Published(String name, Supplier<Mono<T>> read, InstantSource clock, Duration fresh, Duration kept) {
        this.name = name;
        this.read = read;
        this.clock = clock;
        this.fresh = fresh;
        this.kept = kept;
    }

    /** What is known, or the first answer, or why there is none. */
    Mono<T> get() {
        return Mono.defer(this::current);
    }

    /** What was read after {@code old}, asking if it may be asked already, else {@code old} itself; or why it cannot be. */
    Mono<T> newerThan(T old) {
        return Mono.defer(() -> newer(old));
    }

    private synchronized Mono<T> current() {
        Instant now = clock.instant();
        T value = known;
        if (value != null && now.isBefore(knownAt.plus(kept))) {
            if (!now.isBefore(knownAt.plus(fresh))) {
                ask(now);
            }
            return Mono.just(value);
        }
        return answer(now);
    }

    private synchronized Mono<T> newer(T old) {
        Instant now = clock.instant();
        T value = known;
        if (value != null && value != old) {
            return Mono.just(value);
        }
        boolean justAsked = failure == null && underway == null && now.isBefore(askedAt.plus(AFTER_SUCCESS));
        return justAsked ? Mono.just(old) : answer(now);
    }

    private Mono<T> answer(Instant now) {
        CompletableFuture<T> asked = ask(now);
        Throwable last = failure;
        return asked == null || last != null && now.isBefore(failedAt.plus(FAILURE_COUNTS))
                ? Mono.error(last == null ? new OidcFailure("was asked a moment ago", null) : last)
                : Mono.fromFuture(asked, true);
    }

    /** @return the question underway; null where it is too soon for another */
    private @Nullable CompletableFuture<T> ask(Instant now) {
        if (underway != null) {
            return underway;
        }
        if (failure != null && now.isBefore(askedAt.plus(AFTER_FAILURE))) {
            return null;
        }
        askedAt = now;
        CompletableFuture<T> asked = new CompletableFuture<>();
        underway = asked;
        // subscribed to apart from those who wait: that one leaves ends nothing for the others
        Mono.defer(read)
                .switchIfEmpty(Mono.error(() -> new OidcFailure("answers nothing", null)))
                .subscribe(value -> succeeded(value, asked), cause -> failed(cause, asked));
        return asked;
    }

    private void succeeded(T value, CompletableFuture<T> asked) {
        synchronized (this) {
            if (failure != null) {
                LOG.info("{} can be read again", name);
            }
            known = value;
            knownAt = clock.instant();
            failure = null;
            underway = null;
        }
        asked.complete(value);
    }

    private void failed(Throwable cause, CompletableFuture<T> asked) {
        synchronized (this) {
            if (failure == null) {
                LOG.warn("{} cannot be read: {}", name, cause.getMessage());
            }
            failure = cause;
            failedAt = clock.instant();
            underway = null;
        }
        asked.completeExceptionally(cause);
    }
}
