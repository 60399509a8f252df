package io.playhead.media;

import io.playhead.http.Accept;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** Which representation a request gets (RFC 9110 §12.5.1). */
final class MediaChoice {

    private MediaChoice() {}

    /**
     * One of the representations that there are.
     *
     * @param stored whether it is the stored octets themselves
     */
    record Offer(Format format, MediaType mediaType, boolean stored) {}

    /** In the order of our liking. */
    static final List<Offer> RENDITIONS = Stream.of(Format.WAV, Format.MP3, Format.OPUS, Format.OGG)
            .map(format -> new Offer(format, format.mediaType(), false))
            .toList();

    /**
     * The best of what there is.
     *
     * @param accept the header's lines, joined
     * @param url the media's own, without query
     * @throws io.playhead.problem.ProblemException {@code not-acceptable}, with the list of what there is
     */
    static Offer best(StoredRecording stored, Wishes wishes, @Nullable String accept, String url) {
        if (asStored(stored, wishes, accept)) {
            return new Offer(Format.ORIGINAL, stored.mediaType(), true);
        }
        List<Offer> all = all(stored, wishes);
        return chosen(offers(stored, wishes), format -> named(stored, wishes, all, format), wishes, accept, url);
    }

    /** The same of what is made for the answer alone, and stored nowhere. */
    static Offer bestRendition(Audible audible, Wishes wishes, @Nullable String accept, String url) {
        return chosen(renditions(audible, wishes), format -> of(RENDITIONS, format), wishes, accept, url);
    }

    /** Those that are there of such as are wished. */
    static List<Offer> renditions(Audible audible, Wishes wishes) {
        return with(RENDITIONS, wishes, audible.hertz(), audible.channels());
    }

    private static Offer chosen(
            List<Offer> offers,
            Function<Format, Optional<Offer>> named,
            Wishes wishes,
            @Nullable String accept,
            String url) {
        Optional<Offer> best = wishes.format().isPresent()
                ? named.apply(wishes.format().get())
                : Accept.best(accept, offers, Offer::mediaType);
        return best.orElseThrow(
                () -> MediaProblems.notAcceptable(told(offers, wishes, url)).exception());
    }

    /** What players ask most often needs no weighing. */
    private static boolean asStored(StoredRecording stored, Wishes wishes, @Nullable String accept) {
        return (accept == null || accept.equals("*/*"))
                && wishes.format().isEmpty()
                && !wishes.alter()
                && stored.playsEverywhere();
    }

    private static Optional<Offer> of(List<Offer> offers, Format format) {
        return offers.stream().filter(offer -> offer.format() == format).findFirst();
    }

    private static Optional<Offer> named(StoredRecording stored, Wishes wishes, List<Offer> offers, Format format) {
        Optional<Offer> offer = of(offers, format);
        return offer.isPresent() || wishes.alter() || !stored.is(format)
                ? offer
                : Optional.of(new Offer(format, stored.mediaType(), true));
    }

    /**
     * Those of such as are wished, in the order of our liking: what is stored comes first if it plays everywhere, else last.
     */
    static List<Offer> offers(StoredRecording stored, Wishes wishes) {
        return with(
                all(stored, wishes),
                wishes,
                stored.facts().hertz(),
                stored.facts().channels());
    }

    /**
     * Those with the wished rate and bit rate. Where none has them, those for which they can be wished at all: one of these
     * will tell which there are.
     */
    private static List<Offer> with(
            List<Offer> offers, Wishes wishes, @Nullable Integer hertz, @Nullable Integer channels) {
        if (wishes.rate().isEmpty() && wishes.bitRate().isEmpty()) {
            return offers;
        }
        List<Offer> those = offers.stream()
                .filter(offer -> offer.format().has(wishes, hertz, channels))
                .toList();
        return those.isEmpty()
                ? offers.stream()
                        .filter(offer ->
                                wishes.bitRate().isEmpty() || offer.format().hasBitRate())
                        .toList()
                : those;
    }

    private static List<Offer> all(StoredRecording stored, Wishes wishes) {
        List<Offer> offers = new ArrayList<>();
        Offer original = new Offer(Format.ORIGINAL, stored.mediaType(), true);
        boolean plays = stored.playsEverywhere();
        if (!wishes.alter() && plays) {
            offers.add(original);
        }
        if (stored.canBeRendered()) {
            for (Offer rendition : RENDITIONS) {
                if (wishes.alter() || !stored.is(rendition.format())) {
                    offers.add(rendition);
                }
            }
        }
        if (!wishes.alter() && !plays) {
            offers.add(original);
        }
        return offers;
    }

    private static List<Map<String, String>> told(List<Offer> offers, Wishes wishes, String url) {
        return offers.stream().map(offer -> told(offer, wishes, url)).toList();
    }

    private static Map<String, String> told(Offer offer, Wishes wishes, String url) {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("format", offer.format().text());
        told.put("type", offer.mediaType().toString());
        told.put("url", url + wishes.query(offer.format()));
        return told;
    }

    /** The others as RFC 8288 tells of them; empty where there are none. */
    static String alternates(List<Offer> offers, Offer chosen, Wishes wishes, String url) {
        StringBuilder links = new StringBuilder();
        for (Offer offer : offers) {
            if (offer.format() != chosen.format()) {
                links.append(links.isEmpty() ? "" : ", ")
                        .append('<')
                        .append(url)
                        .append(wishes.query(offer.format()))
                        .append(">; rel=\"alternate\"; type=\"")
                        .append(offer.mediaType().toString().replace("\"", ""))
                        .append('"');
            }
        }
        return links.toString();
    }
}
