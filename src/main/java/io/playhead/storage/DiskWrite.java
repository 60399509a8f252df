package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import io.playhead.representation.Representation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One file written under a temporary name, forced to the disk and then given its own. Laid out as Wazo does:
 * {@code <root>/<tenant>/monitor/<name>}.
 */
final class DiskWrite {

    static final String FOLDER = "monitor";

    private final Disk disk;
    private final DiskWork work;
    private final Path folder;
    private final Path target;

    DiskWrite(Disk disk, DiskWork work, Path root, UUID tenant, String name) {
        this.disk = disk;
        this.work = work;
        this.folder = root.resolve(tenant.toString()).resolve(FOLDER);
        this.target = folder.resolve(FileName.checked(name));
    }

    /** Written, and under its name. */
    Mono<Place> of(Flux<ByteBuf> octets) {
        return written(
                octets,
                unfinished -> work.hop(() -> {
                    unfinished.finish();
                    unfinished.replace(target);
                    return place(target);
                }));
    }

    /** Written, and to be named later. */
    Mono<Staged> staged(Flux<ByteBuf> octets) {
        return written(
                octets, unfinished -> work.<Staged>hop(() -> new StagedFile(this, unfinished, unfinished.finish())));
    }

    private <T> Mono<T> written(Flux<ByteBuf> octets, Function<Unfinished, Mono<T>> end) {
        return Mono.usingWhen(
                        work.hop(this::begin).doOnDiscard(Unfinished.class, Unfinished::discard),
                        unfinished -> Gathered.of(octets)
                                .concatMap(buffer -> append(unfinished, buffer), 0)
                                .doOnDiscard(ByteBuf.class, Representation::discard)
                                .then(end.apply(unfinished)),
                        unfinished -> Mono.empty(),
                        (unfinished, failure) -> work.tidy(unfinished::discard),
                        unfinished -> work.tidy(unfinished::discard))
                .onErrorMap(DiskWork::translated);
    }

    private Unfinished begin() throws IOException {
        Files.createDirectories(folder);
        return Unfinished.in(folder, disk);
    }

    /** A cancel may come while the buffer is being written: it is released after that, not by the cancel. */
    private Mono<Void> append(Unfinished unfinished, ByteBuf buffer) {
        return work.hop(
                () -> {
                    unfinished.append(buffer);
                    return null;
                },
                buffer::release);
    }

    Place place() {
        return new Place(target.toString());
    }

    Mono<Place> published(Unfinished unfinished) {
        return work.hop(() -> place(unfinished.name(target)));
    }

    Mono<Void> discarded(Unfinished unfinished) {
        return work.tidy(unfinished::discard);
    }

    <T> Mono<T> inspected(Unfinished unfinished, StoredObject.Inspection<T> inspection) {
        return work.hop(
                () -> inspection.look((position, into) -> unfinished.channel().read(into, position)));
    }

    private Place place(Path named) throws IOException {
        disk.forceNames(folder);
        return new Place(named.toString());
    }
}
