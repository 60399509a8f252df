package io.playhead.wazoauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class ServiceTokenTest {

    private static final UUID MASTER = UUID.randomUUID();

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<Long> asked = new ArrayList<>();
    private boolean answers;
    private final ServiceToken token = new ServiceToken(
            Mono.defer(() -> {
                asked.add(time.now(java.util.concurrent.TimeUnit.SECONDS));
                return answers
                        ? Mono.just(new Told.Details("t", Optional.empty(), Optional.empty(), MASTER, Optional.empty()))
                        : Mono.error(new IllegalStateException("away"));
            }),
            time);

    @AfterEach
    void close() {
        token.close();
        time.dispose();
    }

    @Test
    void it_is_asked_for_again_after_1_2_4_8_16_32_and_then_every_32_seconds() {
        token.start();
        time.advanceTimeBy(Duration.ofSeconds(130));

        assertThat(asked).containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 95L, 127L);
        assertThat(token.hasBeen()).isFalse();
        assertThat(token.tenant()).isNull();
    }

    @Test
    void it_is_renewed_when_four_fifths_of_its_time_are_over() {
        answers = true;
        token.start();
        assertThat(token.hasBeen()).isTrue();
        assertThat(token.tenant()).isEqualTo(MASTER);

        time.advanceTimeBy(Duration.ofHours(10));

        assertThat(asked).containsExactly(0L, 17_280L, 34_560L);
    }

    @Test
    void a_renewal_that_fails_takes_nothing_away_and_waits_from_the_beginning_again() {
        answers = true;
        token.start();
        answers = false;
        time.advanceTimeBy(Duration.ofSeconds(17_280 + 4));

        assertThat(token.hasBeen()).isTrue();
        assertThat(token.tenant()).isEqualTo(MASTER);
        assertThat(asked).containsExactly(0L, 17_280L, 17_281L, 17_283L);
    }

    @Test
    void nothing_is_asked_for_when_it_is_closed() {
        token.start();
        token.close();
        time.advanceTimeBy(Duration.ofHours(1));

        assertThat(asked).containsExactly(0L);
    }
}
