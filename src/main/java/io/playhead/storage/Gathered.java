package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;

/**
 * Octets that come in small buffers, as from a network, joined for writers to whom each buffer is a change of threads.
 * Holds no more than {@link #ENOUGH} and one buffer; what is held when it is cancelled is discarded one by one.
 */
final class Gathered {

    private static final int ENOUGH = 128 * 1024;

    private Gathered() {}

    static Flux<ByteBuf> of(Flux<ByteBuf> octets) {
        return Flux.defer(() -> octets.bufferUntil(new Enough())
                .map(some -> some.size() == 1
                        ? some.getFirst()
                        : Unpooled.wrappedBuffer(some.size(), some.toArray(ByteBuf[]::new))));
    }

    /** Of one stream. */
    private static final class Enough implements Predicate<ByteBuf> {

        private int held;

        @Override
        public boolean test(ByteBuf next) {
            held += next.readableBytes();
            boolean enough = held >= ENOUGH;
            held = enough ? 0 : held;
            return enough;
        }
    }
}
