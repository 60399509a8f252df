package io.playhead.representation;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.FileRegion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What every {@link Representation} keeps to, whatever makes its octets. */
public interface RepresentationContract {

    Representation representation();

    /** All of its octets, known from elsewhere; at least two. */
    byte[] octets();

    /** How many files, buffers or connections its source holds for it right now; what is cached is not counted. */
    default int held() {
        return 0;
    }

    @Test
    default void its_length_is_known_before_anything_is_read() {
        assertThat(representation().length()).isEqualTo(octets().length);
        assertThat(held()).isZero();
    }

    @Test
    default void its_date_is_in_whole_seconds() {
        assertThat(representation().lastModified())
                .isEqualTo(representation().lastModified().truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    default void its_validator_stays_the_same() {
        assertThat(representation().validator()).isEqualTo(representation().validator());
    }

    @Test
    default void the_whole_is_what_it_is_known_to_be() {
        StepVerifier.create(joined(representation().read(ByteRange.ofLength(0, octets().length))))
                .assertNext(read -> assertThat(read).isEqualTo(octets()))
                .verifyComplete();
        assertThat(held()).isZero();
    }

    @RepeatedTest(200)
    default void any_range_is_that_slice_of_the_whole(RepetitionInfo round) {
        ByteRange range = rangeWithin(octets().length, round.getCurrentRepetition());
        byte[] slice = Arrays.copyOfRange(octets(), (int) range.start(), (int) range.end());
        StepVerifier.create(joined(representation().read(range)))
                .assertNext(read -> assertThat(read).as("%s", range).isEqualTo(slice))
                .verifyComplete();
    }

    @RepeatedTest(50)
    default void a_region_if_there_is_one_has_the_same_octets(RepetitionInfo round) throws IOException {
        ByteRange range = rangeWithin(octets().length, round.getCurrentRepetition());
        FileRegion region = representation().region(range).orElse(null);
        if (region == null) {
            return;
        }
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        try {
            assertThat(region.count()).isEqualTo(range.length());
            while (region.transferred() < region.count()) {
                assertThat(region.transferTo(Channels.newChannel(copy), region.transferred()))
                        .isPositive();
            }
        } finally {
            region.release();
        }
        assertThat(copy.toByteArray()).as("%s", range).isEqualTo(Arrays.copyOfRange(octets(), (int) range.start(), (int)
                range.end()));
        assertThat(held()).isZero();
    }

    @RepeatedTest(50)
    default void what_is_at_hand_if_anything_is_has_the_same_octets(RepetitionInfo round) {
        ByteRange range = rangeWithin(octets().length, round.getCurrentRepetition());
        representation().atHand(range).ifPresent(buffer -> {
            byte[] octets = ByteBufUtil.getBytes(buffer);
            buffer.release();
            assertThat(octets).as("%s", range).isEqualTo(Arrays.copyOfRange(octets(), (int) range.start(), (int)
                    range.end()));
        });
        assertThat(held()).isZero();
    }

    @Test
    default void assembling_a_read_opens_nothing() {
        Flux<ByteBuf> assembled = representation().read(ByteRange.ofLength(0, octets().length));
        assertThat(assembled).isNotNull();
        assertThat(held()).isZero();
    }

    @Test
    default void one_read_can_be_subscribed_to_twice() {
        Flux<ByteBuf> read = representation().read(ByteRange.ofLength(1, octets().length - 1));
        byte[] slice = Arrays.copyOfRange(octets(), 1, octets().length);
        for (int time = 0; time < 2; time++) {
            StepVerifier.create(joined(read))
                    .assertNext(octets -> assertThat(octets).isEqualTo(slice))
                    .verifyComplete();
        }
    }

    @Test
    default void no_more_buffers_come_than_were_asked_for() {
        StepVerifier.create(representation().read(ByteRange.ofLength(0, octets().length)), 0)
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(50))
                .thenRequest(1)
                .consumeNextWith(ByteBuf::release)
                .thenCancel()
                .verify(Duration.ofSeconds(5));
        assertThat(freed()).isTrue();
    }

    @RepeatedTest(20)
    default void a_cancelled_read_leaves_nothing_open(RepetitionInfo round) {
        long wanted = round.getCurrentRepetition() % 3;
        Flux<ByteBuf> some = representation().read(ByteRange.ofLength(0, octets().length));
        StepVerifier.create(some.take(wanted, true).doOnNext(ByteBuf::release).then())
                .expectComplete()
                .verify(Duration.ofSeconds(5));
        assertThat(freed()).isTrue();
    }

    /** Whether everything is given back within a second. */
    private boolean freed() {
        return Boolean.TRUE.equals(Flux.interval(Duration.ZERO, Duration.ofMillis(5))
                .map(tick -> held() == 0)
                .filter(free -> free)
                .next()
                .timeout(Duration.ofSeconds(1), Mono.just(false))
                .block());
    }

    /** A range within {@code [0, length)}, the same for the same seed. */
    static ByteRange rangeWithin(int length, long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        int start = random.nextInt(length);
        return new ByteRange(start, start + 1 + random.nextInt(length - start));
    }

    /** All octets of a read, its buffers released. */
    static Mono<byte[]> joined(Flux<ByteBuf> buffers) {
        return buffers.collect(ByteArrayOutputStream::new, (all, buffer) -> {
                    all.writeBytes(ByteBufUtil.getBytes(buffer));
                    buffer.release();
                })
                .map(ByteArrayOutputStream::toByteArray);
    }
}
