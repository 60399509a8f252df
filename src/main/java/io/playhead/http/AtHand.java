package io.playhead.http;

import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/**
 * Steps of a chain that are taken at once where nothing has to be waited for. A {@code Mono} whose value is at hand says
 * so by being a {@link Callable}, as {@code Mono.just}, {@code error}, {@code empty} and {@code fromCallable} are; what
 * follows it is then a plain call, and costs neither subscriber nor signals. Any other is followed by
 * {@code flatMap}. For use where a request is being answered already: the first step is taken when the chain is made.
 */
public final class AtHand {

    private AtHand() {}

    /** As {@code first.flatMap(next)}. */
    public static <T, R> Mono<R> then(Mono<T> first, Function<T, Mono<R>> next) {
        if (!isAtHand(first)) {
            return first.flatMap(next);
        }
        try {
            T value = call(first);
            return value == null ? Mono.empty() : next.apply(value);
        } catch (Throwable failure) {
            return failed(failure);
        }
    }

    /** As {@code first.map(next)}. */
    public static <T, R> Mono<R> map(Mono<T> first, Function<T, R> next) {
        return isAtHand(first) ? then(first, value -> Mono.just(next.apply(value))) : first.map(next);
    }

    /** As {@code first.then(next)}: what follows when it has ended well. */
    public static <R> Mono<R> after(Mono<Void> first, Supplier<Mono<R>> next) {
        if (!isAtHand(first)) {
            return first.then(Mono.defer(next));
        }
        try {
            call(first);
            return next.get();
        } catch (Throwable failure) {
            return failed(failure);
        }
    }

    /** As {@code first.onErrorMap(other)}. */
    public static <T> Mono<T> onErrorMap(Mono<T> first, Function<Throwable, Throwable> other) {
        if (!isAtHand(first)) {
            return first.onErrorMap(other);
        }
        try {
            T value = call(first);
            return value == null ? Mono.empty() : Mono.just(value);
        } catch (Throwable failure) {
            return failed(other.apply(failure));
        }
    }

    static boolean isAtHand(Mono<?> mono) {
        return mono instanceof Callable;
    }

    /** What is at hand, or null where it is empty; throws its failure. */
    @SuppressWarnings("unchecked") // a Mono that is a Callable calls for what it emits
    static <T> @Nullable T call(Mono<T> atHand) throws Exception {
        return ((Callable<@Nullable T>) atHand).call();
    }

    private static <R> Mono<R> failed(Throwable failure) {
        Exceptions.throwIfJvmFatal(failure);
        return Mono.error(failure);
    }
}
