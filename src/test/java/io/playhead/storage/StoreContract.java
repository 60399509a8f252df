package io.playhead.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.playhead.representation.ByteRange;
import io.playhead.representation.RepresentationContract;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What every {@link RecordingStore} keeps to; what it has stored keeps to {@link RepresentationContract} as well. */
interface StoreContract {

    Duration LONG = Duration.ofSeconds(10);

    UUID TENANT = UUID.fromString("00000000-0000-4000-8000-000000000001");

    /** Longer than what is read at once. */
    byte[] OCTETS = random(700_001, 1);

    RecordingStore store();

    /** A place of this store's form where nothing is. */
    Place nowhere();

    /** Names of everything there, finished or not. */
    List<String> everything();

    /** How often whatever is behind the store was asked for something. */
    long touches();

    /** Puts other octets in a place behind the store's back, in one step. */
    void replace(Place place, byte[] octets) throws IOException;

    /** Cuts off what is in a place behind the store's back. */
    void shorten(Place place, int length) throws IOException;

    /** How many files, buffers or connections are held for readers of a place; what is cached is not counted. */
    int heldFor(Place place);

    @Test
    default void what_was_written_is_what_is_read() {
        assertThat(whole(opened(written("a.wav", OCTETS)))).isEqualTo(OCTETS);
    }

    @Test
    default void nothing_can_be_written() {
        assertThat(opened(written("empty.wav", new byte[0])).length()).isZero();
    }

    @Test
    default void a_second_write_of_a_name_replaces_the_first() {
        Place first = written("a.wav", OCTETS);
        byte[] other = random(1_000, 2);
        assertThat(written("a.wav", other)).isEqualTo(first);
        assertThat(whole(opened(first))).isEqualTo(other);
    }

    @Test
    default void readers_see_what_was_there_until_a_write_is_complete() {
        Place place = written("a.wav", OCTETS);
        byte[] other = random(2_000, 3);
        Sinks.Many<ByteBuf> coming = Sinks.many().unicast().onBackpressureBuffer();
        AtomicReference<@Nullable Place> done = new AtomicReference<>();
        Disposable writing = store().write(TENANT, "a.wav", coming.asFlux()).subscribe(done::set);
        coming.tryEmitNext(Unpooled.copiedBuffer(other, 0, 1_500));
        await().during(Duration.ofMillis(100))
                .atMost(LONG)
                .until(() -> Arrays.equals(whole(opened(place)), OCTETS) && done.get() == null);
        coming.tryEmitNext(Unpooled.copiedBuffer(other, 1_500, 500));
        coming.tryEmitComplete();
        await().pollDelay(Duration.ZERO).atMost(LONG).until(() -> place.equals(done.get()));
        assertThat(whole(opened(place))).isEqualTo(other);
        writing.dispose();
    }

    @Test
    default void a_write_that_fails_leaves_nothing() {
        List<String> before = everything();
        Watched watched = new Watched(OCTETS, 64 * 1024);
        StepVerifier.create(store().write(
                                TENANT, "a.wav", watched.flux().take(5).concatWith(Mono.error(new IOException("cut")))))
                .expectError()
                .verify(LONG);
        assertThat(everything()).isEqualTo(before);
        assertThat(watched.unreleased()).isZero();
    }

    @RepeatedTest(40)
    default void a_write_cancelled_at_any_moment_leaves_nothing_or_the_whole(RepetitionInfo round)
            throws InterruptedException {
        Random random = new Random(round.getCurrentRepetition());
        Watched watched = new Watched(OCTETS, 32 * 1024);
        List<String> before = everything();
        Disposable writing = store().write(TENANT, "a.wav", watched.flux().subscribeOn(Schedulers.parallel()))
                .subscribe();
        Thread.sleep(0, random.nextInt(1_000_000));
        if (random.nextBoolean()) {
            Thread.sleep(random.nextInt(20));
        }
        writing.dispose();
        await().pollDelay(Duration.ZERO).atMost(LONG).until(() -> watched.unreleased() == 0);
        // in the order of the store's own work, so that whatever goes on has ended
        Place next = written("b.wav", new byte[] {1});
        await().pollDelay(Duration.ZERO)
                .atMost(LONG)
                .untilAsserted(() -> assertThat(everything()).isSubsetOf(union(before, "a.wav", "b.wav")));
        if (everything().contains("a.wav")) {
            Place place = new Place(next.location().replace("b.wav", "a.wav"));
            assertThat(whole(opened(place))).isEqualTo(OCTETS);
        }
    }

    @Test
    default void what_was_deleted_is_missing() {
        Place place = written("a.wav", OCTETS);
        StoredObject before = opened(place);
        store().delete(place).block(LONG);
        assertThat(reason(store().open(place))).isEqualTo(StorageFailure.Reason.MISSING);
        assertThat(everything()).doesNotContain("a.wav");
        assertThat(reason(joined(before))).isEqualTo(StorageFailure.Reason.CHANGED);
    }

    @Test
    default void deleting_twice_is_as_good_as_once() {
        Place place = written("a.wav", OCTETS);
        store().delete(place).block(LONG);
        StepVerifier.create(store().delete(place)).expectComplete().verify(LONG);
        StepVerifier.create(store().delete(nowhere())).expectComplete().verify(LONG);
    }

    @Test
    default void where_nothing_is_all_is_missing() {
        assertThat(store().knows(nowhere())).isTrue();
        assertThat(reason(store().open(nowhere()))).isEqualTo(StorageFailure.Reason.MISSING);
    }

    @Test
    default void a_store_that_can_serve_is_ready() {
        StepVerifier.create(store().ready()).expectComplete().verify(LONG);
    }

    @Test
    default void assembling_touches_nothing() {
        Place place = written("a.wav", OCTETS);
        StoredObject object = opened(place);
        List<String> before = everything();
        long touches = touches();
        AtomicInteger asked = new AtomicInteger();
        List<Object> assembled = List.of(
                store().open(place),
                store().open(nowhere()),
                store().delete(place),
                store().ready(),
                object.read(ByteRange.ofLength(0, OCTETS.length)),
                store().write(TENANT, "b.wav", Flux.defer(() -> {
                    asked.incrementAndGet();
                    return Flux.empty();
                })));
        assertThat(assembled).hasSize(6);
        assertThat(touches()).isEqualTo(touches);
        assertThat(asked).hasValue(0);
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    default void what_was_shortened_since_is_never_read_short() throws IOException {
        Place place = written("a.wav", OCTETS);
        StoredObject object = opened(place);
        shorten(place, 100_000);
        assertThat(reason(joined(object))).isEqualTo(StorageFailure.Reason.CHANGED);
        assertThat(reason(RepresentationContract.joined(object.read(ByteRange.ofLength(99_990, 20)))))
                .isEqualTo(StorageFailure.Reason.CHANGED);
        assertThat(opened(place).length()).isEqualTo(100_000);
        assertThat(heldFor(place)).isZero();
    }

    @Test
    default void what_was_replaced_since_is_read_as_it_was_or_not_at_all() throws IOException {
        Place place = written("a.wav", OCTETS);
        StoredObject object = opened(place);
        byte[] other = random(OCTETS.length, 4);
        replace(place, other);
        assertThat(asItWasOrChanged(object)).isTrue();
        assertThat(whole(opened(place))).isEqualTo(other);
        assertThat(asItWasOrChanged(object)).isTrue();
    }

    private static boolean asItWasOrChanged(StoredObject object) {
        return Boolean.TRUE.equals(joined(object)
                .map(octets -> Arrays.equals(octets, OCTETS))
                .onErrorResume(
                        StorageFailure.class, failure -> Mono.just(failure.reason() == StorageFailure.Reason.CHANGED))
                .block(LONG));
    }

    @Test
    default void two_hundred_and_fifty_six_abandoned_reads_leave_nothing_open() {
        Place place = written("a.wav", OCTETS);
        Flux.range(0, 256)
                .flatMap(
                        reader -> store().open(place)
                                .flatMapMany(object ->
                                        object.read(RepresentationContract.rangeWithin(OCTETS.length, reader)))
                                .subscribeOn(Schedulers.parallel())
                                .take(reader % 3, true)
                                .doOnNext(ByteBuf::release)
                                .then(),
                        256)
                .blockLast(LONG);
        await().pollDelay(Duration.ZERO).atMost(LONG).until(() -> heldFor(place) == 0);
    }

    @Test
    default void a_slow_reader_gets_no_more_than_it_asked_for() {
        StoredObject object = opened(written("a.wav", OCTETS));
        AtomicInteger received = new AtomicInteger();
        BaseSubscriber<ByteBuf> slow = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                // asks for nothing yet
            }

            @Override
            protected void hookOnNext(ByteBuf buffer) {
                received.incrementAndGet();
                buffer.release();
            }
        };
        object.read(ByteRange.ofLength(0, OCTETS.length)).subscribe(slow);
        for (int asked = 1; asked <= 3; asked++) {
            int expected = asked;
            slow.request(1);
            await().pollDelay(Duration.ZERO).atMost(LONG).until(() -> received.get() == expected);
            await().during(Duration.ofMillis(30)).atMost(LONG).until(() -> received.get() == expected);
        }
        slow.cancel();
    }

    default Place written(String name, byte[] octets) {
        return written(store(), name, octets);
    }

    static Place written(RecordingStore store, String name, byte[] octets) {
        return value(store.write(TENANT, name, new Watched(octets, 50_000).flux()));
    }

    default StoredObject opened(Place place) {
        return value(store().open(place));
    }

    static byte[] whole(StoredObject object) {
        return value(joined(object));
    }

    static Mono<byte[]> joined(StoredObject object) {
        return RepresentationContract.joined(object.read(ByteRange.ofLength(0, object.length())));
    }

    static <T> T value(Mono<T> one) {
        T value = one.block(LONG);
        if (value == null) {
            throw new AssertionError("nothing came");
        }
        return value;
    }

    /** Why it fails; that it fails within time is asserted. */
    static StorageFailure.@Nullable Reason reason(Mono<?> failing) {
        return failing.map(Object::getClass)
                .<StorageFailure.Reason>flatMap(unwanted -> Mono.error(new AssertionError("got a " + unwanted)))
                .onErrorResume(StorageFailure.class, failure -> Mono.just(failure.reason()))
                .block(LONG);
    }

    static byte[] random(int length, long seed) {
        byte[] octets = new byte[length];
        new Random(seed).nextBytes(octets);
        return octets;
    }

    private static List<String> union(List<String> names, String... more) {
        return Flux.fromIterable(names)
                .concatWithValues(more)
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    /** Octets in buffers made when asked for, and a note of those that nobody has released. */
    final class Watched {

        private final byte[] octets;
        private final int chunk;
        private final Queue<ByteBuf> made = new ConcurrentLinkedQueue<>();

        Watched(byte[] octets, int chunk) {
            this.octets = octets;
            this.chunk = chunk;
        }

        Flux<ByteBuf> flux() {
            return Flux.generate(() -> 0, (position, sink) -> {
                if (position < octets.length) {
                    ByteBuf buffer = Unpooled.directBuffer(chunk)
                            .writeBytes(octets, position, Math.min(chunk, octets.length - position));
                    made.add(buffer);
                    sink.next(buffer);
                } else {
                    sink.complete();
                }
                return position + chunk;
            });
        }

        long unreleased() {
            return made.stream().filter(buffer -> buffer.refCnt() > 0).count();
        }
    }
}
