package io.playhead.media;

import io.netty.util.NetUtil;
import io.playhead.access.Tickets;
import io.playhead.pcm.ChannelChoice;
import io.playhead.problem.ProblemException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a ticket shall be good for, beside its recording. A field that nobody knows is refused: it may have been meant to
 * bind the ticket.
 *
 * @param format the only representation that it plays; empty for any
 * @param channel the only choice of channels that it plays; {@code ALL} for any
 * @param address the only client that may use it; null for any
 * @param lifetime at most four hours; empty for what the recording's length asks for
 */
record TicketWish(
        Optional<Format> format,
        ChannelChoice channel,
        @Nullable InetAddress address,
        Optional<Duration> lifetime) {

    static final TicketWish NONE = new TicketWish(Optional.empty(), ChannelChoice.ALL, null, Optional.empty());

    private static final String REPRESENTATION = "representation";
    private static final String CHANNEL = "channel";
    private static final String ADDRESS = "address";
    private static final String EXPIRATION = "expiration";
    private static final long MOST_SECONDS = Tickets.MOST_LIFETIME.toSeconds();
    private static final int LONGEST_ADDRESS = 45;

    static final Set<String> FIELDS = Set.of(REPRESENTATION, CHANNEL, ADDRESS, EXPIRATION);

    /**
     * @param body an object
     * @param others what else may be in it
     * @throws ProblemException {@code invalid-data}
     */
    static TicketWish of(JsonNode body, Set<String> others) {
        JsonFields.known(body, FIELDS, others);
        return new TicketWish(format(body), channel(body), address(body), lifetime(body)).checked();
    }

    /** That the format it is bound to, if any, is not what is stored. */
    void checkRendition() {
        if (format.equals(Optional.of(Format.ORIGINAL))) {
            throw MediaProblems.badChoice(REPRESENTATION, Format.renditionNames())
                    .exception();
        }
    }

    /** What is said here counts, and where nothing is said what {@code usual} says. */
    TicketWish or(TicketWish usual) {
        return new TicketWish(
                        format.or(usual::format),
                        channel.equals(ChannelChoice.ALL) ? usual.channel : channel,
                        address == null ? usual.address : address,
                        lifetime.or(usual::lifetime))
                .checked();
    }

    /** Of what is stored there are all channels only. */
    private TicketWish checked() {
        if (!channel.equals(ChannelChoice.ALL)) {
            checkRendition();
        }
        return this;
    }

    /** By its name, or its number, which may be text. */
    private static ChannelChoice channel(JsonNode body) {
        return given(body, CHANNEL)
                .map(channel -> TicketChannel.parse(
                                channel.isIntegralNumber() ? channel.toString() : channel.asString(""))
                        .orElseThrow(() -> MediaProblems.badChoice(CHANNEL, Wishes.CHANNELS)
                                .exception()))
                .orElse(ChannelChoice.ALL);
    }

    private static Optional<Format> format(JsonNode body) {
        return given(body, REPRESENTATION)
                .map(name -> Format.of(name.asString(""))
                        .orElseThrow(() -> MediaProblems.badChoice(REPRESENTATION, Format.names())
                                .exception()));
    }

    /** No name: nobody is asked what it stands for. */
    private static @Nullable InetAddress address(JsonNode body) {
        return given(body, ADDRESS).map(address -> parsed(address.asString(""))).orElse(null);
    }

    private static InetAddress parsed(String text) {
        byte[] octets = text.length() > LONGEST_ADDRESS ? null : NetUtil.createByteArrayFromIpAddressString(text);
        try {
            if (octets != null) {
                return InetAddress.getByAddress(octets);
            }
        } catch (UnknownHostException noAddress) {
            // refused below
        }
        throw JsonFields.wrong(ADDRESS, "Not a valid IP address.", "type", "ip_address");
    }

    private static Optional<Duration> lifetime(JsonNode body) {
        return given(body, EXPIRATION).map(seconds -> {
            if (!seconds.canConvertToExactIntegral()
                    || !seconds.canConvertToLong()
                    || seconds.asLong() < 1
                    || seconds.asLong() > MOST_SECONDS) {
                throw JsonFields.wrong(
                        EXPIRATION, "Must be seconds, from 1 to " + MOST_SECONDS + ".", "range", MOST_SECONDS);
            }
            return Duration.ofSeconds(seconds.asLong());
        });
    }

    private static Optional<JsonNode> given(JsonNode body, String field) {
        return Optional.ofNullable(body.get(field)).filter(value -> !value.isNull());
    }
}
