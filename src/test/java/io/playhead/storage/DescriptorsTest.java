package io.playhead.storage;

import static io.playhead.storage.StoreContract.LONG;
import static io.playhead.storage.StoreContract.OCTETS;
import static io.playhead.storage.StoreContract.joined;
import static io.playhead.storage.StoreContract.random;
import static io.playhead.storage.StoreContract.reason;
import static io.playhead.storage.StoreContract.value;
import static io.playhead.storage.StoreContract.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.channel.FileRegion;
import io.playhead.representation.ByteRange;
import io.playhead.representation.RepresentationContract;
import io.playhead.storage.StorageFailure.Reason;
import io.playhead.storage.WatchedDisk.Call;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** One descriptor for all readers of a file. */
class DescriptorsTest extends DiskFixture {

    @Test
    void askers_at_the_same_time_share_one_opening() throws IOException {
        Path file = Files.write(local.resolve("a.wav"), OCTETS);
        freeze(local);
        AtomicInteger answered = new AtomicInteger();
        List<Disposable> askers = Stream.generate(
                        () -> store.open(place(file)).subscribe(object -> answered.incrementAndGet()))
                .limit(64)
                .toList();
        askers.getFirst().dispose();
        thaw.countDown();
        await().pollDelay(Duration.ZERO).atMost(LONG).until(() -> answered.get() == 63);
        assertThat(disk.channels).hasSize(1);
        assertThat(store.descriptors().opened()).isEqualTo(1);
    }

    @Test
    void who_looks_while_another_opens_anew_shares_what_that_one_opened() throws Exception {
        Path file = Files.write(remote.resolve("a.wav"), OCTETS);
        opened(place(file));
        Files.write(file, new byte[3], StandardOpenOption.APPEND);
        CountDownLatch looking = new CountDownLatch(1);
        disk.weather = (call, path) -> {
            if (looking.getCount() > 0) {
                looking.countDown();
                awaitThaw();
            }
        };
        CompletableFuture<@Nullable Long> slow =
                store.open(place(file)).map(StoredObject::length).toFuture();
        assertThat(looking.await(30, TimeUnit.SECONDS)).isTrue();
        StoredObject quick = opened(place(file));
        thaw.countDown();

        assertThat(slow.get(30, TimeUnit.SECONDS)).isEqualTo(quick.length());
        assertThat(store.descriptors().opened()).as("before it grew, and after").isEqualTo(2);
    }

    @Test
    void a_thousand_readers_of_one_file_need_one_descriptor() throws IOException {
        Path file = Files.write(local.resolve("a.wav"), OCTETS);
        StoredObject object = opened(place(file));
        freeze(local);
        LongAdder octets = new LongAdder();
        Disposable reading = Flux.range(0, 1_000)
                .flatMap(reader -> object.read(ByteRange.ofLength(0, OCTETS.length)), 1_000)
                .subscribe(buffer -> {
                    octets.add(buffer.readableBytes());
                    buffer.release();
                });
        await().pollDelay(Duration.ZERO)
                .atMost(LONG)
                .until(() -> store.roots().sum(DiskWork::queued) + store.roots().sum(DiskWork::active) == 1_000);
        assertThat(store.descriptors().open()).isEqualTo(1);
        thaw.countDown();
        await().pollDelay(Duration.ZERO)
                .atMost(Duration.ofSeconds(60))
                .until(() -> octets.sum() == 1_000L * OCTETS.length);
        assertThat(disk.channels).hasSize(1);
        reading.dispose();
    }

    @Test
    void an_unused_file_is_closed_after_a_while() throws IOException {
        DiskStore hasty = store(1024, Duration.ofMillis(50), 2, 64);
        StoredObject object = value(hasty.open(place(Files.write(local.resolve("a.wav"), OCTETS))));
        await().pollDelay(Duration.ZERO)
                .atMost(LONG)
                .until(() -> hasty.descriptors().open() == 0);
        assertThat(object.region(SHORT)).isEmpty();
        assertThat(whole(object)).as("and opened again").isEqualTo(OCTETS);
        await().pollDelay(Duration.ZERO)
                .atMost(LONG)
                .until(() -> hasty.descriptors().open() == 0);
    }

    @Test
    void a_cache_too_small_for_its_readers_costs_openings_and_no_reader() throws IOException {
        DiskStore tiny = store(1, Duration.ofSeconds(30), 4, 4096);
        List<Place> places = new ArrayList<>();
        for (int file = 0; file < 20; file++) {
            places.add(place(Files.write(local.resolve(file + ".wav"), random(300_000, file))));
        }
        List<Integer> wrong = Flux.range(0, 2_000)
                .flatMap(
                        reader -> tiny.open(places.get(reader % 20))
                                .flatMap(object -> RepresentationContract.joined(object.read(SHORT)))
                                .filter(octets -> !Arrays.equals(
                                        octets, Arrays.copyOfRange(random(300_000, reader % 20), 10, 1_010)))
                                .map(octets -> reader),
                        64)
                .collectList()
                .blockOptional(LONG)
                .orElseThrow();
        assertThat(wrong).isEmpty();
        // the cache tidies up, with the next who asks, what many threads at once kept it from
        await().pollDelay(Duration.ZERO).atMost(LONG).until(() -> {
            value(tiny.open(places.getFirst()));
            return tiny.descriptors().open() <= 1;
        });
    }

    @Test
    void a_region_keeps_its_file_open_until_the_last_is_released() throws IOException {
        Path file = Files.write(local.resolve("a.wav"), OCTETS);
        StoredObject object = opened(place(file));
        FileRegion first = object.region(SHORT).orElseThrow();
        FileRegion second = object.region(ByteRange.ofLength(0, OCTETS.length)).orElseThrow();
        value(store.delete(place(file)).thenReturn(1));
        assertThat(store.descriptors().open()).isEqualTo(1);
        first.release();
        assertThat(store.descriptors().open()).isEqualTo(1);
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        while (second.transferred() < second.count()) {
            second.transferTo(Channels.newChannel(copy), second.transferred());
        }
        assertThat(copy.toByteArray()).isEqualTo(OCTETS);
        second.release();
        assertThat(store.descriptors().open()).isZero();
        assertThat(object.region(SHORT)).isEmpty();
    }

    @Test
    void a_region_of_a_file_shortened_since_fails() throws IOException {
        Path file = Files.write(local.resolve("a.wav"), OCTETS);
        FileRegion region =
                opened(place(file)).region(ByteRange.ofLength(600_000, 50_000)).orElseThrow();
        shorten(place(file), 1_000);
        assertThatThrownBy(() -> region.transferTo(Channels.newChannel(new ByteArrayOutputStream()), 0))
                .isInstanceOf(IOException.class);
        region.release();
    }

    @Test
    void a_grown_file_is_longer_when_opened_next() throws IOException {
        Path file = Files.write(local.resolve("a.wav"), OCTETS);
        StoredObject before = opened(place(file));
        FileRegion held = before.region(SHORT).orElseThrow();
        Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        assertThat(opened(place(file)).length()).isEqualTo(OCTETS.length + 3);
        assertThat(whole(before)).as("while it is open, its own part").isEqualTo(OCTETS);
        held.release();
        assertThat(reason(joined(before))).as("once it is closed").isEqualTo(Reason.CHANGED);
    }

    @Test
    void a_file_that_grows_while_it_is_opened_is_not_another_file() throws IOException {
        Path file = Files.write(local.resolve("a.wav"), OCTETS);
        disk.weather = (call, path) -> {
            if (call == Call.OPEN) {
                Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
            }
        };
        assertThat(opened(place(file)).length()).isEqualTo(OCTETS.length + 3);
    }

    @Test
    void look_ups_are_counted_once() throws IOException {
        Path file = Files.write(local.resolve("a.wav"), OCTETS);
        for (int time = 0; time < 5; time++) {
            opened(place(file));
        }
        assertThat(store.descriptors().opened()).isEqualTo(1);
        assertThat(store.descriptors().reused()).isEqualTo(4);
    }
}
