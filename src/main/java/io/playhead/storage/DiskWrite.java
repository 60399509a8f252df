package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One file written under a temporary name, forced to the disk and then renamed. Laid out as Wazo does:
 * {@code <root>/<tenant>/monitor/<name>}.
 */
final class DiskWrite {

    private final DiskWork work;
    private final Path folder;
    private final Path target;

    DiskWrite(DiskWork work, Path root, UUID tenant, String name) {
        if (name.isEmpty() || name.startsWith(".") || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not a file name: " + name);
        }
        this.work = work;
        this.folder = root.resolve(tenant.toString()).resolve("monitor");
        this.target = folder.resolve(name);
    }

    Mono<Place> of(Flux<ByteBuf> octets) {
        return Mono.usingWhen(
                        work.hop(this::begin),
                        unfinished -> octets.concatMap(buffer -> append(unfinished, buffer), 1)
                                .doOnDiscard(ByteBuf.class, ReferenceCountUtil::safeRelease)
                                .then(work.hop(() -> publish(unfinished))),
                        unfinished -> work.<Void>hop(unfinished::discard))
                .onErrorMap(DiskWork::translated);
    }

    private Unfinished begin() throws IOException {
        Files.createDirectories(folder);
        Path path = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
        return new Unfinished(path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    private Mono<Void> append(Unfinished unfinished, ByteBuf buffer) {
        return work.<Void>hop(() -> {
                    for (ByteBuffer part : buffer.nioBuffers()) {
                        while (part.hasRemaining()) {
                            unfinished.channel().write(part);
                        }
                    }
                    return null;
                })
                .doFinally(signal -> buffer.release());
    }

    private Place publish(Unfinished unfinished) throws IOException {
        unfinished.channel().force(true);
        unfinished.channel().close();
        Files.move(unfinished.path(), target, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
        return new Place(target.toString());
    }

    private record Unfinished(Path path, FileChannel channel) {

        @SuppressWarnings("NullAway") // a task without a result
        Void discard() throws IOException {
            channel.close();
            Files.deleteIfExists(path);
            return null;
        }
    }
}
