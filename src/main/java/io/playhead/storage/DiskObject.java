package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.FileRegion;
import io.netty.util.ReferenceCountUtil;
import io.playhead.representation.ByteRange;
import java.io.IOException;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/** A file as it was when found. Holds no descriptor of its own: each read takes part in the shared one. */
final class DiskObject implements StoredObject {

    /** Up to here one positional read on the event loop costs less than anything else. */
    static final int SHORT = 256 * 1024;

    private static final int CHUNK = 64 * 1024;

    private final Descriptor found;
    private final DiskStore store;
    private final Place place;
    private final DiskWork work;

    DiskObject(Descriptor found, DiskStore store, Place place, DiskWork work) {
        this.found = found;
        this.store = store;
        this.place = place;
        this.work = work;
    }

    @Override
    public long length() {
        return found.stat.length();
    }

    @Override
    public long modifiedNanos() {
        return found.stat.modifiedNanos();
    }

    @Override
    public Flux<ByteBuf> read(ByteRange range) {
        return Flux.usingWhen(
                held(), descriptor -> octets(descriptor, range), descriptor -> Mono.fromRunnable(descriptor::release));
    }

    @Override
    public Optional<FileRegion> region(ByteRange range) {
        return found.local ? found.region(range) : Optional.empty();
    }

    @Override
    public <T> Mono<T> inspect(Inspection<T> inspection) {
        return Mono.usingWhen(
                held(),
                descriptor ->
                        work.hop(() -> inspection.look((position, into) -> descriptor.channel.read(into, position))),
                descriptor -> Mono.fromRunnable(descriptor::release));
    }

    /** The shared descriptor, counted; opened again if it was closed since, which must find the same file. */
    private Mono<Descriptor> held() {
        return Mono.defer(() ->
                found.tryRetain() ? Mono.just(found) : store.descriptor(place).map(this::same));
    }

    private Descriptor same(Descriptor again) {
        if (!again.stat.equals(found.stat) || !again.tryRetain()) {
            throw new StorageFailure(StorageFailure.Reason.CHANGED, null);
        }
        return again;
    }

    private Flux<ByteBuf> octets(Descriptor descriptor, ByteRange range) {
        if (descriptor.local && range.length() <= SHORT) {
            return Mono.fromCallable(() -> read(descriptor, range.start(), (int) range.length()))
                    .onErrorMap(DiskWork::translated)
                    .flux();
        }
        return Flux.<Long, Long>generate(range::start, (position, sink) -> next(position, range.end(), sink))
                .concatMap(position -> chunk(descriptor, position, range.end()), 0)
                .doOnDiscard(ByteBuf.class, ReferenceCountUtil::safeRelease);
    }

    private static long next(long position, long end, SynchronousSink<Long> sink) {
        if (position < end) {
            sink.next(position);
        } else {
            sink.complete();
        }
        return position + CHUNK;
    }

    /** Counted while the read is under way: a cancel may come before a thread has come to it. */
    private Mono<ByteBuf> chunk(Descriptor descriptor, long position, long end) {
        int length = (int) Math.min(CHUNK, end - position);
        return work.hop(() -> {
            if (!descriptor.tryRetain()) {
                throw new StorageFailure(StorageFailure.Reason.CHANGED, null);
            }
            try {
                return read(descriptor, position, length);
            } finally {
                descriptor.release();
            }
        });
    }

    private static ByteBuf read(Descriptor descriptor, long position, int length) throws IOException {
        ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer(length, length);
        try {
            while (buffer.isWritable()) {
                int count =
                        buffer.writeBytes(descriptor.channel, position + buffer.writerIndex(), buffer.writableBytes());
                if (count < 0) {
                    throw new StorageFailure(StorageFailure.Reason.CHANGED, null);
                }
            }
            return buffer;
        } catch (IOException | RuntimeException failure) {
            buffer.release();
            throw failure;
        }
    }
}
