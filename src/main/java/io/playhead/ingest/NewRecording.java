package io.playhead.ingest;

import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.util.UUID;
import reactor.core.publisher.Flux;

/**
 * A recording to be registered.
 *
 * @param extension of the file's name, without the dot: what a headerless file is known by
 * @param fallbackEnd when it ended, if its octets do not tell how long it is
 * @param octets released by whoever stores them
 */
public record NewRecording(UUID uuid, String extension, Instant start, Instant fallbackEnd, Flux<ByteBuf> octets) {}
