package io.playhead.storage;

import static io.playhead.storage.StoreContract.LONG;
import static io.playhead.storage.StoreContract.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.playhead.representation.ByteRange;
import io.playhead.storage.WatchedDisk.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store on two real folders, one of a local root and one of another, and a third outside of both. */
abstract class DiskFixture {

    static final ByteRange SHORT = ByteRange.ofLength(10, 1_000);

    @TempDir
    Path folder;

    Path local;
    Path remote;
    Path outside;
    final WatchedDisk disk = new WatchedDisk();
    final List<DiskStore> stores = new ArrayList<>();
    final CountDownLatch thaw = new CountDownLatch(1);
    DiskStore store;

    @BeforeEach
    void folders() throws IOException {
        local = Files.createDirectories(folder.resolve("local")).toRealPath();
        remote = Files.createDirectories(folder.resolve("remote")).toRealPath();
        outside = Files.createDirectories(folder.resolve("outside")).toRealPath();
        store = store(1024, Duration.ofSeconds(30), 4, 4096);
    }

    DiskStore store(int descriptors, Duration idle, int threads, int queue) {
        DiskStore made = new DiskStore(
                new DiskProperties(
                        List.of(new DiskProperties.Root(local, true), new DiskProperties.Root(remote, false)),
                        descriptors,
                        idle,
                        threads,
                        queue),
                disk);
        stores.add(made);
        return made;
    }

    @AfterEach
    void everything_is_given_back() {
        thaw.countDown();
        stores.forEach(DiskStore::close);
        await().pollDelay(Duration.ZERO).atMost(LONG).untilAsserted(() -> {
            assertThat(disk.buffers()).as("buffers").isZero();
            assertThat(disk.openChannels()).as("open files").isZero();
        });
    }

    public Place nowhere() {
        return new Place(local.resolve("nothing.wav").toString());
    }

    public List<String> everything() {
        try (Stream<Path> paths = Files.walk(local)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException moved) {
            return List.of("being moved");
        }
    }

    public void shorten(Place place, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of(place.path()), StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    public int heldFor(Place place) {
        return descriptor(store, place).refCnt() - 1;
    }

    /** What the cache has of a place, which counts as one. */
    static Descriptor descriptor(DiskStore store, Place place) {
        Descriptor descriptor = value(store.descriptors().held(place));
        descriptor.release();
        return descriptor;
    }

    public StoredObject opened(Place place) {
        return value(store.open(place));
    }

    static Place place(Path path) {
        return new Place(path.toString());
    }

    /** Every call below a folder waits until the thaw; none of them may be of a thread that must not. */
    void freeze(Path below) {
        disk.weather = (call, path) -> {
            if (path.startsWith(below)) {
                awaitThaw();
            }
        };
    }

    void awaitThaw() throws IOException {
        try {
            assertThat(thaw.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    static WatchedDisk.Weather failing(Call which, Supplier<IOException> failure) {
        return (call, path) -> {
            if (call == which) {
                throw failure.get();
            }
        };
    }
}
