package io.playhead.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.playhead.problem.Problem;
import io.playhead.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicketsTest {

    private static final Secret SECRET = Secret.of("0123456789abcdef0123456789abcdef", "x");
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final Instant EXPIRES = StaticWorld.NOW.plus(LIFETIME);
    private static final TicketGrant GRANT =
            new TicketGrant(42, StaticWorld.CHILD, StaticWorld.PARENT, Optional.of(StaticWorld.PERSON), EXPIRES);

    private final Tickets tickets = new Tickets(SECRET, StaticWorld.CLOCK);
    private final String ticket = tickets.mint(GRANT).text();

    @Test
    void a_ticket_grants_what_it_was_made_for() {
        assertThat(tickets.verify(ticket)).isEqualTo(GRANT);
        assertThat(ticket).hasSize(128).matches("[-_0-9A-Za-z]+");
        assertThat(tickets.mint(GRANT).toString()).doesNotContain(ticket);
    }

    @Property(tries = 200)
    void any_grant_comes_back(@ForAll long cdr, @ForAll long high, @ForAll long low, @ForAll boolean made) {
        UUID uuid = new UUID(high, low);
        TicketGrant grant =
                new TicketGrant(cdr, uuid, new UUID(low, high), made ? Optional.of(uuid) : Optional.empty(), EXPIRES);

        assertThat(tickets.verify(tickets.mint(grant).text())).isEqualTo(grant);
    }

    @Test
    void parts_of_a_second_are_dropped() {
        TicketGrant grant =
                new TicketGrant(1, StaticWorld.CHILD, StaticWorld.PARENT, Optional.empty(), EXPIRES.plusMillis(999));

        assertThat(tickets.mint(grant).expires()).isEqualTo(EXPIRES);
        assertThat(tickets.verify(tickets.mint(grant).text()).expires()).isEqualTo(EXPIRES);
    }

    @Test
    void it_is_good_until_its_last_second() {
        assertThat(at(LIFETIME.minusNanos(1)).verify(ticket)).isEqualTo(GRANT);
        assertRefused(at(LIFETIME), ticket, "ticket_expired");
        assertRefused(at(Duration.ofDays(4000)), ticket, "ticket_expired");
    }

    @Test
    void one_that_ends_after_2038_and_after_2106_still_counts() {
        Instant far = Instant.parse("2999-01-01T00:00:00Z");
        TicketGrant grant = new TicketGrant(1, StaticWorld.CHILD, StaticWorld.PARENT, Optional.empty(), far);

        assertThat(tickets.verify(tickets.mint(grant).text())).isEqualTo(grant);
    }

    @Test
    void an_end_that_cannot_be_written_is_a_mistake() {
        for (Instant end : new Instant[] {Instant.MAX, Instant.MIN, Instant.ofEpochSecond(-1)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tickets.mint(
                            new TicketGrant(1, StaticWorld.CHILD, StaticWorld.PARENT, Optional.empty(), end)));
        }
    }

    @Test
    void no_flipped_bit_verifies() {
        byte[] octets = Base64.getUrlDecoder().decode(ticket);
        for (int bit = 0; bit < octets.length * 8; bit++) {
            octets[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(tickets, Base64.getUrlEncoder().encodeToString(octets), "invalid_ticket");
            octets[bit / 8] ^= (byte) (1 << bit % 8);
        }
    }

    @Test
    void no_other_character_verifies_anywhere() {
        for (int at = 0; at < ticket.length(); at++) {
            for (char other : "Aa0-_+/=. %é\u0000".toCharArray()) {
                if (ticket.charAt(at) != other) {
                    String forged = ticket.substring(0, at) + other + ticket.substring(at + 1);
                    assertRefused(tickets, forged, "invalid_ticket");
                }
            }
        }
    }

    @Property(tries = 500)
    void no_other_length_verifies(@ForAll @IntRange(min = 0, max = 127) int length, @ForAll String more) {
        assertRefused(tickets, ticket.substring(0, length), "invalid_ticket");
        assertRefused(tickets, ticket + "A" + more, "invalid_ticket");
        assertRefused(tickets, more, "invalid_ticket");
    }

    @Test
    void other_spellings_do_not_verify() {
        assertRefused(tickets, ticket + "=", "invalid_ticket");
        assertRefused(tickets, ticket + "\n", "invalid_ticket");
        assertRefused(tickets, " " + ticket, "invalid_ticket");
        assertRefused(tickets, ticket.toLowerCase(Locale.ROOT), "invalid_ticket");
        assertRefused(tickets, "A".repeat(1_000_000), "invalid_ticket");
        assertRefused(tickets, "é".repeat(128), "invalid_ticket");
    }

    @Test
    void another_secret_or_another_use_of_this_one_makes_other_tickets() {
        Tickets others = new Tickets(Secret.of("0123456789abcdef0123456789abcdeg", "x"), StaticWorld.CLOCK);

        assertRefused(others, ticket, "invalid_ticket");
        assertRefused(tickets, others.mint(GRANT).text(), "invalid_ticket");
        assertThat(SECRET.mac("chain/1").doFinal())
                .isNotEqualTo(SECRET.mac("ticket/1").doFinal());
    }

    @Test
    void every_replica_with_the_secret_verifies() {
        Tickets replica = new Tickets(Secret.of("0123456789abcdef0123456789abcdef", "y"), StaticWorld.CLOCK);

        assertThat(replica.verify(ticket)).isEqualTo(GRANT);
        assertThat(replica.mint(GRANT)).isEqualTo(tickets.mint(GRANT));
    }

    @Test
    void many_threads_verify_at_once() {
        assertThat(IntStream.range(0, 20_000).parallel().mapToObj(round -> tickets.verify(ticket)))
                .allMatch(GRANT::equals);
    }

    @ParameterizedTest
    @CsvSource({"PT0S, PT10M", "PT1M, PT12M", "PT1H54M, PT3H58M", "PT1H56M, PT4H", "PT9999H, PT4H", "PT-1H, PT10M"})
    void it_lasts_ten_minutes_and_twice_the_recording_up_to_four_hours(Duration recording, Duration lifetime) {
        assertThat(Tickets.lifetime(recording)).isEqualTo(lifetime);
        assertThat(Tickets.lifetime(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Duration.ofHours(4));
        assertThat(Tickets.lifetime(Duration.ofSeconds(Long.MIN_VALUE))).isEqualTo(Duration.ofMinutes(10));
    }

    private static Tickets at(Duration later) {
        return new Tickets(SECRET, Clock.offset(StaticWorld.CLOCK, later));
    }

    private static void assertRefused(Tickets tickets, String ticket, String reason) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> tickets.verify(ticket));
        Problem problem = refused.problem();
        Problems.assertUnauthorized(problem, reason);
        assertThat(problem.details()).hasSize(1);
    }
}
