package io.playhead.storage;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** Calls of the client, none of which waits on the caller's thread. A cancel gives a call up. */
final class S3Calls implements AutoCloseable {

    private final S3AsyncClient client;
    private final S3Credentials credentials;

    S3Calls(S3AsyncClient client, S3Credentials credentials) {
        this.client = client;
        this.credentials = credentials;
    }

    <T> Mono<T> of(Function<S3AsyncClient, CompletableFuture<T>> call) {
        return Mono.defer(credentials::ready).then(Mono.fromFuture(() -> call.apply(client)));
    }

    /** Completes when {@link #client} may be used on the same thread. */
    Mono<Void> ready() {
        return Mono.defer(credentials::ready);
    }

    S3AsyncClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
    }
}
