package io.playhead.audit;

import io.playhead.access.Caller;
import io.playhead.access.TicketGrant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who listens.
 *
 * @param user whose token it is; null where a ticket stands for it
 * @param home the token's own tenant
 * @param ticket what the ticket grants, which tells it from others
 */
public record Listener(
        @Nullable UUID user, @Nullable UUID home, @Nullable TicketGrant ticket) {

    public static Listener by(Caller caller) {
        return new Listener(caller.user(), caller.home(), null);
    }

    public static Listener by(TicketGrant ticket) {
        return new Listener(null, null, ticket);
    }

    /** The token's own, or the recording's. */
    public @Nullable UUID tenant() {
        return ticket == null ? home : ticket.tenant();
    }

    @Nullable
    UUID maker() {
        return ticket == null ? null : ticket.maker().orElse(null);
    }
}
