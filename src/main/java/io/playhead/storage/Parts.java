package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.playhead.representation.Representation;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.Callable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Octets that come in several goes, each kept in a file of a folder until it is whole. What has been written of a go stays,
 * however that ends. Failures are {@link StorageFailure}s.
 */
public final class Parts implements AutoCloseable {

    private static final int THREADS = 4;
    private static final int QUEUE = 1024;

    private final Path folder;
    private final DiskWork work = new DiskWork(THREADS, QUEUE);

    /** @param folder made when the first octets come */
    public Parts(Path folder) {
        this.folder = folder;
    }

    private Path file(UUID upload) {
        return folder.resolve(upload + ".upload");
    }

    /** How many octets there are; 0 where none have come. */
    public Mono<Long> length(UUID upload) {
        return work.hop(() -> {
            try {
                return Files.size(file(upload));
            } catch (NoSuchFileException none) {
                return 0L;
            }
        });
    }

    /**
     * Writes behind the octets that there are. Only one may write at a time: another fails with {@code FORBIDDEN}.
     *
     * @param offset how many there must be; fails with {@code CHANGED} if there are others
     * @param octets each is released by this method, whatever happens
     * @return how many there are then
     */
    public Mono<Long> append(UUID upload, long offset, Flux<ByteBuf> octets) {
        return added(() -> opened(upload, offset), octets);
    }

    /** As {@link #append}, instead of what there is. */
    public Mono<Long> replace(UUID upload, Flux<ByteBuf> octets) {
        return added(() -> emptied(upload), octets);
    }

    private Mono<Long> added(Callable<FileChannel> opening, Flux<ByteBuf> octets) {
        return Mono.usingWhen(
                        work.hop(opening::call).doOnDiscard(FileChannel.class, Parts::close),
                        channel -> octets.concatMap(buffer -> written(channel, buffer), 0)
                                .doOnDiscard(ByteBuf.class, Representation::discard)
                                .then(work.hop(() -> forced(channel))),
                        channel -> work.tidy(() -> close(channel)))
                .onErrorMap(DiskWork::translated);
    }

    private FileChannel opened(UUID upload, long offset) throws IOException {
        FileChannel channel = locked(upload);
        if (channel.size() != offset) {
            close(channel);
            throw new StorageFailure(StorageFailure.Reason.CHANGED, null);
        }
        return channel.position(offset);
    }

    private FileChannel emptied(UUID upload) throws IOException {
        return locked(upload).truncate(0);
    }

    private FileChannel locked(UUID upload) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel = FileChannel.open(file(upload), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (Unfinished.lock(channel) != Unfinished.Lock.OURS) {
            close(channel);
            throw new StorageFailure(StorageFailure.Reason.FORBIDDEN, null);
        }
        return channel;
    }

    private Mono<Void> written(FileChannel channel, ByteBuf buffer) {
        return work.hop(
                () -> {
                    Disk.SYSTEM.write(channel, buffer);
                    return null;
                },
                buffer::release);
    }

    private static long forced(FileChannel channel) throws IOException {
        channel.force(true);
        return channel.size();
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException closed) {
            // nothing is to be done about it, and nothing is held any more
        }
    }

    /** Takes away what is behind the first octets. */
    public Mono<Void> shorten(UUID upload, long length) {
        return work.hop(() -> {
            try (FileChannel channel = FileChannel.open(file(upload), StandardOpenOption.WRITE)) {
                channel.truncate(length);
            } catch (NoSuchFileException none) {
                return null;
            }
            return null;
        });
    }

    /** All of the octets, as many as there are when it is subscribed to. */
    public Flux<ByteBuf> read(UUID upload) {
        return Flux.usingWhen(
                        work.hop(() -> FileChannel.open(file(upload), StandardOpenOption.READ))
                                .doOnDiscard(FileChannel.class, Parts::close),
                        channel -> Flux.<Long, Long>generate(() -> 0L, (position, sink) -> {
                                    sink.next(position);
                                    return position + DiskObject.SHORT;
                                })
                                .concatMap(position -> work.hop(() -> chunk(channel, position)), 0)
                                .takeWhile(ByteBuf::isReadable),
                        channel -> work.tidy(() -> close(channel)))
                .doOnDiscard(ByteBuf.class, Representation::discard)
                .onErrorMap(DiskWork::translated);
    }

    /** Empty at the end. */
    private static ByteBuf chunk(FileChannel channel, long position) throws IOException {
        int length = (int) Math.min(DiskObject.SHORT, channel.size() - position);
        return length <= 0 ? Unpooled.EMPTY_BUFFER : Disk.SYSTEM.read(channel, position, length);
    }

    /** Nothing there is not a failure. */
    public Mono<Void> delete(UUID upload) {
        return work.hop(() -> {
            Files.deleteIfExists(file(upload));
            return null;
        });
    }

    @Override
    public void close() {
        work.close();
    }
}
