package io.playhead.media;

import io.playhead.cdr.RecordedCall;
import io.playhead.pcm.ChannelChoice;
import io.playhead.pcm.ChannelLayout;
import io.playhead.pcm.Joined;
import io.playhead.pcm.Resampled;
import io.playhead.pcm.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * All that can be heard of a call: its recordings in the order in which they started, with silence where nothing was
 * recorded. No sound is lost: one that started before another had ended is heard after that. A gap is the time since
 * whatever was recorded last, were it left out; of a long one there is {@code longestGap}.
 *
 * @param parts at least one
 */
record WholeCall(
        RecordedCall call, List<Part> parts, List<CallPart.LeftOut> leftOut, Duration longestGap, ChannelLayout layout)
        implements Audible {

    /** Another one where the same parts come out otherwise. */
    private static final String RULE = "call/1";

    private static final long NANOS = 1_000_000_000;

    /**
     * A recording within the whole.
     *
     * @param gap in which nothing was recorded, before it
     * @param played how much of the gap is heard, as silence
     * @param overlap how much of it was recorded while an earlier one of the parts still was
     */
    record Part(CallPart.Heard heard, Duration gap, Duration played, Duration overlap) {}

    /**
     * @param found all recordings of the call, in their order
     * @throws io.playhead.problem.ProblemException that of the first recording where none can be heard
     */
    static WholeCall of(RecordedCall call, List<CallPart> found, Duration longestGap) {
        List<CallPart.LeftOut> leftOut = found.stream()
                .filter(CallPart.LeftOut.class::isInstance)
                .map(CallPart.LeftOut.class::cast)
                .toList();
        List<Part> parts = parts(found, longestGap);
        if (parts.isEmpty()) {
            throw leftOut.getFirst().problem().exception();
        }
        boolean stereo = parts.stream()
                .anyMatch(part -> ChannelChoice.ALL.channels(samples(part).channels()) == 2);
        return new WholeCall(call, parts, leftOut, longestGap, stereo ? ChannelLayout.STEREO : ChannelLayout.MONO);
    }

    private static List<Part> parts(List<CallPart> found, Duration longestGap) {
        List<Part> parts = new ArrayList<>();
        Instant recorded = Instant.MIN;
        Instant heard = Instant.MIN;
        for (CallPart one : found) {
            Instant start = one.recording().start();
            if (one instanceof CallPart.Heard sound) {
                Duration gap = parts.isEmpty() ? Duration.ZERO : between(recorded, start);
                Duration overlap = parts.isEmpty() ? Duration.ZERO : between(start, heard);
                parts.add(new Part(sound, gap, gap.compareTo(longestGap) < 0 ? gap : longestGap, overlap));
                heard = later(heard, one.recording().end());
            }
            recorded = later(recorded, one.recording().end());
        }
        return parts;
    }

    private static Duration between(Instant from, Instant to) {
        return from.isBefore(to) ? Duration.between(from, to) : Duration.ZERO;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Samples samples(Part part) {
        return part.heard().sound().samples();
    }

    /** The highest of its parts; where that is one to which others cannot be brought, the next that is. */
    @Override
    public int hertz() {
        int highest =
                parts.stream().mapToInt(part -> samples(part).hertz()).max().orElseThrow();
        boolean alike = parts.stream().allMatch(part -> samples(part).hertz() == highest);
        return alike ? highest : Resampled.neighbour(highest);
    }

    @Override
    public int channels() {
        return layout.channels();
    }

    @Override
    public Samples sound(ChannelChoice channel, int hertz) {
        return channel.of(new Joined(joined(hertz)));
    }

    /** Each part where it lies, at a rate. It is brought there from its own at once: twice would be heard. */
    List<Joined.Part> joined(int hertz) {
        List<Joined.Part> joined = new ArrayList<>(parts.size());
        long at = 0;
        for (Part part : parts) {
            Samples sound = layout.of(Resampled.to(hertz, samples(part)));
            Joined.Part placed = new Joined.Part(at + frames(part.played(), hertz), sound);
            joined.add(placed);
            at = placed.end();
        }
        return joined;
    }

    /** The nearest number; there is no overflow within an hour. */
    private static long frames(Duration silence, int hertz) {
        return (silence.toNanos() * hertz + NANOS / 2) / NANOS;
    }

    @Override
    public String source() {
        return parts.stream()
                .map(part -> part.played().toNanos() + ":" + source(part.heard()))
                .collect(Collectors.joining(",", RULE + "/" + Resampled.RULE + "/", ""));
    }

    private static String source(CallPart.Heard heard) {
        return heard.stored().validator().opaque() + ":" + heard.sound().rule();
    }

    /** There is none: whatever is deleted or comes to a call leaves no date. */
    @Override
    public Instant lastModified() {
        return Instant.EPOCH;
    }

    @Override
    public UUID tenant() {
        return call.tenant();
    }
}
