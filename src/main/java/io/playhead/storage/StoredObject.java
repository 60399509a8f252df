package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import io.playhead.representation.ByteRange;
import java.util.Optional;
import reactor.core.publisher.Flux;

/** Octets at rest, in the state in which they were found when opened. */
public interface StoredObject {

    /** In octets. */
    long length();

    /** When they were last modified, in nanoseconds since 1970, UTC. */
    long modifiedNanos();

    /** As {@link io.playhead.representation.Representation#read}. Fails if the octets are no longer as found. */
    Flux<ByteBuf> read(ByteRange range);

    /** As {@link io.playhead.representation.Representation#region}. */
    Optional<FileRegion> region(ByteRange range);
}
