package io.playhead.media;

import io.playhead.access.AccessProblems;
import io.playhead.http.Query;
import io.playhead.pcm.ChannelChoice;
import io.playhead.pcm.Resampled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a query asks for.
 *
 * @param rate in hertz
 * @param bitRate in kbit/s
 */
record Wishes(
        Optional<Format> format,
        ChannelChoice channel,
        OptionalInt rate,
        OptionalInt bitRate,
        Optional<String> disposition) {

    private static final List<String> DISPOSITIONS = List.of("attachment", "inline");
    static final List<String> CHANNELS = List.of("left", "right", "mix", "swap", "0", "1");
    private static final List<String> RATES =
            Resampled.RATES.stream().map(String::valueOf).toList();

    /** @throws io.playhead.problem.ProblemException {@code invalid-data} */
    static Wishes of(Query query) {
        String format = query.first("format");
        String channel = query.first("channel");
        String rate = query.first("rate");
        String bitRate = query.first("bitrate");
        String disposition = query.first("disposition");
        return new Wishes(
                format == null ? Optional.empty() : Optional.of(known(format)),
                channel == null ? ChannelChoice.ALL : channel(channel),
                rate == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(allowed("rate", rate, RATES))),
                bitRate == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(Integer.parseInt(allowed("bitrate", bitRate, Format.BIT_RATES))),
                disposition == null
                        ? Optional.empty()
                        : Optional.of(allowed("disposition", disposition, DISPOSITIONS)));
    }

    /** What is left of them for a viewer who may have one representation, or one channel, alone. */
    Wishes within(MediaAccess.Viewer viewer) {
        return withinFormat(viewer.representation()).withinChannel(TicketChannel.numbered(viewer.channel()));
    }

    /** @param number of the only representation there may be; 0 is any */
    private Wishes withinFormat(int number) {
        if (number == 0) {
            return this;
        }
        Optional<Format> only = Format.numbered(number);
        if (only.isEmpty() || format.isPresent() && !format.equals(only)) {
            throw AccessProblems.ticket(AccessProblems.INVALID_TICKET).exception();
        }
        return new Wishes(only, channel, rate, bitRate, disposition);
    }

    private Wishes withinChannel(ChannelChoice only) {
        if (only.equals(ChannelChoice.ALL) || channel.equals(only)) {
            return this;
        }
        if (!channel.equals(ChannelChoice.ALL)) {
            throw AccessProblems.ticket(AccessProblems.INVALID_TICKET).exception();
        }
        return new Wishes(format, only, rate, bitRate, disposition);
    }

    /** Whether something is to be done to the sound, so that stored octets will not do. */
    boolean alter() {
        return !channel.equals(ChannelChoice.ALL) || rate.isPresent() || bitRate.isPresent();
    }

    /** The query by which a format is asked for with the same wishes. */
    String query(Format chosen) {
        List<String> parts = new ArrayList<>();
        parts.add("format=" + chosen.text());
        if (!channel.equals(ChannelChoice.ALL)) {
            parts.add("channel=" + channel);
        }
        rate.ifPresent(hertz -> parts.add("rate=" + hertz));
        bitRate.ifPresent(kilobits -> parts.add("bitrate=" + kilobits));
        return "?" + String.join("&", parts);
    }

    private static Format known(String format) {
        return Format.of(format)
                .orElseThrow(
                        () -> MediaProblems.badChoice("format", Format.names()).exception());
    }

    private static ChannelChoice channel(String channel) {
        return ChannelChoice.parse(channel)
                .orElseThrow(() -> MediaProblems.badChoice("channel", CHANNELS).exception());
    }

    private static String allowed(String field, String value, List<String> choices) {
        if (!choices.contains(value)) {
            throw MediaProblems.badChoice(field, choices).exception();
        }
        return value;
    }
}
