package io.playhead.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** Proactive negotiation by {@code Accept} (RFC 9110 §12.5.1). */
public final class Accept {

    private Accept() {}

    /**
     * What the client likes best; of equals, the first. The most specific range that includes an offer tells its
     * weight. All names of {@code audio/wav} are one.
     *
     * @param accept the field, its lines joined by commas; null, or without a single member that makes sense, it is
     *     {@code *}{@code /*}
     * @param offers in the order of our own liking
     * @return empty where nothing is acceptable: 406
     */
    public static <T> Optional<T> best(@Nullable String accept, List<T> offers, Function<T, MediaType> type) {
        if (accept == null || accept.equals("*/*")) {
            return offers.stream().findFirst();
        }
        List<MediaRange> ranges = MediaRange.list(accept);
        if (ranges.isEmpty()) {
            return offers.stream().findFirst();
        }
        T best = null;
        int bestWeight = 0;
        for (T offer : offers) {
            int weight = weight(ranges, type.apply(offer));
            if (weight > bestWeight) {
                best = offer;
                bestWeight = weight;
            }
        }
        return Optional.ofNullable(best);
    }

    /**
     * How much a type is liked, in thousandths, where a range that has parameters or names a type in full means that type
     * with just those: as the framework of call-logd has it, to whom {@code text/csv} is not
     * {@code text/csv;charset=utf-8}.
     */
    public static int weightOfExactly(String accept, MediaType type) {
        List<MediaRange> exact = MediaRange.list(accept).stream()
                .filter(range -> range.subtype().equals("*")
                        || range.parameters().size() == type.getParameters().size())
                .toList();
        return weight(exact, type);
    }

    /** In thousandths; of ranges that say equally much, the kindest. */
    private static int weight(List<MediaRange> ranges, MediaType offer) {
        int specificity = -1;
        int weight = 0;
        for (MediaRange range : ranges) {
            if (range.specificity() >= specificity && range.includes(offer)) {
                weight = range.specificity() > specificity ? range.weight() : Math.max(weight, range.weight());
                specificity = range.specificity();
            }
        }
        return weight;
    }
}
