package io.playhead.media;

import io.playhead.http.Accept;
import io.playhead.http.Query;
import io.playhead.problem.ProblemException;
import io.playhead.waveform.WaveformFormat;
import io.playhead.waveform.Window;
import io.playhead.waveform.Zoom;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request for a waveform asks for.
 *
 * @param from in seconds
 * @param to in seconds; empty for the end
 * @param width in pixels, where {@code samplesPerPixel} is empty
 */
record WaveformWish(
        WaveformFormat format,
        WaveformFormat.Bits bits,
        BigDecimal from,
        Optional<BigDecimal> to,
        int width,
        OptionalInt samplesPerPixel) {

    private static final int USUAL_WIDTH = 1000;
    private static final int MOST_WIDTH = 16_384;

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,10}");
    private static final List<String> FORMATS = List.of("json", "dat", "svg");

    /**
     * @param accept the header's lines, joined
     * @throws io.playhead.problem.ProblemException {@code invalid-data}, {@code not-acceptable}
     */
    static WaveformWish of(Query query, @Nullable String accept) {
        WaveformWish wish = new WaveformWish(
                format(query.first("format"), accept),
                bits(query.first("bits")),
                seconds(query, "from").orElse(BigDecimal.ZERO),
                seconds(query, "to"),
                count(query, "width", 1, MOST_WIDTH).orElse(USUAL_WIDTH),
                count(query, "samples_per_pixel", Window.LEAST, Window.MOST));
        if (wish.to().isPresent() && wish.to().get().compareTo(wish.from()) < 0) {
            throw wrong("to", "Must not be before from.", "range", "from");
        }
        return wish;
    }

    /** Refuses what a sound cannot show, as far as that is known before it is decoded. */
    void check(SoundSource source) {
        source.zoom().ifPresentOrElse(this::window, () -> checkCloseness(Zoom.closest(source.hertz())));
    }

    /** Within the sound, at its rate; where closer than that can be is asked for, {@code invalid-data} names the closest. */
    Window window(Zoom zoom) {
        long start = Math.min(zoom.frames(), frames(from, zoom.hertz()));
        long end =
                to.map(at -> Math.min(zoom.frames(), frames(at, zoom.hertz()))).orElse(zoom.frames());
        if (samplesPerPixel.isEmpty()) {
            return zoom.filling(start, end, width);
        }
        checkCloseness(zoom.closest(start, end));
        return new Window(start, end, samplesPerPixel.getAsInt());
    }

    private void checkCloseness(int closest) {
        if (samplesPerPixel.isPresent() && samplesPerPixel.getAsInt() < closest) {
            throw outside("samples_per_pixel", closest, Window.MOST);
        }
    }

    /** All that the octets depend on beside the analysis. */
    String recipe() {
        return String.join(
                ";",
                "waveform/2",
                format.name(),
                bits.name(),
                from.toPlainString(),
                to.map(BigDecimal::toPlainString).orElse(""),
                samplesPerPixel.isPresent() ? "p" + samplesPerPixel.getAsInt() : "w" + width);
    }

    private static long frames(BigDecimal seconds, int hertz) {
        return seconds.multiply(BigDecimal.valueOf(hertz))
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    private static WaveformFormat format(@Nullable String name, @Nullable String accept) {
        if (name == null) {
            return Accept.best(accept, Arrays.asList(WaveformFormat.values()), WaveformFormat::mediaType)
                    .orElseThrow(() -> MediaProblems.notAcceptable(Arrays.stream(WaveformFormat.values())
                                    .map(format -> Map.of(
                                            "format", text(format),
                                            "type", format.mediaType().toString()))
                                    .toList())
                            .exception());
        }
        return Arrays.stream(WaveformFormat.values())
                .filter(format -> text(format).equals(name))
                .findFirst()
                .orElseThrow(() -> MediaProblems.badChoice("format", FORMATS).exception());
    }

    private static String text(WaveformFormat format) {
        return format.name().toLowerCase(Locale.ROOT);
    }

    private static WaveformFormat.Bits bits(@Nullable String bits) {
        return switch (bits) {
            case null -> WaveformFormat.Bits.EIGHT;
            case "8" -> WaveformFormat.Bits.EIGHT;
            case "16" -> WaveformFormat.Bits.SIXTEEN;
            default -> throw MediaProblems.badChoice("bits", List.of("8", "16")).exception();
        };
    }

    private static Optional<BigDecimal> seconds(Query query, String field) {
        String text = query.first(field);
        if (text == null) {
            return Optional.empty();
        }
        if (!SECONDS.matcher(text).matches()) {
            throw wrong(field, "Not a valid number of seconds.", "type", "number");
        }
        return Optional.of(new BigDecimal(text));
    }

    private static OptionalInt count(Query query, String field, int least, int most) {
        String text = query.first(field);
        if (text == null) {
            return OptionalInt.empty();
        }
        long count = COUNT.matcher(text).matches() ? Long.parseLong(text) : 0;
        if (count < least || count > most) {
            throw outside(field, least, most);
        }
        return OptionalInt.of((int) count);
    }

    private static ProblemException outside(String field, int least, int most) {
        return wrong(field, "Must be from " + least + " to " + most + ".", "range", List.of(least, most));
    }

    private static ProblemException wrong(String field, String message, String id, Object constraint) {
        return JsonFields.wrong(field, message, id, constraint);
    }
}
