package io.playhead.storage;

import static io.playhead.storage.StoreContract.LONG;
import static io.playhead.storage.StoreContract.OCTETS;
import static io.playhead.storage.StoreContract.joined;
import static io.playhead.storage.StoreContract.reason;
import static io.playhead.storage.StoreContract.value;
import static io.playhead.storage.StoreContract.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.playhead.representation.ByteRange;
import io.playhead.representation.RepresentationContract;
import io.playhead.storage.StorageFailure.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Who touches the disk, and who waits for it. */
class DiskThreadsTest extends DiskFixture {

    @Test
    void the_watch_for_blocking_calls_is_on() {
        StepVerifier.create(Mono.fromCallable(() -> {
                            Thread.sleep(1);
                            return 1;
                        })
                        .subscribeOn(Schedulers.parallel()))
                .expectErrorMatches(failure -> failure instanceof BlockingOperationError
                        || failure.getCause() instanceof BlockingOperationError)
                .verify(LONG);
    }

    private static <T> Mono<T> onEventLoop(Callable<T> task) {
        return Mono.using(
                () -> new DefaultEventExecutor(new DefaultThreadFactory("loop", true)),
                loop -> Mono.fromCallable(task).subscribeOn(Schedulers.fromExecutor(loop)),
                DefaultEventExecutor::shutdownGracefully);
    }

    @Test
    void an_open_file_is_at_hand_while_it_is_the_same() throws IOException {
        Path file = Files.write(local.resolve("a.wav"), OCTETS);
        assertThat(store.atHand(place(file))).isEmpty();
        opened(place(file));
        assertThat(store.atHand(place(file))).isPresent();
        Files.delete(file);
        assertThat(store.atHand(place(file))).isEmpty();
        Files.write(file, new byte[1]);
        assertThat(store.atHand(place(file))).isEmpty();
        assertThat(opened(place(file)).length()).isEqualTo(1);
    }

    @Test
    void nothing_is_at_hand_where_a_look_may_take_its_time() throws IOException {
        Path file = Files.write(remote.resolve("a.wav"), OCTETS);
        StoredObject object = opened(place(file));
        disk.threads.clear();
        assertThat(store.atHand(place(file))).isEmpty();
        assertThat(value(onEventLoop(() -> object.atHand(SHORT)))).isEmpty();
        assertThat(disk.threads).isEmpty();
    }

    @Test
    void short_reads_are_at_hand_on_an_event_loop_alone() throws IOException {
        StoredObject object = opened(place(Files.write(local.resolve("a.wav"), OCTETS)));
        assertThat(object.atHand(SHORT)).as("a thread that may be interrupted").isEmpty();
        ByteBuf octets = value(onEventLoop(() -> object.atHand(SHORT))).orElseThrow();
        assertThat(ByteBufUtil.getBytes(octets))
                .isEqualTo(Arrays.copyOfRange(OCTETS, (int) SHORT.start(), (int) SHORT.end()));
        octets.release();
        assertThat(value(onEventLoop(() -> object.atHand(ByteRange.ofLength(0, OCTETS.length)))))
                .isEmpty();
    }

    @Test
    void a_short_read_at_hand_of_a_file_that_shrank_fails() throws IOException {
        Path file = Files.write(local.resolve("a.wav"), OCTETS);
        StoredObject object = opened(place(file));
        try (FileChannel shrinking = FileChannel.open(file, StandardOpenOption.WRITE)) {
            shrinking.truncate(SHORT.end() - 1);
        }
        assertThat(reason(onEventLoop(() -> object.atHand(SHORT)))).isEqualTo(Reason.CHANGED);
    }

    @Test
    void a_root_that_is_not_local_is_never_touched_by_the_caller() throws IOException {
        Path file = Files.write(remote.resolve("a.wav"), OCTETS);
        Mono<byte[]> read = Mono.defer(() -> store.open(place(file)))
                .flatMap(object -> RepresentationContract.joined(object.read(SHORT)))
                .subscribeOn(Schedulers.parallel());
        for (int time = 0; time < 3; time++) {
            value(read);
        }
        assertThat(opened(place(file)).region(SHORT)).isEmpty();
        value(store.delete(place(file)).thenReturn(1));
        assertThat(disk.threads).isNotEmpty().allMatch(name -> name.startsWith("playhead-disk-"));
    }

    @Test
    void a_short_read_of_an_open_local_file_stays_on_the_event_loop() throws IOException {
        Path file = Files.write(local.resolve("a.wav"), OCTETS);
        StoredObject object = opened(place(file));
        disk.threads.clear();
        DefaultEventExecutor loop = new DefaultEventExecutor(new DefaultThreadFactory("loop", true));
        try {
            value(store.open(place(file))
                    .flatMap(found -> RepresentationContract.joined(found.read(SHORT)))
                    .subscribeOn(Schedulers.fromExecutor(loop)));
            assertThat(disk.threads).hasSize(1).allMatch(name -> name.startsWith("loop"));
            disk.threads.clear();
            value(joined(object).subscribeOn(Schedulers.fromExecutor(loop)));
            assertThat(disk.threads).isNotEmpty().allMatch(name -> name.startsWith("playhead-disk-"));
        } finally {
            loop.shutdownGracefully();
        }
    }

    @Test
    void a_reader_that_is_interrupted_closes_the_file_for_nobody() throws IOException {
        StoredObject object = opened(place(Files.write(local.resolve("a.wav"), OCTETS)));
        Thread.currentThread().interrupt();
        Flux<ByteBuf> read = object.read(SHORT);
        List<ByteBuf> buffers = new CopyOnWriteArrayList<>();
        read.subscribe(buffers::add);
        assertThat(Thread.interrupted()).isTrue();
        await().pollDelay(Duration.ZERO).atMost(LONG).until(() -> buffers.size() == 1);
        buffers.forEach(ByteBuf::release);
        assertThat(disk.openChannels()).isEqualTo(1);
    }

    @Test
    void a_root_that_stalls_holds_up_no_other() throws IOException {
        DiskStore few = store(1024, Duration.ofSeconds(30), 1, 64);
        Path slow = Files.write(remote.resolve("slow.wav"), OCTETS);
        Path quick = Files.write(local.resolve("quick.wav"), OCTETS);
        StoredObject stalling = value(few.open(place(slow)));
        freeze(remote);
        Disposable stalled = Flux.range(0, 16)
                .flatMap(reader -> joined(stalling).mergeWith(joined(stalling)), 16)
                .subscribe();
        assertThat(whole(value(few.open(place(quick))))).isEqualTo(OCTETS);
        assertThat(thaw.getCount()).as("all this while the other stalls").isEqualTo(1);
        assertThat(few.roots().sum(DiskWork::queued)).isPositive();
        stalled.dispose();
        assertThat(few.roots().sum(DiskWork::queued))
                .as("who left does not wait")
                .isZero();
    }

    @Test
    void the_innermost_of_two_roots_decides() throws IOException {
        Path inner = Files.createDirectory(local.resolve("archive"));
        Path file = Files.write(inner.resolve("a.wav"), OCTETS);
        DiskStore nested = new DiskStore(
                new DiskProperties(
                        List.of(new DiskProperties.Root(local, true), new DiskProperties.Root(inner, false)),
                        8,
                        Duration.ofSeconds(30),
                        1,
                        8),
                disk);
        stores.add(nested);
        assertThat(value(nested.open(place(file))).region(SHORT)).isEmpty();
    }

    @Test
    void a_full_queue_is_a_failure_and_no_wait() throws IOException {
        DiskStore small = store(1024, Duration.ofSeconds(30), 1, 1);
        freeze(local);
        small.open(place(local.resolve("a.wav"))).subscribe(object -> {}, failure -> {});
        await().pollDelay(Duration.ZERO)
                .atMost(LONG)
                .until(() -> small.roots().sum(DiskWork::active) == 1
                        && small.roots().sum(DiskWork::queued) == 0);
        small.open(place(local.resolve("b.wav"))).subscribe(object -> {}, failure -> {});
        assertThat(reason(small.open(place(local.resolve("c.wav"))))).isEqualTo(Reason.BROKEN);
    }

    @Test
    void a_closed_store_fails_at_once() throws IOException {
        StoredObject object = opened(place(Files.write(local.resolve("a.wav"), OCTETS)));
        store.close();
        assertThat(reason(store.open(nowhere()))).isEqualTo(Reason.BROKEN);
        assertThat(reason(joined(object))).isEqualTo(Reason.BROKEN);
        assertThat(reason(store.ready().thenReturn(1))).isEqualTo(Reason.BROKEN);
    }
}
