package io.playhead.access;

import java.time.Instant;

/**
 * A grant that can be handed on in an address. Whoever has it may use it, so it never prints itself.
 *
 * @param text letters, digits, {@code -} and {@code _} alone
 */
public record Ticket(String text, Instant expires) {

    @Override
    public String toString() {
        return "Ticket[until " + expires + "]";
    }
}
