package io.playhead.access;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a ticket lets its bearer do: play one recording, or all of a call, until it expires.
 *
 * @param cdr the call the recording belongs to
 * @param recording which one; {@link #wholeOf} for all of them
 * @param tenant the recording's
 * @param maker who asked for the ticket; empty where nobody did
 * @param made parts of a millisecond do not count
 * @param expires from this whole second on it is worthless
 * @param representation the only one that may be played, by a number of 1 to 255 that stays what it is; 0 is any
 * @param channel the only choice of channels that may be played, by such a number; 0 is any
 * @param address the only client that may use it; null is any
 */
public record TicketGrant(
        long cdr,
        UUID recording,
        UUID tenant,
        Optional<UUID> maker,
        Instant made,
        Instant expires,
        int representation,
        int channel,
        @Nullable InetAddress address) {

    /** For any representation, any channel, and any client. */
    public TicketGrant(long cdr, UUID recording, UUID tenant, Optional<UUID> maker, Instant made, Instant expires) {
        this(cdr, recording, tenant, maker, made, expires, 0, 0, null);
    }

    /**
     * What stands in the place of a recording where a ticket is for the whole of a call. It is of no version that a UUID
     * can have (RFC 9562 §4.2), and another one for each call, so that tickets are taken back for one call alone.
     */
    public static UUID wholeOf(long cdr) {
        return new UUID(0, cdr);
    }

    /** Whether not all forms of the media may be played: it opens nothing else, for from that the others could be told. */
    public boolean isForOneForm() {
        return representation != 0 || channel != 0;
    }

    /** Whether it is for the whole of its call, and for none of its recordings. */
    public boolean isWhole() {
        return recording.equals(wholeOf(cdr));
    }
}
