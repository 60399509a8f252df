package io.playhead.media;

import io.playhead.waveform.Span;
import io.playhead.waveform.TalkMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A talk map as JSON has it: spans as pairs of seconds. */
final class TalkBody {

    private TalkBody() {}

    static Map<String, Object> of(TalkMap talk) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("duration", seconds(talk.frames(), talk));
        body.put(
                "channels",
                talk.channels().stream().map(channel -> channel(channel, talk)).toList());
        body.put("overlap", spans(talk.overlap(), talk));
        body.put("overlap_ratio", talk.overlapRatio());
        body.put("silence", spans(talk.silence(), talk));
        body.put("silence_ratio", talk.silenceRatio());
        body.put("longest_pause", span(talk.longestPause(), talk));
        return body;
    }

    private static Map<String, Object> channel(TalkMap.Channel channel, TalkMap talk) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("talk", spans(channel.talk(), talk));
        body.put("talk_ratio", channel.talkRatio());
        body.put("silence", spans(channel.silence(), talk));
        body.put("longest_pause", span(channel.longestPause(), talk));
        return body;
    }

    static List<List<Double>> spans(List<Span> spans, TalkMap talk) {
        return spans.stream().map(span -> pair(span, talk)).toList();
    }

    private static @Nullable List<Double> span(Optional<Span> span, TalkMap talk) {
        return span.map(it -> pair(it, talk)).orElse(null);
    }

    private static List<Double> pair(Span span, TalkMap talk) {
        return List.of(seconds(span.start(), talk), seconds(span.end(), talk));
    }

    private static double seconds(long frames, TalkMap talk) {
        return (double) frames / talk.hertz();
    }
}
