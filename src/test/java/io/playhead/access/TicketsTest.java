package io.playhead.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.playhead.problem.Problem;
import io.playhead.problem.ProblemException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicketsTest {

    private static final Secret SECRET = Secret.of("0123456789abcdef0123456789abcdef", "x");
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final Instant EXPIRES = StaticWorld.NOW.plus(LIFETIME);
    private static final TicketGrant GRANT = new TicketGrant(
            42, StaticWorld.CHILD, StaticWorld.PARENT, Optional.of(StaticWorld.PERSON), StaticWorld.NOW, EXPIRES);

    private final Tickets tickets = at(Duration.ZERO);
    private final String ticket = tickets.mint(GRANT).text();

    @Test
    void a_ticket_grants_what_it_was_made_for() {
        assertThat(tickets.verify(ticket)).isEqualTo(GRANT);
        assertThat(ticket).hasSize(160).matches("[-_0-9A-Za-z]+");
        assertThat(tickets.mint(GRANT).toString()).doesNotContain(ticket);
    }

    @Property(tries = 200)
    void any_grant_comes_back(
            @ForAll long cdr,
            @ForAll long high,
            @ForAll long low,
            @ForAll boolean made,
            @ForAll @IntRange(min = 0, max = 255) int representation,
            @ForAll @IntRange(min = 0, max = 255) int channel,
            @ForAll @IntRange(min = 0, max = 2) int bound) {
        UUID uuid = new UUID(high, low);
        TicketGrant grant = new TicketGrant(
                cdr,
                uuid,
                new UUID(low, high),
                made ? Optional.of(uuid) : Optional.empty(),
                StaticWorld.NOW,
                EXPIRES,
                representation,
                channel,
                address(bound, high, low));

        assertThat(tickets.verify(tickets.mint(grant).text())).isEqualTo(grant);
    }

    private static @Nullable InetAddress address(int octets, long high, long low) {
        ByteBuffer all = ByteBuffer.allocate(16).putLong(high | 1L << 62).putLong(low);
        try {
            return octets == 0 ? null : InetAddress.getByAddress(Arrays.copyOf(all.array(), octets == 1 ? 4 : 16));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void one_for_a_channel_is_nothing_to_a_replica_that_knows_of_none() {
        TicketGrant bound = new TicketGrant(
                42, StaticWorld.CHILD, StaticWorld.PARENT, Optional.empty(), StaticWorld.NOW, EXPIRES, 0, 1, null);

        assertThat(version(tickets.mint(bound).text()))
                .isNotEqualTo(version(ticket))
                .isEqualTo(3);
        assertThat(version(ticket)).as("as they always were").isEqualTo(2);
    }

    private static int version(String ticket) {
        return Base64.getUrlDecoder().decode(ticket)[0];
    }

    @Test
    void one_that_comes_from_the_future_is_not_good_yet() {
        TicketGrant ahead = new TicketGrant(
                1,
                StaticWorld.CHILD,
                StaticWorld.PARENT,
                Optional.empty(),
                StaticWorld.NOW.plusSeconds(61),
                StaticWorld.NOW.plusSeconds(600));
        String early = tickets.mint(ahead).text();

        assertRefused(tickets, early, "invalid_ticket");
        assertThat(at(Duration.ofSeconds(1)).verify(early)).isEqualTo(ahead);
    }

    @Test
    void while_secrets_change_the_next_and_the_last_one_count_too() {
        Secret next = Secret.of("the next secret, of 32 characters", "x");
        Tickets before = new Tickets(new Secrets(SECRET, next), (grant, id) -> false, StaticWorld.CLOCK);
        Tickets after = new Tickets(new Secrets(next, SECRET), (grant, id) -> false, StaticWorld.CLOCK);
        Tickets later = new Tickets(new Secrets(next, null), (grant, id) -> false, StaticWorld.CLOCK);

        assertThat(before.mint(GRANT)).as("signs as ever").isEqualTo(tickets.mint(GRANT));
        assertThat(before.verify(after.mint(GRANT).text())).isEqualTo(GRANT);
        assertThat(after.verify(ticket)).isEqualTo(GRANT);
        assertThat(after.mint(GRANT)).isEqualTo(later.mint(GRANT));
        assertRefused(later, ticket, "invalid_ticket");
        assertRefused(tickets, later.mint(GRANT).text(), "invalid_ticket");
    }

    @Test
    void a_ticket_for_one_client_is_nobody_elses() throws UnknownHostException {
        InetAddress client = InetAddress.getByName("203.0.113.7");
        TicketGrant bound = new TicketGrant(
                42, StaticWorld.CHILD, StaticWorld.PARENT, Optional.empty(), StaticWorld.NOW, EXPIRES, 0, 0, client);
        String text = tickets.mint(bound).text();

        assertThat(tickets.verify(text, BigInteger.valueOf(42), StaticWorld.CHILD, client))
                .isEqualTo(bound);
        for (InetAddress other :
                Arrays.asList(InetAddress.getByName("203.0.113.8"), InetAddress.getByName("::1"), null)) {
            assertThat(catchThrowableOfType(
                                    ProblemException.class,
                                    () -> tickets.verify(text, BigInteger.valueOf(42), StaticWorld.CHILD, other))
                            .problem()
                            .details())
                    .hasToString("{reason=invalid_ticket}");
        }
    }

    @Test
    void parts_of_a_second_are_dropped() {
        TicketGrant grant = new TicketGrant(
                1, StaticWorld.CHILD, StaticWorld.PARENT, Optional.empty(), StaticWorld.NOW, EXPIRES.plusMillis(999));

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
        TicketGrant grant =
                new TicketGrant(1, StaticWorld.CHILD, StaticWorld.PARENT, Optional.empty(), StaticWorld.NOW, far);

        assertThat(tickets.verify(tickets.mint(grant).text())).isEqualTo(grant);
    }

    @Test
    void an_end_that_cannot_be_written_is_a_mistake() {
        for (Instant end : new Instant[] {Instant.MAX, Instant.MIN, Instant.ofEpochSecond(-1)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tickets.mint(new TicketGrant(
                            1, StaticWorld.CHILD, StaticWorld.PARENT, Optional.empty(), StaticWorld.NOW, end)));
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
    void no_other_length_verifies(@ForAll @IntRange(min = 0, max = 159) int length, @ForAll String more) {
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
        assertRefused(tickets, "é".repeat(160), "invalid_ticket");
    }

    @Test
    void another_secret_or_another_use_of_this_one_makes_other_tickets() {
        Tickets others = tickets(StaticWorld.CLOCK, Secret.of("0123456789abcdef0123456789abcdeg", "x"));

        assertRefused(others, ticket, "invalid_ticket");
        assertRefused(tickets, others.mint(GRANT).text(), "invalid_ticket");
        assertThat(SECRET.mac("chain/1").doFinal())
                .isNotEqualTo(SECRET.mac("ticket/2").doFinal());
    }

    @Test
    void every_replica_with_the_secret_verifies() {
        Tickets replica = tickets(StaticWorld.CLOCK, Secret.of("0123456789abcdef0123456789abcdef", "y"));

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
        return tickets(Clock.offset(StaticWorld.CLOCK, later), SECRET);
    }

    private static Tickets tickets(Clock clock, Secret signing) {
        return new Tickets(new Secrets(signing, null), (grant, id) -> false, clock);
    }

    private static void assertRefused(Tickets tickets, String ticket, String reason) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> tickets.verify(ticket));
        Problem problem = refused.problem();
        Problems.assertUnauthorized(problem, reason);
        assertThat(problem.details()).hasSize(1);
    }
}
