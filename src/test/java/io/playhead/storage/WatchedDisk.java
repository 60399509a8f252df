package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCounted;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** The real disk, and a note of everything that was asked of it, by whom, and what it handed out. */
final class WatchedDisk implements Disk {

    enum Call {
        STAT,
        REAL,
        OPEN,
        CREATE,
        READ
    }

    /** What happens before a call: nothing, a wait, a failure. */
    interface Weather {

        void before(Call call, Path path) throws IOException;
    }

    final AtomicLong calls = new AtomicLong();
    final Set<String> threads = ConcurrentHashMap.newKeySet();
    final Map<FileChannel, Path> channels = new ConcurrentHashMap<>();
    volatile Weather weather = (call, path) -> {};
    /** Whether there is room for names but for no octets. */
    volatile boolean full;

    private final Queue<ByteBuf> buffers = new ConcurrentLinkedQueue<>();

    @Override
    public Stat stat(Path path) throws IOException {
        note(Call.STAT, path);
        return Disk.super.stat(path);
    }

    @Override
    public Path real(Path path) throws IOException {
        note(Call.REAL, path);
        return Disk.super.real(path);
    }

    @Override
    public FileChannel open(Path real) throws IOException {
        note(Call.OPEN, real);
        FileChannel channel = Disk.super.open(real);
        channels.put(channel, real);
        return channel;
    }

    @Override
    public FileChannel create(Path path) throws IOException {
        note(Call.CREATE, path);
        FileChannel channel = Disk.super.create(path);
        if (full) {
            channel.close();
            channel = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE);
        }
        channels.put(channel, path);
        return channel;
    }

    @Override
    public ByteBuf read(FileChannel channel, long position, int length) throws IOException {
        note(Call.READ, channels.getOrDefault(channel, Path.of("/")));
        ByteBuf buffer = Disk.super.read(channel, position, length);
        buffers.add(buffer);
        return buffer;
    }

    private void note(Call call, Path path) throws IOException {
        calls.incrementAndGet();
        threads.add(Thread.currentThread().getName());
        weather.before(call, path);
    }

    /** Buffers read and not released yet. */
    long buffers() {
        return buffers.stream()
                .map(ReferenceCounted::refCnt)
                .filter(count -> count > 0)
                .count();
    }

    /** Files opened or created and not closed yet. */
    long openChannels() {
        return channels.keySet().stream().filter(FileChannel::isOpen).count();
    }
}
