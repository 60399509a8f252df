package io.playhead.rendition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Encoded chunks: those last asked for are kept, within bounds; those who ask for the same one at the same time share
 * its encoding, which is not begun if all of them have gone.
 */
final class Chunks {

    /** What a kept chunk costs beside its octets. */
    private static final int OVERHEAD = 200;

    private final Encoders encoders;
    private final RenditionMeters meters;
    private final Cache<Key, byte[]> kept;
    private final ConcurrentMap<Key, Encoding> underWay = new ConcurrentHashMap<>();
    final LongAdder hits = new LongAdder();
    final LongAdder misses = new LongAdder();

    /**
     * @param rendition its validator: who has the same has the same octets
     * @param number of the chunk
     */
    record Key(String rendition, int number) {}

    /** @param octets most that are kept */
    Chunks(Encoders encoders, long octets, RenditionMeters meters) {
        this.encoders = encoders;
        this.meters = meters;
        this.kept = Caffeine.newBuilder()
                .maximumWeight(octets)
                .weigher((Key key, byte[] chunk) -> chunk.length + OVERHEAD)
                .executor(Runnable::run)
                .build();
    }

    /** The chunk if it is kept. */
    byte @Nullable [] atHand(Key key) {
        return kept.getIfPresent(key);
    }

    /** The chunk, from the encoder's thread unless it is kept. The array is shared: it must not change. */
    Mono<byte[]> get(Key key, Rendering rendering, UUID tenant) {
        return Mono.defer(() -> {
            byte[] chunk = kept.getIfPresent(key);
            if (chunk != null) {
                hits.increment();
                return Mono.just(chunk);
            }
            misses.increment();
            Encoding encoding = joined(key, rendering, tenant);
            return encoding.result().doFinally(end -> encoding.leave());
        });
    }

    /** Begins to encode what is likely to be asked for next, if a thread has nothing else to do. */
    void prepare(Key key, Rendering rendering, UUID tenant) {
        if (encoders.isIdle() && !kept.asMap().containsKey(key) && !underWay.containsKey(key)) {
            start(key, rendering, tenant);
        }
    }

    private Encoding joined(Key key, Rendering rendering, UUID tenant) {
        while (true) {
            Encoding encoding = underWay.get(key);
            if (encoding == null) {
                encoding = start(key, rendering, tenant);
            }
            if (encoding.join()) {
                return encoding;
            }
            underWay.remove(key, encoding);
        }
    }

    private Encoding start(Key key, Rendering rendering, UUID tenant) {
        Encoding mine = new Encoding(encoding -> encode(key, rendering, encoding), gone -> underWay.remove(key, gone));
        Encoding before = underWay.putIfAbsent(key, mine);
        if (before != null) {
            return before;
        }
        byte[] done = kept.getIfPresent(key); // by one who came to its end meanwhile
        if (done != null) {
            underWay.remove(key, mine);
            mine.succeed(done);
            return mine;
        }
        try {
            mine.begun(encoders.execute(tenant, mine));
        } catch (RejectedExecutionException closed) {
            underWay.remove(key, mine);
            mine.fail(closed);
        }
        return mine;
    }

    @SuppressWarnings("IllegalCatch") // whatever an encoder throws, those who wait for it must learn
    private void encode(Key key, Rendering rendering, Encoding encoding) {
        long begin = System.nanoTime();
        try {
            byte[] chunk = rendering.chunk(key.number());
            meters.encoded(rendering, System.nanoTime() - begin);
            kept.put(key, chunk);
            underWay.remove(key, encoding);
            encoding.succeed(chunk);
        } catch (Throwable failure) {
            underWay.remove(key, encoding);
            encoding.fail(failure);
        }
    }
}
