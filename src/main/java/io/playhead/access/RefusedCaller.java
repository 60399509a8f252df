package io.playhead.access;

import java.util.Optional;
import java.util.UUID;

/**
 * Whose token or ticket it was that was refused, where that is known: the cause of a refusal, for the listen log alone.
 * Has no stack, and no word of the token.
 */
public final class RefusedCaller extends RuntimeException {

    private final transient Optional<UUID> user;
    private final transient UUID tenant;
    private final boolean byTicket;

    private RefusedCaller(Optional<UUID> user, UUID tenant, boolean byTicket) {
        super("a known caller", null, false, false);
        this.user = user;
        this.tenant = tenant;
        this.byTicket = byTicket;
    }

    /** @param tenant the token's own */
    public static RefusedCaller of(UUID user, UUID tenant) {
        return new RefusedCaller(Optional.of(user), tenant, false);
    }

    public static RefusedCaller of(Token token) {
        return of(token.user(), token.tenant());
    }

    public static RefusedCaller of(TicketGrant grant) {
        return new RefusedCaller(grant.maker(), grant.tenant(), true);
    }

    /** Who acted, or who made the ticket. */
    public Optional<UUID> user() {
        return user;
    }

    /** The token's own, or the recording's. */
    public UUID tenant() {
        return tenant;
    }

    public boolean isByTicket() {
        return byTicket;
    }
}
