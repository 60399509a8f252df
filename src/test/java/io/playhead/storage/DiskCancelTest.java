package io.playhead.storage;

import static io.playhead.storage.StoreContract.LONG;
import static io.playhead.storage.StoreContract.OCTETS;
import static io.playhead.storage.StoreContract.TENANT;
import static io.playhead.storage.StoreContract.joined;
import static io.playhead.storage.StoreContract.random;
import static io.playhead.storage.StoreContract.reason;
import static io.playhead.storage.StoreContract.value;
import static io.playhead.storage.StoreContract.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.playhead.representation.ByteRange;
import io.playhead.representation.RepresentationContract;
import io.playhead.storage.StorageFailure.Reason;
import io.playhead.storage.StoreContract.Watched;
import io.playhead.storage.WatchedDisk.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Cancels and failures in the midst of things. */
class DiskCancelTest extends DiskFixture {

    @Test
    void a_read_cancelled_while_a_thread_is_at_it_leaves_no_buffer() throws IOException {
        StoredObject object = opened(place(Files.write(local.resolve("a.wav"), OCTETS)));
        freeze(local);
        Disposable reading = joined(object).subscribe();
        await().pollDelay(Duration.ZERO).atMost(LONG).until(() -> store.roots().sum(DiskWork::active) == 1);
        reading.dispose();
        thaw.countDown();
        await().pollDelay(Duration.ZERO).atMost(LONG).until(() -> store.roots().sum(DiskWork::active) == 0);
        assertThat(disk.buffers()).isZero();
    }

    @Test
    void reads_cancelled_at_any_moment_leave_nothing() throws IOException {
        Path near = Files.write(local.resolve("a.wav"), OCTETS);
        Path far = Files.write(remote.resolve("a.wav"), OCTETS);
        for (int seed = 0; seed < 1_500; seed++) {
            Random random = new Random(seed);
            Path file = random.nextBoolean() ? near : far;
            ByteRange range = RepresentationContract.rangeWithin(OCTETS.length, seed);
            Disposable reading = Mono.defer(() -> store.open(place(file)))
                    .flatMapMany(object -> object.read(range))
                    .subscribeOn(Schedulers.parallel())
                    .subscribe(ByteBuf::release);
            if (seed % 10 == 0) {
                Files.setLastModifiedTime(file, FileTime.fromMillis(seed));
            }
            long until = System.nanoTime() + random.nextInt(400_000);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            reading.dispose();
        }
        await().pollDelay(Duration.ZERO).atMost(LONG).untilAsserted(() -> {
            assertThat(disk.buffers()).isZero();
            assertThat(heldFor(place(near))).isZero();
            assertThat(heldFor(place(far))).isZero();
            assertThat(store.descriptors().open()).isEqualTo(2);
        });
    }

    @Test
    void a_subscriber_that_leaves_at_once_holds_nothing() throws IOException {
        DiskStore hasty = store(1024, Duration.ofMillis(50), 2, 64);
        Path file = Files.write(local.resolve("a.wav"), OCTETS);
        StoredObject object = value(hasty.open(place(file)));
        for (int time = 0; time < 10; time++) {
            StepVerifier.create(object.read(SHORT), 0).thenCancel().verify(LONG);
        }
        await().pollDelay(Duration.ZERO)
                .atMost(LONG)
                .until(() -> hasty.descriptors().open() == 0);
    }

    @Test
    void no_memory_left_is_a_failure_and_no_wait() throws IOException {
        StoredObject object = opened(place(Files.write(local.resolve("a.wav"), OCTETS)));
        disk.weather = (call, path) -> {
            if (call == Call.READ) {
                throw new OutOfMemoryError("Cannot reserve direct memory");
            }
        };
        assertThat(reason(RepresentationContract.joined(object.read(SHORT)))).isEqualTo(Reason.BROKEN);
        assertThat(reason(joined(object))).isEqualTo(Reason.BROKEN);
        disk.weather = (call, path) -> {};
        assertThat(whole(object)).isEqualTo(OCTETS);
    }

    @Test
    void a_full_disk_is_a_failure_and_leaves_nothing() {
        disk.full = true;
        Watched watched = new Watched(OCTETS, 64 * 1024);
        assertThat(reason(store.write(TENANT, "a.wav", watched.flux()))).isEqualTo(Reason.BROKEN);
        assertThat(everything()).isEmpty();
        assertThat(watched.unreleased()).isZero();
    }

    @Test
    void a_write_cancelled_while_its_file_is_made_leaves_nothing() {
        freeze(local);
        Disposable writing =
                store.write(TENANT, "a.wav", new Watched(OCTETS, 1_000).flux()).subscribe();
        await().pollDelay(Duration.ZERO).atMost(LONG).until(() -> store.roots().sum(DiskWork::active) == 1);
        writing.dispose();
        thaw.countDown();
        await().pollDelay(Duration.ZERO).atMost(LONG).until(() -> store.roots().sum(DiskWork::active) == 0);
        assertThat(everything()).isEmpty();
        assertThat(disk.openChannels()).isZero();
    }

    @Test
    void a_failed_write_is_tidied_up_though_the_queue_is_full() {
        DiskStore small = store(1024, Duration.ofSeconds(30), 1, 1);
        Sinks.Empty<ByteBuf> failing = Sinks.empty();
        Mono<Place> write = small.write(TENANT, "a.wav", failing.asMono().flux());
        List<Throwable> failures = new ArrayList<>();
        write.subscribe(place -> {}, failures::add);
        await().pollDelay(Duration.ZERO)
                .atMost(LONG)
                .until(() -> everything().size() == 1 && small.roots().sum(DiskWork::active) == 0);
        freeze(local);
        small.open(place(local.resolve("a.wav"))).subscribe(object -> {}, failure -> {});
        await().pollDelay(Duration.ZERO)
                .atMost(LONG)
                .until(() -> small.roots().sum(DiskWork::active) == 1
                        && small.roots().sum(DiskWork::queued) == 0);
        small.open(place(local.resolve("b.wav"))).subscribe(object -> {}, failure -> {});
        failing.tryEmitError(new IOException("cut"));
        thaw.countDown();
        await().pollDelay(Duration.ZERO).atMost(LONG).until(() -> everything().isEmpty() && failures.size() == 1);
    }

    @Test
    void a_write_that_outlives_the_store_leaves_nothing() {
        Sinks.Many<ByteBuf> coming = Sinks.many().unicast().onBackpressureBuffer();
        List<Throwable> failures = new ArrayList<>();
        store.write(TENANT, "a.wav", coming.asFlux()).subscribe(place -> {}, failures::add);
        await().pollDelay(Duration.ZERO).atMost(LONG).until(() -> everything().size() == 1);
        store.close();
        ByteBuf late = Unpooled.copiedBuffer(OCTETS);
        coming.tryEmitNext(late);
        await().pollDelay(Duration.ZERO).atMost(LONG).until(() -> failures.size() == 1);
        assertThat(everything()).isEmpty();
        assertThat(late.refCnt()).isZero();
    }
}
