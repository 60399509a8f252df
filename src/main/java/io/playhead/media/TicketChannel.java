package io.playhead.media;

import io.playhead.pcm.ChannelChoice;
import java.util.List;
import java.util.Optional;

/** The numbers by which tickets know channels: 1 to 255, the same for ever. */
final class TicketChannel {

    private static final List<ChannelChoice> NAMED =
            List.of(ChannelChoice.ALL, ChannelChoice.LEFT, ChannelChoice.RIGHT, ChannelChoice.MIX, ChannelChoice.SWAP);
    /** The highest that has a number. */
    private static final int LAST = 255 - NAMED.size();

    private TicketChannel() {}

    /** As it is written in a query; empty where it is none that a ticket can be bound to. */
    static Optional<ChannelChoice> parse(String text) {
        return ChannelChoice.parse(text).filter(choice -> NAMED.contains(choice) || Integer.parseInt(text) <= LAST);
    }

    /** @param choice as {@link #parse} gives it; all channels are 0, which binds to nothing */
    static int number(ChannelChoice choice) {
        int named = NAMED.indexOf(choice);
        return named < 0 ? NAMED.size() + Integer.parseInt(choice.toString()) : named;
    }

    static ChannelChoice numbered(int number) {
        return number < NAMED.size()
                ? NAMED.get(number)
                : ChannelChoice.parse(Integer.toString(number - NAMED.size())).orElseThrow();
    }
}
