package io.playhead.waveform;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who talks when. Talk is what is loud enough ({@link VoiceActivity} says how loud): music, tones and a voice that leaks
 * over from the other side are talk too.
 *
 * @param hertz of the spans' frames
 * @param frames of the whole sound
 * @param channels in the recording's order
 */
public record TalkMap(int hertz, long frames, List<Channel> channels) {

    public TalkMap {
        channels = List.copyOf(channels);
    }

    /** @param levels of each channel */
    static TalkMap of(int hertz, long frames, List<byte[]> levels) {
        return new TalkMap(
                hertz,
                frames,
                levels.stream()
                        .map(channel -> new Channel(frames, frames(VoiceActivity.talk(channel), hertz, frames)))
                        .toList());
    }

    private static List<Span> frames(List<Span> talk, int hertz, long frames) {
        long each = Levels.samplesPerLevel(hertz);
        return talk.stream()
                .map(span -> new Span(span.start() * each, Math.min(frames, span.end() * each)))
                .toList();
    }

    /** Where two or more talk at once. */
    public List<Span> overlap() {
        return Spans.shared(talks(), 2);
    }

    /** Where nobody talks. */
    public List<Span> silence() {
        return Spans.rest(Spans.shared(talks(), 1), frames);
    }

    /** Of the whole sound, 0 to 1. */
    public double overlapRatio() {
        return ratio(overlap(), frames);
    }

    /** Of the whole sound, 0 to 1. */
    public double silenceRatio() {
        return ratio(silence(), frames);
    }

    /** Of the silences between talk, whoever talks before and after, the first of the longest; empty without any. */
    public Optional<Span> longestPause() {
        return longestPause(silence(), frames);
    }

    private List<List<Span>> talks() {
        return channels.stream().map(Channel::talk).toList();
    }

    private static double ratio(List<Span> spans, long frames) {
        return frames == 0 ? 0 : (double) Spans.total(spans) / frames;
    }

    private static Optional<Span> longestPause(List<Span> silence, long frames) {
        List<Span> pauses = new ArrayList<>(silence);
        pauses.removeIf(span -> span.start() == 0 || span.end() == frames);
        return pauses.stream()
                .max(Comparator.comparingLong(Span::length)
                        .thenComparing(Comparator.comparingLong(Span::start).reversed()));
    }

    /**
     * One channel's.
     *
     * @param frames of the whole sound
     * @param talk in order, with silence between
     */
    public record Channel(long frames, List<Span> talk) {

        public Channel {
            talk = List.copyOf(talk);
        }

        public List<Span> silence() {
            return Spans.rest(talk, frames);
        }

        /** Of the whole sound, 0 to 1. */
        public double talkRatio() {
            return ratio(talk, frames);
        }

        /** Of the silences between its talk the first of the longest; empty without any. */
        public Optional<Span> longestPause() {
            return TalkMap.longestPause(silence(), frames);
        }
    }
}
