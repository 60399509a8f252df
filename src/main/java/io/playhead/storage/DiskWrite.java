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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One file written under a temporary name, forced to the disk and then renamed. Laid out as Wazo does:
 * {@code <root>/<tenant>/monitor/<name>}.
 */
final class DiskWrite {

    private static final Logger log = LoggerFactory.getLogger(DiskWrite.class);

    private final Disk disk;
    private final DiskWork work;
    private final Path folder;
    private final Path target;

    DiskWrite(Disk disk, DiskWork work, Path root, UUID tenant, String name) {
        this.disk = disk;
        this.work = work;
        this.folder = root.resolve(tenant.toString()).resolve("monitor");
        this.target = folder.resolve(FileName.checked(name));
    }

    Mono<Place> of(Flux<ByteBuf> octets) {
        return Mono.usingWhen(
                        work.hop(this::begin).doOnDiscard(Unfinished.class, Unfinished::discard),
                        unfinished -> octets.concatMap(buffer -> append(unfinished, buffer), 0)
                                .doOnDiscard(ByteBuf.class, ReferenceCountUtil::safeRelease)
                                .then(work.hop(() -> publish(unfinished))),
                        unfinished -> work.tidy(unfinished::discard))
                .onErrorMap(DiskWork::translated);
    }

    /** The temporary name is short, so that any name that a file may have will do. */
    private Unfinished begin() throws IOException {
        Files.createDirectories(folder);
        Path path = folder.resolve("." + UUID.randomUUID() + ".part");
        return new Unfinished(path, disk.create(path));
    }

    /** A cancel may come while the buffer is being written: it is released after that, not by the cancel. */
    private Mono<Void> append(Unfinished unfinished, ByteBuf buffer) {
        return work.hop(
                () -> {
                    for (ByteBuffer part : buffer.nioBuffers()) {
                        while (part.hasRemaining()) {
                            unfinished.channel.write(part);
                        }
                    }
                    return null;
                },
                buffer::release);
    }

    private Place publish(Unfinished unfinished) throws IOException {
        unfinished.publish(target);
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
        return new Place(target.toString());
    }

    /** Either published or discarded, whichever comes first. */
    private static final class Unfinished {

        private final Path path;
        private final FileChannel channel;
        private boolean over;

        Unfinished(Path path, FileChannel channel) {
            this.path = path;
            this.channel = channel;
        }

        void publish(Path target) throws IOException {
            channel.force(true);
            synchronized (this) {
                channel.close();
                Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
                over = true;
            }
        }

        synchronized void discard() {
            if (over) {
                return;
            }
            over = true;
            try (channel) {
                Files.deleteIfExists(path);
            } catch (IOException left) {
                log.warn("event=unfinished-file-left file={}", path.getFileName(), left);
            }
        }
    }
}
