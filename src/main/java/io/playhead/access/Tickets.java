package io.playhead.access;

import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Makes and verifies playback tickets, without asking anybody. How one is written is {@link TicketPayload}'s. */
public final class Tickets {

    /** How far the clocks of two replicas may be apart. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final Duration LEAST_LIFETIME = Duration.ofMinutes(10);

    /** Longer no ticket is good, whatever is asked for. */
    public static final Duration MOST_LIFETIME = Duration.ofHours(4);

    private final List<TicketKey> keys;
    private final BiPredicate<TicketGrant, UUID> revoked;
    private final InstantSource clock;

    /** @param revoked whether a ticket was taken back, of which there is the {@link #id} */
    Tickets(Secrets secrets, BiPredicate<TicketGrant, UUID> revoked, InstantSource clock) {
        this.keys = secrets.all().stream().map(TicketKey::new).toList();
        this.revoked = revoked;
        this.clock = clock;
    }

    /** How long a ticket is good by default: time to start, to listen, and to go back once; at most four hours. */
    public static Duration lifetime(Duration recording) {
        if (recording.compareTo(MOST_LIFETIME) >= 0) {
            return MOST_LIFETIME;
        }
        Duration lifetime = LEAST_LIFETIME.plus(recording.isNegative() ? Duration.ZERO : recording.multipliedBy(2));
        return lifetime.compareTo(MOST_LIFETIME) < 0 ? lifetime : MOST_LIFETIME;
    }

    /** A ticket for the grant; parts of a second are dropped from its end. */
    public Ticket mint(TicketGrant grant) {
        TicketKey key = keys.getFirst();
        byte[] payload = TicketPayload.of(grant, key.id());
        byte[] ticket = Arrays.copyOf(payload, TicketPayload.LENGTH + TicketKey.SIGNATURE);
        System.arraycopy(key.sign(payload), 0, ticket, TicketPayload.LENGTH, TicketKey.SIGNATURE);
        return new Ticket(
                Base64.getUrlEncoder().encodeToString(ticket),
                Instant.ofEpochSecond(grant.expires().getEpochSecond()));
    }

    /** What the ticket grants, now; {@code unauthorized} if it is not one of ours, or no longer good. */
    TicketGrant verify(String ticket) {
        byte[] octets = octets(ticket);
        TicketGrant grant = genuine(octets);
        Instant now = clock.instant();
        if (!now.isBefore(grant.expires())) {
            throw refused(AccessProblems.TICKET_EXPIRED, grant);
        }
        if (grant.made().isAfter(now.plus(SKEW)) || revoked.test(grant, id(octets))) {
            throw refused(AccessProblems.INVALID_TICKET, grant);
        }
        return grant;
    }

    /**
     * The same, and it must be for this recording of this call, and for this client.
     *
     * @param recording null for the whole of the call, which opens none of its recordings, nor one of them the whole
     * @param address of the client as far as can be believed
     */
    public TicketGrant verify(String ticket, BigInteger cdr, @Nullable UUID recording, @Nullable InetAddress address) {
        TicketGrant grant = verify(ticket);
        boolean fits = (recording == null
                        ? grant.isWhole()
                        : !grant.isWhole() && grant.recording().equals(recording))
                && cdr.equals(BigInteger.valueOf(grant.cdr()))
                && (grant.address() == null || grant.address().equals(address));
        if (!fits) {
            throw refused(AccessProblems.INVALID_TICKET, grant);
        }
        return grant;
    }

    /** What this ticket grants, be it over or not; {@code unauthorized} if it is not one of ours. */
    public TicketGrant read(String ticket) {
        return genuine(octets(ticket));
    }

    /** Tells one ticket from all others, and is none itself: 16 octets of its signature. */
    static UUID id(byte[] ticket) {
        ByteBuffer signature = ByteBuffer.wrap(ticket, TicketPayload.LENGTH, 16);
        return new UUID(signature.getLong(), signature.getLong());
    }

    /** The same of a ticket that has been {@link #read}. */
    static UUID id(String ticket) {
        return id(octets(ticket));
    }

    private TicketGrant genuine(byte[] octets) {
        boolean signed = false;
        for (TicketKey key : keys) {
            signed |= key.hasSigned(octets, TicketPayload.LENGTH);
        }
        TicketGrant grant = signed ? TicketPayload.grant(octets) : null;
        if (grant == null) {
            throw AccessProblems.ticket(AccessProblems.INVALID_TICKET).exception();
        }
        return grant;
    }

    private static RuntimeException refused(String reason, TicketGrant grant) {
        return AccessProblems.ticket(reason).exception(RefusedCaller.of(grant));
    }

    private static byte[] octets(String ticket) {
        int length = TicketPayload.LENGTH + TicketKey.SIGNATURE;
        if (ticket.length() == length / 3 * 4) {
            try {
                byte[] octets = Base64.getUrlDecoder().decode(ticket);
                if (octets.length == length) {
                    return octets;
                }
            } catch (IllegalArgumentException notBase64) {
                // refused below, like every other
            }
        }
        throw AccessProblems.ticket(AccessProblems.INVALID_TICKET).exception();
    }
}
