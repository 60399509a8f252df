package io.playhead.rendition;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.representation.ByteRange;
import io.playhead.representation.Representation;
import io.playhead.representation.RepresentationContract;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What asks for chunks, in which order they are made, and what is not made. */
class RenditionTest implements RepresentationContract {

    private static final UUID TENANT = UUID.randomUUID();
    private static final UUID OTHER = UUID.randomUUID();

    private final Counted rendering = new Counted();
    private final Renditions renditions = renditions(2, 4);

    @AfterEach
    void close() {
        rendering.gate.countDown();
        renditions.close();
    }

    private static Renditions renditions(int threads, int queue) {
        return new Renditions(
                new RenditionProperties(threads, queue, DataSize.ofMegabytes(1), false),
                new RenditionMeters(new SimpleMeterRegistry()));
    }

    /** Seven octets of header, then chunks of 100,000 octets and a last one of 5. */
    private static final class Counted implements Rendering {

        private static final int HEADER = 7;
        private static final int CHUNK = 100_000;
        private static final byte[] OCTETS = new byte[HEADER + 4 * CHUNK + 5];

        static {
            new Random(3).nextBytes(OCTETS);
        }

        private final ChunkGrid grid = new ChunkGrid(HEADER, 1, OCTETS.length - HEADER, CHUNK);
        private final List<Integer> made = new CopyOnWriteArrayList<>();
        private CountDownLatch gate = new CountDownLatch(0);
        private boolean broken;

        @Override
        public MediaType mediaType() {
            return new MediaType("audio", "wav");
        }

        @Override
        public String recipe() {
            return "counted/1";
        }

        @Override
        public long length() {
            return grid.length();
        }

        @Override
        public int chunks() {
            return grid.chunks();
        }

        @Override
        public long start(int chunk) {
            return grid.start(chunk);
        }

        @Override
        public int chunkAt(long offset) {
            return grid.chunkAt(offset);
        }

        @Override
        public byte[] chunk(int chunk) throws IOException {
            made.add(chunk);
            if (chunk > 0) {
                pass();
            }
            if (broken) {
                throw new IOException("gone");
            }
            return Arrays.copyOfRange(OCTETS, (int) start(chunk), (int) start(chunk + 1));
        }

        private void pass() throws IOException {
            try {
                assertThat(gate.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
        }
    }

    @Override
    public Representation representation() {
        return of(renditions, "source", TENANT);
    }

    private Representation of(Renditions those, String source, UUID tenant) {
        return those.of(rendering, source, Instant.parse("2026-11-27T10:00:00.5Z"), tenant);
    }

    @Override
    public byte[] octets() {
        return Counted.OCTETS;
    }

    @Test
    void two_programs_agree_on_the_validator() {
        try (Renditions another = renditions(1, 1)) {
            assertThat(of(another, "source", OTHER).validator())
                    .isEqualTo(representation().validator());
            assertThat(of(another, "another", OTHER).validator())
                    .isNotEqualTo(representation().validator());
        }
    }

    @Test
    void the_header_costs_no_encoding() {
        read(new ByteRange(0, 2)).block();
        assertThat(rendering.made).containsOnly(0);
    }

    @Test
    void one_octet_costs_one_chunk_and_none_the_second_time() {
        Representation representation = representation();
        read(representation, ByteRange.ofLength(290_010, 1)).block();
        assertThat(rendering.made).containsExactly(3);
        assertThat(representation.atHand(ByteRange.ofLength(290_020, 5))).hasValueSatisfying(octets -> {
            assertThat(octets.getByte(0)).isEqualTo(Counted.OCTETS[290_020]);
            octets.release();
        });
        read(representation, ByteRange.ofLength(290_010, 1)).block();
        assertThat(rendering.made).containsExactly(3);
    }

    @Test
    void whoever_plays_on_finds_the_next_chunk_made() {
        read(new ByteRange(7, 100_010)).block();
        assertThat(await(() -> rendering.made.equals(List.of(1, 2)))).isTrue();
    }

    @Test
    void those_who_ask_for_the_same_chunk_share_its_encoding() {
        rendering.gate = new CountDownLatch(1);
        Mono<List<byte[]>> all = Flux.range(0, 20)
                .flatMap(number -> read(ByteRange.ofLength(100_010L + number, 1)), 20)
                .collectList();
        Mono<List<byte[]>> waiting = all.doOnSubscribe(
                begun -> Mono.delay(Duration.ofMillis(100)).subscribe(tick -> rendering.gate.countDown()));
        assertThat(waiting.block(Duration.ofSeconds(10))).hasSize(20);
        assertThat(rendering.made).containsExactly(2);
    }

    @Test
    void what_nobody_waits_for_any_more_is_not_begun() {
        try (Renditions narrow = renditions(1, 4)) {
            rendering.gate = new CountDownLatch(1);
            Disposable running = read(of(narrow, "running", TENANT), ByteRange.ofLength(10, 1))
                    .subscribe();
            assertThat(await(() -> rendering.made.size() == 1)).isTrue();
            Representation other = of(narrow, "other", TENANT);
            Disposable first = read(other, ByteRange.ofLength(100_010, 1)).subscribe();
            Disposable second = read(other, ByteRange.ofLength(100_011, 1)).subscribe();
            first.dispose();
            assertThat(narrow.isBusy(TENANT)).isFalse();
            second.dispose();
            rendering.gate.countDown();
            read(of(narrow, "last", TENANT), ByteRange.ofLength(300_010, 1)).block(Duration.ofSeconds(10));
            assertThat(rendering.made).containsExactly(1, 4);
            running.dispose();
        }
    }

    @Test
    void tenants_take_turns_and_one_who_asks_for_much_is_told() {
        try (Renditions narrow = renditions(1, 4)) {
            rendering.gate = new CountDownLatch(1);
            AtomicInteger mine = new AtomicInteger();
            List<Integer> before = new CopyOnWriteArrayList<>();
            for (int number = 0; number < 5; number++) {
                read(of(narrow, "mine" + number, TENANT), ByteRange.ofLength(10, 1))
                        .subscribe(octets -> mine.incrementAndGet());
            }
            assertThat(await(() -> narrow.isBusy(TENANT))).isTrue();
            assertThat(narrow.isBusy(OTHER)).isFalse();
            read(of(narrow, "theirs", OTHER), ByteRange.ofLength(10, 1)).subscribe(octets -> before.add(mine.get()));
            rendering.gate.countDown();
            assertThat(await(() -> mine.get() == 5)).isTrue();
            assertThat(before).hasSize(1).allMatch(count -> count <= 2);
            assertThat(narrow.isBusy(TENANT)).isFalse();
        }
    }

    @Test
    void a_source_that_breaks_breaks_the_read_and_is_tried_again() {
        rendering.broken = true;
        StepVerifier.create(read(ByteRange.ofLength(10, 1)))
                .expectError(IOException.class)
                .verify(Duration.ofSeconds(5));
        rendering.broken = false;
        StepVerifier.create(read(ByteRange.ofLength(10, 1))).expectNextCount(1).verifyComplete();
    }

    private Mono<byte[]> read(ByteRange range) {
        return read(representation(), range);
    }

    private static Mono<byte[]> read(Representation representation, ByteRange range) {
        return RepresentationContract.joined(representation.read(range));
    }

    private static boolean await(BooleanSupplier condition) {
        return Boolean.TRUE.equals(Flux.interval(Duration.ZERO, Duration.ofMillis(5))
                .map(tick -> condition.getAsBoolean())
                .filter(met -> met)
                .next()
                .timeout(Duration.ofSeconds(5), Mono.just(false))
                .block());
    }
}
