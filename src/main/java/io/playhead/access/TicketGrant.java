package io.playhead.access;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a ticket lets its bearer do: play one recording, until it expires.
 *
 * @param cdr the call the recording belongs to
 * @param tenant the recording's
 * @param maker who asked for the ticket; empty where nobody did
 * @param expires from this whole second on it is worthless
 */
public record TicketGrant(long cdr, UUID recording, UUID tenant, Optional<UUID> maker, Instant expires) {}
