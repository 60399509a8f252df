package io.playhead.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;

/**
 * Credentials by the standard chain, which may read files and ask servers of the host: never on the thread of whoever makes
 * a request, which the client would let wait for them. They are asked for beside the requests, again and again, so that
 * new ones are used soon.
 */
final class S3Credentials implements IdentityProvider<AwsCredentialsIdentity> {

    private static final Logger log = LoggerFactory.getLogger(S3Credentials.class);

    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Executor ASIDE =
            task -> Thread.ofVirtual().name("s3-credentials").start(task);

    private final AwsCredentialsProvider chain;
    private final AtomicReference<@Nullable CompletableFuture<Kept>> renewing = new AtomicReference<>();
    private volatile @Nullable Kept kept;

    S3Credentials(AwsCredentialsProvider chain) {
        this.chain = chain;
    }

    private record Kept(AwsCredentialsIdentity identity, long since) {

        boolean isFresh() {
            return System.nanoTime() - since < FRESH.toNanos();
        }

        boolean isOver() {
            return identity.expirationTime().map(Instant.now()::isAfter).orElse(false);
        }
    }

    /** Completes when a request can be signed without waiting; at once where some are there. */
    Mono<Void> ready() {
        Kept current = kept;
        if (current == null || current.isOver()) {
            return Mono.defer(() -> Mono.fromFuture(this::renewed, true).then());
        }
        if (!current.isFresh()) {
            renewed().whenComplete((renewed, failure) -> {
                if (failure != null) {
                    log.warn("event=credentials-not-renewed cause={}", failure.toString());
                }
            });
        }
        return Mono.empty();
    }

    /** Askers at the same time share one answer. */
    private CompletableFuture<Kept> renewed() {
        CompletableFuture<Kept> mine = new CompletableFuture<>();
        CompletableFuture<Kept> before = renewing.compareAndExchange(null, mine);
        if (before != null) {
            return before;
        }
        ASIDE.execute(() -> renew(mine));
        return mine;
    }

    private void renew(CompletableFuture<Kept> waited) {
        try {
            Kept renewed = new Kept(chain.resolveCredentials(), System.nanoTime());
            kept = renewed;
            renewing.set(null);
            waited.complete(renewed);
        } catch (RuntimeException | Error failure) {
            renewing.set(null);
            waited.completeExceptionally(failure);
        }
    }

    @Override
    public Class<AwsCredentialsIdentity> identityType() {
        return AwsCredentialsIdentity.class;
    }

    @Override
    public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
        Kept current = kept;
        return current != null
                ? CompletableFuture.completedFuture(current.identity)
                : renewed().thenApply(Kept::identity);
    }
}
