package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import io.playhead.representation.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import reactor.core.publisher.Flux;

/** Octets at rest, in the state in which they were found when opened. */
public interface StoredObject extends Inspectable {

    /**
     * The state in which it was found. What is kept of an object reads another of the same place only while the two are
     * equal: a file that was put there instead is another, be it as long and as old.
     */
    Object state();

    /**
     * As {@link io.playhead.representation.Representation#read}: the octets as found, or a failure because they are
     * replaced, gone or fewer ({@code CHANGED}). Octets that another writes over the same file, or after its end, are
     * noticed when it is opened next: recordings are published whole and never written to again.
     */
    Flux<ByteBuf> read(ByteRange range);

    /** As {@link io.playhead.representation.Representation#atHand}, which throws what {@code read} would signal. */
    default Optional<ByteBuf> atHand(ByteRange range) {
        return Optional.empty();
    }

    /** As {@link io.playhead.representation.Representation#comesInSteps}. */
    default boolean comesInSteps(ByteRange range) {
        return false;
    }

    /** As {@link io.playhead.representation.Representation#region}. */
    Optional<FileRegion> region(ByteRange range);

    /** A look at a few octets; what it makes of them. */
    @FunctionalInterface
    interface Inspection<T> {

        T look(Octets octets) throws IOException;
    }

    /** Octets that can be read anywhere. */
    @FunctionalInterface
    interface Octets {

        /** @return how many were read; -1 at or past the end */
        int read(long position, ByteBuffer into) throws IOException;
    }
}
