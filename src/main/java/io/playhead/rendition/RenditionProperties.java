package io.playhead.rendition;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param threads that decode and encode; 0 for as many as there are processors
 * @param queue chunks of one tenant that may wait for a thread before new renditions are refused
 * @param cache most octets of encoded chunks that are kept; not set, a thirty-second of the heap, 4 to 64 MB
 * @param warmUp whether a little is encoded at the start, so that the first listener does not wait for Java
 */
@ConfigurationProperties("playhead.renditions")
record RenditionProperties(
        @DefaultValue("0") int threads,
        @DefaultValue("256") int queue,
        @Nullable DataSize cache,
        @DefaultValue("true") boolean warmUp) {

    private static final long LEAST = DataSize.ofMegabytes(4).toBytes();
    private static final long MOST = DataSize.ofMegabytes(64).toBytes();

    RenditionProperties {
        if (threads < 0 || threads > 1024) {
            throw new IllegalArgumentException("playhead.renditions.threads must be 0 to 1024: " + threads);
        }
        if (queue < 1) {
            throw new IllegalArgumentException("playhead.renditions.queue must be at least 1: " + queue);
        }
        threads = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        cache = cache == null ? usual() : cache;
        if (cache.isNegative()) {
            throw new IllegalArgumentException("playhead.renditions.cache must not be negative: " + cache);
        }
    }

    /** Most octets of chunks that are kept. */
    long kept() {
        return Objects.requireNonNull(cache).toBytes();
    }

    private static DataSize usual() {
        return DataSize.ofBytes(Math.clamp(Runtime.getRuntime().maxMemory() / 32, LEAST, MOST));
    }
}
