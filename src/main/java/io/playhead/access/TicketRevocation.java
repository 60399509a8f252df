package io.playhead.access;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * That tickets for a recording are no good any more: those made until then, of one maker or of all, or one alone.
 *
 * @param ticket which one, as {@link Tickets} tells them apart
 * @param until when the last of them would have ended by itself
 */
record TicketRevocation(UUID recording, Optional<UUID> maker, Optional<UUID> ticket, Instant revoked, Instant until) {

    boolean covers(TicketGrant grant, UUID id) {
        return ticket.map(id::equals).orElse(!grant.made().isAfter(revoked))
                && (maker.isEmpty() || maker.equals(grant.maker()));
    }
}
