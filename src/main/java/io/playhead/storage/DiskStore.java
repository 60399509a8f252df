package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Recordings in folders of this machine. A place must lie under a root when every link in it has been followed, else
 * nothing is there.
 */
final class DiskStore implements RecordingStore, AutoCloseable {

    private final DiskRoots roots;
    private final Disk disk;
    private final Descriptors descriptors;

    DiskStore(DiskProperties properties, Disk disk) {
        this.roots = DiskRoots.of(properties);
        this.disk = disk;
        this.descriptors = new Descriptors(roots, disk, properties);
    }

    @Override
    public boolean knows(Place place) {
        return place.isFile();
    }

    @Override
    public Mono<StoredObject> open(Place place) {
        return descriptors.shared(place).map(descriptor -> new DiskObject(descriptor, descriptors, place));
    }

    @Override
    public Optional<StoredObject> atHand(Place place) {
        return descriptors.atHand(place).map(descriptor -> new DiskObject(descriptor, descriptors, place));
    }

    @Override
    public Mono<Place> write(UUID tenant, String name, Flux<ByteBuf> octets) {
        return write(tenant, name).of(octets);
    }

    @Override
    public Mono<Staged> stage(UUID tenant, String name, Flux<ByteBuf> octets) {
        return write(tenant, name).staged(octets);
    }

    private DiskWrite write(UUID tenant, String name) {
        DiskRoot root = roots.first();
        return new DiskWrite(disk, root.work(), root.path(), tenant, name);
    }

    @Override
    public Mono<Void> delete(Place place) {
        return roots.hop(place, this::remove)
                .onErrorResume(
                        StorageFailure.class,
                        failure ->
                                failure.reason() == StorageFailure.Reason.MISSING ? Mono.empty() : Mono.error(failure))
                .doOnSuccess(done -> descriptors.forget(place));
    }

    /** A file, and the link that leads to it. */
    @SuppressWarnings("NullAway") // a task without a result
    private Void remove(Path path) throws IOException {
        Path real = disk.real(path);
        roots.holding(real, path);
        if (disk.stat(real).regular()) {
            disk.delete(real);
            Path name = disk.real(path.getParent()).resolve(path.getFileName());
            if (!name.equals(real)) {
                roots.holding(name, path);
                disk.delete(name);
            }
        }
        return null;
    }

    @Override
    public Mono<Void> ready() {
        return Flux.fromIterable(roots.all())
                .flatMap(root -> root.work().<Void>hop(() -> {
                    if (!Files.isReadable(root.path())) {
                        throw new StorageFailure(StorageFailure.Reason.FORBIDDEN, null);
                    }
                    return null;
                }))
                .then();
    }

    DiskRoots roots() {
        return roots;
    }

    Descriptors descriptors() {
        return descriptors;
    }

    @Override
    public void close() {
        descriptors.close();
        roots.close();
    }
}
