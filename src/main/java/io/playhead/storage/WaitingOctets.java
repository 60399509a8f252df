package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What has come and was not asked for yet. Where several short buffers wait they go out as one, so that a reader who is
 * slower than the storage has few of them, and one who is as swift has each at once. For one taker.
 */
final class WaitingOctets extends AbstractQueue<ByteBuf> {

    /** In octets, of what goes out as one. */
    static final int MOST = 64 << 10;

    private final Queue<ByteBuf> come = new ConcurrentLinkedQueue<>();

    @Override
    public boolean offer(ByteBuf octets) {
        return come.offer(octets);
    }

    @Override
    public @Nullable ByteBuf peek() {
        return come.peek();
    }

    @Override
    public @Nullable ByteBuf poll() {
        ByteBuf first = come.poll();
        return first == null || !fits(first.readableBytes()) ? first : together(first);
    }

    private boolean fits(int octets) {
        ByteBuf next = come.peek();
        return next != null && octets + next.readableBytes() <= MOST;
    }

    private ByteBuf together(ByteBuf first) {
        List<ByteBuf> all = new ArrayList<>();
        all.add(first);
        for (int octets = first.readableBytes(); fits(octets); ) {
            ByteBuf next = come.remove();
            all.add(next);
            octets += next.readableBytes();
        }
        return Unpooled.wrappedBuffer(all.size(), all.toArray(ByteBuf[]::new));
    }

    @Override
    public Iterator<ByteBuf> iterator() {
        return come.iterator();
    }

    @Override
    public int size() {
        return come.size();
    }
}
