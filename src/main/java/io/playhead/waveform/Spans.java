package io.playhead.waveform;

import java.util.ArrayList;
import java.util.List;

/** Lists of spans, in order and apart from each other. */
final class Spans {

    private Spans() {}

    static long total(List<Span> spans) {
        return spans.stream().mapToLong(Span::length).sum();
    }

    /** What lies between, before and behind them. */
    static List<Span> rest(List<Span> spans, long frames) {
        List<Span> rest = new ArrayList<>();
        long end = 0;
        for (Span span : spans) {
            add(rest, end, span.start());
            end = span.end();
        }
        add(rest, end, frames);
        return rest;
    }

    /** Where at least so many of the lists have a span. */
    static List<Span> shared(List<List<Span>> lists, int least) {
        long[] starts = lists.stream()
                .flatMap(List::stream)
                .mapToLong(Span::start)
                .sorted()
                .toArray();
        long[] ends = lists.stream()
                .flatMap(List::stream)
                .mapToLong(Span::end)
                .sorted()
                .toArray();
        List<Span> shared = new ArrayList<>();
        long since = 0;
        int started = 0;
        for (int ended = 0; ended < ends.length; ended++) {
            while (started < starts.length && starts[started] <= ends[ended]) {
                started++;
                since = started - ended == least ? starts[started - 1] : since;
            }
            if (started - ended == least) {
                add(shared, since, ends[ended]);
            }
        }
        return shared;
    }

    private static void add(List<Span> spans, long start, long end) {
        if (start < end) {
            spans.add(new Span(start, end));
        }
    }
}
