package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import io.playhead.representation.ByteRange;
import io.playhead.representation.Representation;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/**
 * A file as it was when found. Holds no descriptor of its own: each read takes part in the shared one. While that is
 * open, what was replaced or removed is still read as it was; once it is closed, only the same file will do.
 */
final class DiskObject implements StoredObject {

    /** Up to here one positional read on the event loop costs less than anything else. */
    static final int SHORT = 256 * 1024;

    static final int CHUNK = 64 * 1024;

    private final Descriptor found;
    private final Descriptors descriptors;
    private final Place place;

    DiskObject(Descriptor found, Descriptors descriptors, Place place) {
        this.found = found;
        this.descriptors = descriptors;
        this.place = place;
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
    public Object state() {
        return found.stat;
    }

    @Override
    public Flux<ByteBuf> read(ByteRange range) {
        return holding(descriptor -> octets(descriptor, range)).doOnDiscard(ByteBuf.class, Representation::discard);
    }

    @Override
    public Optional<ByteBuf> atHand(ByteRange range) {
        return found.root.local() && range.length() <= SHORT && DiskWork.mayReadHere()
                ? descriptors.readIfOpen(found, range)
                : Optional.empty();
    }

    @Override
    public Optional<FileRegion> region(ByteRange range) {
        return found.root.local() ? found.region(range) : Optional.empty();
    }

    @Override
    public <T> Mono<T> inspect(Inspection<T> inspection) {
        return holding(descriptor -> descriptor
                        .root
                        .work()
                        .<T>hop(() -> inspection.look((position, into) -> descriptor.channel.read(into, position)))
                        .flux())
                .singleOrEmpty();
    }

    /** What is made of the shared descriptor, or else of the file opened once more, which must be the same. */
    private <T> Flux<T> holding(Function<Descriptor, Flux<T>> use) {
        return Flux.using(
                found::tryRetain, // when subscribed to, and given back even if the subscriber cancels at once
                held -> held ? use.apply(found) : again(use),
                held -> {
                    if (held) {
                        found.release();
                    }
                });
    }

    private <T> Flux<T> again(Function<Descriptor, Flux<T>> use) {
        return Flux.usingWhen(
                descriptors.held(place).onErrorMap(DiskObject::isGone, DiskObject::changed),
                descriptor -> descriptor.stat.equals(found.stat) ? use.apply(descriptor) : Flux.error(changed(null)),
                descriptor -> Mono.fromRunnable(descriptor::release));
    }

    private static boolean isGone(Throwable failure) {
        return failure instanceof StorageFailure known && known.reason() == StorageFailure.Reason.MISSING;
    }

    private static StorageFailure changed(@Nullable Throwable cause) {
        return new StorageFailure(StorageFailure.Reason.CHANGED, cause);
    }

    private Flux<ByteBuf> octets(Descriptor descriptor, ByteRange range) {
        if (descriptor.root.local() && range.length() <= SHORT) {
            return descriptor
                    .root
                    .work()
                    .briefly(() -> descriptors.read(descriptor, range))
                    .flux();
        }
        return Flux.<Long, Long>generate(range::start, (position, sink) -> next(position, range.end(), sink))
                .concatMap(position -> chunk(descriptor, position, range.end()), 0);
    }

    private static long next(long position, long end, SynchronousSink<Long> sink) {
        if (position < end) {
            sink.next(position);
        } else {
            sink.complete();
        }
        return position + CHUNK;
    }

    private Mono<ByteBuf> chunk(Descriptor descriptor, long position, long end) {
        ByteRange range = ByteRange.ofLength(position, Math.min(CHUNK, end - position));
        return descriptor.root.work().hop(() -> descriptors.read(descriptor, range));
    }
}
