package io.playhead.access;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;

/**
 * Makes and verifies playback tickets, without asking anybody.
 *
 * <p>A ticket is base64url of 96 octets: version, key id, flags (bit 0: there is a maker), five octets of seconds since
 * 1970, call, recording, tenant, maker, and HMAC-SHA-256 over all of these. 96 is a multiple of three, so that every
 * character counts whole and no grant has two spellings.
 */
public final class Tickets {

    private static final byte VERSION = 1;
    /** Which key signed; a second one will come with the rotation of keys. */
    private static final byte KEY_ID = 1;

    private static final byte HAS_MAKER = 1;

    private static final int PAYLOAD = 64;
    private static final int OCTETS = PAYLOAD + 32;
    private static final int CHARACTERS = OCTETS / 3 * 4;
    private static final long MOST_SECONDS = (1L << 40) - 1;
    private static final UUID NOBODY = new UUID(0, 0);

    private static final Duration LEAST_LIFETIME = Duration.ofMinutes(10);
    private static final Duration MOST_LIFETIME = Duration.ofHours(4);

    private final Mac prototype;
    private final InstantSource clock;

    public Tickets(Secret secret, InstantSource clock) {
        this.prototype = secret.mac("ticket/1");
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
        long seconds = grant.expires().getEpochSecond();
        if (seconds < 0 || seconds > MOST_SECONDS) {
            throw new IllegalArgumentException("a ticket cannot expire at " + grant.expires());
        }
        ByteBuffer payload = ByteBuffer.allocate(OCTETS)
                .put(VERSION)
                .put(KEY_ID)
                .put(grant.maker().isPresent() ? HAS_MAKER : 0)
                .put((byte) (seconds >>> 32))
                .putInt((int) seconds)
                .putLong(grant.cdr());
        put(payload, grant.recording());
        put(payload, grant.tenant());
        put(payload, grant.maker().orElse(NOBODY));
        payload.put(signature(payload.array()));
        return new Ticket(Base64.getUrlEncoder().encodeToString(payload.array()), Instant.ofEpochSecond(seconds));
    }

    /** What the ticket grants, now; {@code unauthorized} if it is not one of ours or no longer good. */
    public TicketGrant verify(String ticket) {
        byte[] octets = octets(ticket);
        byte[] signature = signature(octets);
        if (!MessageDigest.isEqual(signature, tail(octets)) || octets[0] != VERSION || octets[1] != KEY_ID) {
            throw AccessProblems.ticket(AccessProblems.INVALID_TICKET).exception();
        }
        TicketGrant grant = grant(ByteBuffer.wrap(octets, 2, PAYLOAD - 2));
        if (!clock.instant().isBefore(grant.expires())) {
            throw AccessProblems.ticket(AccessProblems.TICKET_EXPIRED).exception(RefusedCaller.of(grant));
        }
        return grant;
    }

    /** As {@link #verify(String)}, and it must be for this recording of this call. */
    public TicketGrant verify(String ticket, BigInteger cdr, UUID recording) {
        TicketGrant grant = verify(ticket);
        if (!grant.recording().equals(recording) || !cdr.equals(BigInteger.valueOf(grant.cdr()))) {
            throw AccessProblems.ticket(AccessProblems.INVALID_TICKET).exception(RefusedCaller.of(grant));
        }
        return grant;
    }

    private static TicketGrant grant(ByteBuffer payload) {
        boolean hasMaker = payload.get() == HAS_MAKER;
        long seconds = Byte.toUnsignedLong(payload.get()) << 32 | Integer.toUnsignedLong(payload.getInt());
        long cdr = payload.getLong();
        UUID recording = uuid(payload);
        UUID tenant = uuid(payload);
        UUID maker = uuid(payload);
        return new TicketGrant(
                cdr,
                recording,
                tenant,
                hasMaker ? Optional.of(maker) : Optional.empty(),
                Instant.ofEpochSecond(seconds));
    }

    private static byte[] octets(String ticket) {
        if (ticket.length() == CHARACTERS) {
            try {
                byte[] octets = Base64.getUrlDecoder().decode(ticket);
                if (octets.length == OCTETS) {
                    return octets;
                }
            } catch (IllegalArgumentException notBase64) {
                // refused below, like every other
            }
        }
        throw AccessProblems.ticket(AccessProblems.INVALID_TICKET).exception();
    }

    /** Over the payload alone. A copy of a ready Mac is cheaper than a new one, and needs no lock. */
    private byte[] signature(byte[] octets) {
        try {
            Mac mac = (Mac) prototype.clone();
            mac.update(octets, 0, PAYLOAD);
            return mac.doFinal();
        } catch (CloneNotSupportedException refused) {
            throw new IllegalStateException("Java's own HMAC can be copied", refused);
        }
    }

    private static byte[] tail(byte[] octets) {
        return Arrays.copyOfRange(octets, PAYLOAD, OCTETS);
    }

    private static void put(ByteBuffer to, UUID uuid) {
        to.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    }

    private static UUID uuid(ByteBuffer from) {
        return new UUID(from.getLong(), from.getLong());
    }
}
