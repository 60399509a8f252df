package io.playhead.representation;

import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import java.time.Instant;
import java.util.Optional;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;

/** Octets in one exact state: what RFC 9110 §3.2 calls a representation. */
public interface Representation {

    MediaType mediaType();

    /** Exact, in octets. A format that cannot tell before encoding is stored first and served as a file. */
    long length();

    /** Strong: while it stays the same, so does every octet (RFC 9110 §8.8.1). */
    EntityTag validator();

    /** Whole seconds, UTC. */
    Instant lastModified();

    /**
     * Exactly {@code range.length()} octets, or an error. Opens nothing before it is subscribed to, emits no more
     * buffers than were requested, and frees everything at once on a cancel. Whoever receives a buffer owns it.
     *
     * @param range within {@code [0, length)}
     */
    Flux<ByteBuf> read(ByteRange range);

    /**
     * The same octets in one buffer, where they are few and can be had without waiting; whoever receives it owns it.
     * Fails as {@link #read} does.
     */
    default Optional<ByteBuf> atHand(ByteRange range) {
        return Optional.empty();
    }

    /**
     * The same octets as part of an open local file, where they are one, so that the kernel can send them. Counted:
     * whoever receives it releases it, which writing it to a channel does. Empty where the octets are not at hand
     * in one open file at this moment.
     */
    default Optional<FileRegion> region(ByteRange range) {
        return Optional.empty();
    }

    /**
     * Whether the octets are made in several steps that take their time, so that the first should be sent before the last
     * is there.
     */
    default boolean comesInSteps(ByteRange range) {
        return false;
    }

    /**
     * For {@code doOnDiscard} of those who hold octets on their way. Hooks of several of them run one after the other on
     * the same buffer, so that only the first may release it.
     */
    static void discard(ByteBuf octets) {
        if (octets.refCnt() > 0) {
            octets.release();
        }
    }
}
