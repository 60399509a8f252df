package io.playhead.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.netty.buffer.ByteBuf;
import io.playhead.representation.ByteRange;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Files kept open for a while after their last reader. One is used again only if a {@code stat} says that its place
 * still leads to the same file.
 */
final class Descriptors implements AutoCloseable {

    private final DiskRoots roots;
    private final Disk disk;
    private final Cache<Place, Descriptor> cache;
    private final Map<Place, Opening> openings = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder reused = new LongAdder();
    private final LongAdder opened = new LongAdder();

    /**
     * Caffeine's own asynchronous cache will not do: it logs each look-up that fails as a warning, with the path.
     */
    Descriptors(DiskRoots roots, Disk disk, DiskProperties properties) {
        this.roots = roots;
        this.disk = disk;
        this.cache = Caffeine.newBuilder()
                .maximumSize(properties.descriptors())
                .expireAfterAccess(properties.idle())
                .scheduler(Scheduler.systemScheduler())
                .executor(Runnable::run)
                .removalListener(Descriptors::letGo)
                .build();
    }

    private static void letGo(@Nullable Place place, @Nullable Descriptor descriptor, RemovalCause cause) {
        if (descriptor != null) {
            descriptor.release();
        }
    }

    /** The descriptor of what is there now, counted for the caller, who releases it. */
    Mono<Descriptor> held(Place place) {
        return shared(place).flatMap(shared -> shared.tryRetain() ? Mono.just(shared) : alone(place));
    }

    /** For one reader alone: the cache has let go of the shared one already, being too small for its readers. */
    private Mono<Descriptor> alone(Place place) {
        return roots.hop(place, this::find).doOnDiscard(Descriptor.class, Descriptor::release);
    }

    /** The shared descriptor of what is there now. Not counted for the caller: it may be closed already. */
    Mono<Descriptor> shared(Place place) {
        return Mono.defer(() -> {
            Descriptor cached = cache.getIfPresent(place);
            return cached == null
                    ? opening(place)
                    : isSame(cached).flatMap(same -> same ? Mono.just(cached) : openingAgain(place, cached));
        });
    }

    /** The shared descriptor, where it is open, and a look at its place waits for nothing. Not counted for the caller. */
    Optional<Descriptor> atHand(Place place) {
        Descriptor cached = cache.getIfPresent(place);
        return cached != null && cached.root.local() && stillLeadsTo(cached) ? Optional.of(cached) : Optional.empty();
    }

    private Mono<Boolean> isSame(Descriptor descriptor) {
        return descriptor.root.local()
                ? DiskWork.here(() -> stillLeadsTo(descriptor))
                : descriptor.root.work().hop(() -> stillLeadsTo(descriptor));
    }

    private boolean stillLeadsTo(Descriptor descriptor) {
        try {
            boolean same = descriptor.isOpen() && disk.stat(descriptor.path).equals(descriptor.stat);
            if (same) {
                reused.increment();
            }
            return same;
        } catch (IOException gone) {
            return false;
        }
    }

    private Mono<Descriptor> openingAgain(Place place, Descriptor stale) {
        return Mono.defer(() -> {
            cache.asMap().remove(place, stale);
            return opening(place);
        });
    }

    /** Askers of the same place at the same time share one opening. */
    private Mono<Descriptor> opening(Place place) {
        return Mono.defer(() -> openings.computeIfAbsent(place, Opening::new).descriptor);
    }

    /** A file on its way into the cache. No cancel stops it. */
    private final class Opening {

        private final Mono<Descriptor> descriptor;

        /** Is out of the way before anybody has the answer, so that whoever asks after that asks anew. */
        Opening(Place place) {
            descriptor = roots.hop(place, path -> cachedOrFound(place, path))
                    .doOnNext(found -> openings.remove(place, this))
                    .doOnError(failure -> openings.remove(place, this))
                    .cache();
        }
    }

    /** Another opening may have ended after the cache was asked and before this one began. */
    private Descriptor cachedOrFound(Place place, Path path) throws IOException {
        Descriptor cached = cache.getIfPresent(place);
        if (cached != null && stillLeadsTo(cached)) {
            return cached;
        }
        Descriptor found = find(path);
        cache.put(place, found);
        return found;
    }

    private Descriptor find(Path path) throws IOException {
        Path real = disk.real(path);
        DiskRoot root = roots.holding(real, path);
        Disk.Stat before = disk.stat(real);
        if (!before.regular()) {
            throw new StorageFailure(StorageFailure.Reason.MISSING, null);
        }
        FileChannel channel = disk.open(real);
        try {
            // what was opened is what was looked at, whatever was renamed in between; it may have grown
            Disk.Stat stat = disk.stat(path);
            if (!stat.sameFile(before) || !disk.real(path).equals(real)) {
                throw new StorageFailure(StorageFailure.Reason.CHANGED, null);
            }
            opened.increment();
            return new Descriptor(path, root, stat, channel, open);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    /**
     * What a range of an open file has; fewer octets than when it was found mean that it is another. Counted while it
     * is under way: a cancel may come before or meanwhile.
     */
    ByteBuf read(Descriptor descriptor, ByteRange range) {
        return readIfOpen(descriptor, range).orElseThrow(() -> new StorageFailure(StorageFailure.Reason.CHANGED, null));
    }

    /** The same, or empty where the file has been closed meanwhile. */
    Optional<ByteBuf> readIfOpen(Descriptor descriptor, ByteRange range) {
        if (!descriptor.tryRetain()) {
            return Optional.empty();
        }
        try {
            return Optional.of(disk.read(descriptor.channel, range.start(), Math.toIntExact(range.length())));
        } catch (EOFException shorter) {
            throw new StorageFailure(StorageFailure.Reason.CHANGED, shorter);
        } catch (IOException broken) {
            throw DiskWork.translated(broken);
        } catch (OutOfMemoryError full) { // of direct memory: an ordinary failure, for one reader
            throw new StorageFailure(StorageFailure.Reason.BROKEN, full);
        } finally {
            descriptor.release();
        }
    }

    void forget(Place place) {
        openings.remove(place);
        cache.invalidate(place);
    }

    /** How many files are open, cached ones included. */
    int open() {
        return open.get();
    }

    /** How often a look-up found its file open. */
    long reused() {
        return reused.sum();
    }

    /** How often a file had to be opened. */
    long opened() {
        return opened.sum();
    }

    @Override
    public void close() {
        cache.invalidateAll();
    }
}
