package io.playhead.oidc;

import io.netty.channel.ChannelOption;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** Asks the provider for its documents, over connections of its own, bounded in time and size. Follows no redirect. */
final class OidcClient implements AutoCloseable {

    private static final int CONNECTIONS = 2;
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final ConnectionProvider connections;
    private final HttpClient client;
    private final Duration limit;
    private final long mostOctets;

    /** @param loops null for those of the process */
    OidcClient(OidcProperties properties, @Nullable LoopResources loops) {
        connections = ConnectionProvider.builder("oidc")
                .maxConnections(CONNECTIONS)
                .pendingAcquireTimeout(properties.response())
                .maxIdleTime(IDLE)
                .build();
        HttpClient plain = HttpClient.create(connections)
                .disableRetry(true)
                .followRedirect(false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        properties.connect().toMillis())
                .headers(headers -> headers.set("Accept", "application/json"));
        client = loops == null ? plain : plain.runOn(loops);
        limit = properties.response();
        mostOctets = properties.responseSize().toBytes();
    }

    /** The body of a 200. Anything else is an {@link OidcFailure} that says in a few words what happened. */
    Mono<byte[]> get(URI address) {
        return client.get()
                .uri(address)
                .response((response, content) -> body(response, content.asByteArray()))
                .next()
                .timeout(limit)
                .onErrorMap(failure -> !(failure instanceof OidcFailure), OidcClient::told);
    }

    private Flux<byte[]> body(HttpClientResponse response, Flux<byte[]> chunks) {
        int status = response.status().code();
        if (status != 200) {
            return Flux.error(() -> new OidcFailure("answers " + status, null));
        }
        return chunks.collect(ByteArrayOutputStream::new, this::append)
                .map(ByteArrayOutputStream::toByteArray)
                .flux();
    }

    private void append(ByteArrayOutputStream whole, byte[] chunk) {
        if (whole.size() + chunk.length > mostOctets) {
            throw new OidcFailure("answers more than " + mostOctets + " octets", null);
        }
        whole.writeBytes(chunk);
    }

    private static OidcFailure told(Throwable failure) {
        return new OidcFailure(
                failure instanceof TimeoutException
                        ? "does not answer in time"
                        : "cannot be reached (" + failure.getClass().getSimpleName() + ")",
                failure);
    }

    @Override
    public void close() {
        connections.dispose();
    }
}
