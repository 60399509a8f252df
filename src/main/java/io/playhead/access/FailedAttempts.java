package io.playhead.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.playhead.http.AtHand;
import io.playhead.http.TokenBucket;
import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import io.playhead.problem.ProblemException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Tells those who come with wrong tokens and tickets again and again to come later. One and the same wrong one is then
 * not even looked at. Wrong ones from one address are, because among them may be a good one, of somebody behind the same
 * proxy, which is served as ever: only the refusal is another. What is kept is bounded, and forgotten after the window.
 */
public final class FailedAttempts {

    private static final Logger log = LoggerFactory.getLogger("io.playhead.security");

    private static final Set<String> COUNTED =
            Set.of(AccessProblems.NOT_FOUND_OR_EXPIRED, AccessProblems.INVALID_TICKET);
    private static final int MOST_KEPT = 10_000;
    /** One site, and often one host, has a whole /64 of IPv6 addresses (RFC 6177). */
    private static final int NETWORK = 8;

    private final LimitsProperties.Failures limits;
    private final LongSupplier nanoTime;
    private final Cache<TokenDigest, TokenBucket> credentials;
    private final Cache<ByteBuffer, Attempts> addresses;
    private final Counter failures;
    private final Counter ofAddress;
    private final Counter ofCredential;

    /** @param left how many may still fail @param told whether the log knows of them */
    private record Attempts(TokenBucket left, AtomicBoolean told) {}

    /** @param nanoTime as {@link System#nanoTime()} */
    FailedAttempts(LimitsProperties.Failures limits, MeterRegistry meters, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.credentials = kept(limits, nanoTime);
        this.addresses = kept(limits, nanoTime);
        this.failures = AccessMeters.failures(meters);
        this.ofAddress = AccessMeters.refused(meters, "address-failures");
        this.ofCredential = AccessMeters.refused(meters, "credential-failures");
    }

    static FailedAttempts uncounted() {
        return new FailedAttempts(
                new LimitsProperties.Failures(false, 1, 1, Duration.ofSeconds(1)),
                new CompositeMeterRegistry(),
                System::nanoTime);
    }

    private static <K, V> Cache<K, V> kept(LimitsProperties.Failures limits, LongSupplier nanoTime) {
        return Caffeine.newBuilder()
                .maximumSize(MOST_KEPT)
                .expireAfterAccess(limits.window())
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /**
     * The check of a credential, unless this one has been wrong too often; and if it fails, counts that.
     *
     * @param client where the request comes from; null where nobody knows
     * @param check fails with {@code unauthorized} where the credential is no good
     */
    public <T> Mono<T> guard(Credential credential, @Nullable InetAddress client, Supplier<Mono<T>> check) {
        return guard(credential, client, FailedAttempts::isAttempt, check);
    }

    /**
     * As {@link #guard(Credential, InetAddress, Supplier)}, where an API words its refusals in another way.
     *
     * @param credential empty where it is not known before the check: then the address alone counts
     * @param wrong which problems say that the credential is no good
     */
    public <T> Mono<T> guard(
            Credential credential, @Nullable InetAddress client, Predicate<Problem> wrong, Supplier<Mono<T>> check) {
        if (!limits.enabled()) {
            return check.get();
        }
        long wait = credential.text().isEmpty() ? 0 : blocked(credential);
        if (wait > 0) {
            ofCredential.increment();
            return Mono.error(
                    () -> LimitProblems.tooManyFailures("credential", wait).exception());
        }
        return AtHand.onErrorMap(
                check.get(), failure -> is(wrong, failure) ? counted(failure, credential, client) : failure);
    }

    /**
     * The check of a ticket; if it fails, counts that for the address. Whoever has a good one for something else must not
     * be able to end it for those whom it was made for, and no authority is asked about it.
     */
    public <T> Mono<T> guardTicket(@Nullable InetAddress client, Supplier<Mono<T>> check) {
        return guard(Credential.NONE, client, check);
    }

    /**
     * Counts an attempt with what is neither token nor ticket.
     *
     * @return why its sender should come later; empty while there were not too many
     */
    public Optional<ProblemException> failed(@Nullable InetAddress client) {
        return limits.enabled() ? tooMany(client, null) : Optional.empty();
    }

    /** Where nobody has failed lately, nothing is made of the token. */
    private long blocked(Credential credential) {
        if (credentials.asMap().isEmpty()) {
            return 0;
        }
        TokenBucket left = credentials.getIfPresent(credential.digest());
        return left == null ? 0 : left.until(1);
    }

    private static boolean is(Predicate<Problem> wrong, Throwable failure) {
        return failure instanceof ProblemException refused && wrong.test(refused.problem());
    }

    /** A good token that may not do this, or an authority that is away, is no attempt that failed. */
    private static boolean isAttempt(Problem problem) {
        return problem.kind() == Kind.UNAUTHENTICATED
                && problem.details().get("reason") instanceof String reason
                && COUNTED.contains(reason);
    }

    private Throwable counted(Throwable failure, Credential credential, @Nullable InetAddress client) {
        if (!credential.text().isEmpty()) {
            credentials
                    .get(credential.digest(), fresh -> full(limits.credential()))
                    .tryTake(1);
        }
        Throwable cause = failure.getCause();
        return tooMany(client, cause == null ? failure : cause)
                .map(Throwable.class::cast)
                .orElse(failure);
    }

    private Optional<ProblemException> tooMany(@Nullable InetAddress client, @Nullable Throwable cause) {
        failures.increment();
        if (client == null) {
            return Optional.empty();
        }
        Attempts attempts =
                addresses.get(network(client), fresh -> new Attempts(full(limits.address()), new AtomicBoolean()));
        long wait = attempts.left().tryTake(1);
        if (wait == 0) {
            return Optional.empty();
        }
        ofAddress.increment();
        if (attempts.told().compareAndSet(false, true)) {
            log.warn("event=too-many-failed-attempts address={}", client.getHostAddress());
        }
        Problem problem = LimitProblems.tooManyFailures("address", wait);
        return Optional.of(cause == null ? problem.exception() : problem.exception(cause));
    }

    /** How many addresses and credentials are remembered. */
    long kept() {
        credentials.cleanUp();
        addresses.cleanUp();
        return credentials.estimatedSize() + addresses.estimatedSize();
    }

    private TokenBucket full(int most) {
        return new TokenBucket(most, limits.window().toNanos(), nanoTime);
    }

    private static ByteBuffer network(InetAddress client) {
        byte[] octets = client.getAddress();
        return ByteBuffer.wrap(octets.length > NETWORK ? Arrays.copyOf(octets, NETWORK) : octets);
    }
}
