package io.playhead.storage;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Recordings in folders of this machine. A place must lie under a root when every link in it has been followed, else
 * nothing is there. A file once opened is kept open for a while and used again only if a {@code stat} says that it is
 * still the same.
 */
final class DiskStore implements RecordingStore, AutoCloseable {

    private static final Logger security = LoggerFactory.getLogger("io.playhead.security");

    private final List<Root> roots;
    private final Disk disk;
    private final DiskWork work;
    private final AsyncCache<Place, Descriptor> descriptors;
    private final AtomicInteger open = new AtomicInteger();

    private record Root(Path path, boolean local) {}

    DiskStore(DiskProperties properties, Disk disk) {
        this.roots = properties.roots().stream().map(DiskStore::existing).toList();
        this.disk = disk;
        this.work = new DiskWork(properties.threads(), properties.queue());
        this.descriptors = Caffeine.newBuilder()
                .maximumSize(properties.descriptors())
                .expireAfterAccess(properties.idle())
                .scheduler(Scheduler.systemScheduler())
                .executor(Runnable::run)
                .recordStats()
                .removalListener(DiskStore::letGo)
                .buildAsync();
    }

    private static void letGo(@Nullable Place place, @Nullable Descriptor descriptor, RemovalCause cause) {
        if (descriptor != null) {
            descriptor.release();
        }
    }

    private static Root existing(DiskProperties.Root root) {
        Path path = Objects.requireNonNull(root.path());
        try {
            Path real = path.toRealPath();
            if (!Files.isDirectory(real)) {
                throw new IllegalArgumentException("playhead.storage.disk.roots: " + path + " is not a folder");
            }
            return new Root(real, root.local());
        } catch (IOException missing) {
            throw new IllegalArgumentException("playhead.storage.disk.roots: " + path + " cannot be opened", missing);
        }
    }

    @Override
    public boolean knows(Place place) {
        return place.isFile();
    }

    @Override
    public Mono<StoredObject> open(Place place) {
        return descriptor(place).map(descriptor -> new DiskObject(descriptor, this, place, work));
    }

    /** The shared descriptor of what is there now. Not counted for the caller. */
    Mono<Descriptor> descriptor(Place place) {
        return Mono.defer(() -> {
            CompletableFuture<Descriptor> cached = descriptors.getIfPresent(place);
            if (cached == null || !cached.isDone() || cached.isCompletedExceptionally()) {
                return opened(place);
            }
            Descriptor descriptor = cached.join();
            return stat(descriptor).flatMap(same -> same ? Mono.just(descriptor) : openedAgain(place, cached));
        });
    }

    private Mono<Boolean> stat(Descriptor descriptor) {
        return descriptor.local ? DiskWork.here(() -> isSame(descriptor)) : work.hop(() -> isSame(descriptor));
    }

    private boolean isSame(Descriptor descriptor) {
        try {
            return descriptor.refCnt() > 0
                    && descriptor.channel.isOpen()
                    && disk.stat(descriptor.real).equals(descriptor.stat);
        } catch (IOException gone) {
            return false;
        }
    }

    private Mono<Descriptor> openedAgain(Place place, CompletableFuture<Descriptor> stale) {
        return Mono.defer(() -> {
            descriptors.asMap().remove(place, stale);
            return opened(place);
        });
    }

    /** Askers of the same place at the same time share one opening. */
    private Mono<Descriptor> opened(Place place) {
        return Mono.fromFuture(
                        () -> descriptors.get(
                                place,
                                (wanted, executor) ->
                                        work.<Descriptor>hop(() -> find(wanted)).toFuture()),
                        true)
                .onErrorMap(DiskWork::translated);
    }

    private Descriptor find(Place place) throws IOException {
        Path real = disk.real(path(place));
        Root root = roots.stream()
                .filter(candidate -> real.startsWith(candidate.path()))
                .findFirst()
                .orElseThrow(() -> outside(place));
        Disk.Stat stat = disk.stat(real);
        if (!stat.regular()) {
            throw new StorageFailure(StorageFailure.Reason.MISSING, null);
        }
        FileChannel channel = disk.open(real);
        try {
            // what was opened is what was looked at, whatever was renamed in between
            if (!disk.stat(real).equals(stat) || !disk.real(real).equals(real)) {
                throw new StorageFailure(StorageFailure.Reason.CHANGED, null);
            }
            return new Descriptor(real, root.local(), stat, channel, open);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static Path path(Place place) {
        try {
            return Path.of(place.path());
        } catch (InvalidPathException impossible) {
            throw new StorageFailure(StorageFailure.Reason.MISSING, impossible);
        }
    }

    private static StorageFailure outside(Place place) {
        security.warn("event=place-outside-roots file={}", place.name());
        return new StorageFailure(StorageFailure.Reason.MISSING, null);
    }

    @Override
    public Mono<Place> write(UUID tenant, String name, Flux<ByteBuf> octets) {
        return new DiskWrite(disk, work, roots.getFirst().path(), tenant, name).of(octets);
    }

    @Override
    public Mono<Void> delete(Place place) {
        return work.<Void>hop(() -> {
                    Path real = disk.real(path(place));
                    if (roots.stream().noneMatch(root -> real.startsWith(root.path()))) {
                        throw outside(place);
                    }
                    Files.deleteIfExists(real);
                    descriptors.synchronous().invalidate(place);
                    return null;
                })
                .onErrorResume(
                        StorageFailure.class,
                        failure ->
                                failure.reason() == StorageFailure.Reason.MISSING ? Mono.empty() : Mono.error(failure));
    }

    @Override
    public Mono<Void> ready() {
        return work.hop(() -> {
            for (Root root : roots) {
                if (!Files.isReadable(root.path())) {
                    throw new StorageFailure(StorageFailure.Reason.FORBIDDEN, null);
                }
            }
            return null;
        });
    }

    /** How many files are open, cached ones included. */
    int openFiles() {
        return open.get();
    }

    CacheStats statistics() {
        return descriptors.synchronous().stats();
    }

    DiskWork work() {
        return work;
    }

    @Override
    public void close() {
        descriptors.synchronous().invalidateAll();
        work.close();
    }
}
