package io.playhead.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.http.CorrelationId;
import io.playhead.http.Refusal;
import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Refusals are told of as often as it takes, and no more often. */
class RefusalsTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int MANY = 10_000;

    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
    private final AuditLog log = new AuditLog(true, MANY);
    private final Refusals refusals = new Refusals(log, now::get, Duration.ofMinutes(1));

    @Test
    void the_first_is_told_at_once_and_the_rest_together_at_the_end_of_the_minute() {
        for (int second = 0; second < 50; second++) {
            now.set(BEGIN.plusSeconds(second));
            refusals.refused(refusal(Kind.UNAUTHENTICATED, "192.0.2.1", null));
            refusals.tellRepeated(false);
        }
        List<AuditEntry> atOnce = log.take(MANY);
        now.set(BEGIN.plusSeconds(60));
        refusals.tellRepeated(false);
        List<AuditEntry> together = log.take(MANY);

        assertThat(atOnce).hasSize(1);
        assertThat(atOnce.getFirst().details().get("path")).isEqualTo("/1.0/cdr");
        assertThat(together).hasSize(1);
        assertThat(together.getFirst().details().get("repeated")).isEqualTo(49L);
        assertThat(together.getFirst().actor().address()).isEqualTo("192.0.2.1");
        assertThat(together.getFirst().at()).isEqualTo(BEGIN.plusSeconds(49));
        assertThat(together.getFirst().details().get("since")).isEqualTo(BEGIN.toString());
    }

    @Test
    void one_that_was_not_repeated_is_told_once() {
        refusals.refused(refusal(Kind.FORBIDDEN, "192.0.2.1", null));
        refusals.tellRepeated(true);

        assertThat(log.take(MANY)).hasSize(1);
    }

    @Test
    void after_a_minute_the_first_is_told_again() {
        refusals.refused(refusal(Kind.UNAUTHENTICATED, "192.0.2.1", null));
        now.set(BEGIN.plusSeconds(60));
        refusals.tellRepeated(false);
        refusals.refused(refusal(Kind.UNAUTHENTICATED, "192.0.2.1", null));

        assertThat(log.take(MANY)).hasSize(2);
    }

    @Test
    void ever_new_kinds_are_counted_together() {
        for (int host = 0; host < 5000; host++) {
            refusals.refused(refusal(Kind.UNAUTHENTICATED, "10.0." + host / 250 + "." + host % 250, null));
        }
        List<AuditEntry> atOnce = log.take(MANY);
        refusals.tellRepeated(true);
        List<AuditEntry> together = log.take(MANY);

        assertThat(atOnce).hasSize(Refusals.MOST);
        assertThat(together).hasSize(1);
        assertThat(together.getFirst().outcome()).isEqualTo("others");
        assertThat(together.getFirst().details().get("repeated")).isEqualTo(5000L - Refusals.MOST);
    }

    @Test
    void what_is_not_there_counts_where_somebody_known_has_asked_for_it() {
        refusals.refused(refusal(Kind.NOT_FOUND, "192.0.2.1", null));
        refusals.refused(refusal(Kind.MALFORMED, "192.0.2.1", UUID.randomUUID()));
        assertThat(log.take(MANY)).isEmpty();

        refusals.refused(refusal(Kind.NOT_FOUND, "192.0.2.1", UUID.randomUUID()));
        assertThat(log.take(MANY)).hasSize(1);
    }

    @Test
    void who_is_told_to_come_later_is_turned_away_too() {
        refusals.refused(refusal(Kind.OVERLOADED, "192.0.2.1", null));

        AuditEntry told = log.take(MANY).getFirst();
        assertThat(told.outcome()).isEqualTo("some-id");
        assertThat(told.details().get("status")).isEqualTo(429);
    }

    private static Refusal refusal(Kind kind, String address, @Nullable UUID tenant) {
        try {
            return new Refusal(
                    Problem.of(kind, "some-id", "No", Map.of()).exception(),
                    "GET",
                    "/1.0/cdr",
                    InetAddress.getByName(address),
                    "agent",
                    CorrelationId.fresh(),
                    null,
                    tenant);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
