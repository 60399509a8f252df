package io.playhead.media;

import io.playhead.pcm.Resampled;
import io.playhead.rendition.Mp3Recipe;
import io.playhead.rendition.OpusMp4Recipe;
import io.playhead.rendition.OpusOggRecipe;
import io.playhead.rendition.Recipe;
import io.playhead.rendition.WaveRecipe;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** The names by which representations of a recording are asked for, in the order of our liking. */
enum Format {
    ORIGINAL("*/*", "wav"),
    WAV("audio/wav", "wav"),
    MP3("audio/mpeg", "mp3"),
    OPUS("audio/mp4;codecs=opus", "m4a"),
    OGG("audio/ogg;codecs=opus", "ogg");

    /** In kbit/s: all that any format has at any rate. */
    static final List<String> BIT_RATES = List.of(
            "8", "16", "24", "32", "40", "48", "56", "64", "80", "96", "112", "128", "160", "192", "256", "320");

    private static final List<Integer> OPUS_RATES = List.of(8_000, 12_000, 16_000, 24_000, 48_000);

    private final String text = name().toLowerCase(Locale.ROOT);
    private final MediaType mediaType;
    private final String extension;

    Format(String mediaType, String extension) {
        this.mediaType = MediaType.parseMediaType(mediaType);
        this.extension = extension;
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Format::text).toList();
    }

    /** Without what is stored. */
    static List<String> renditionNames() {
        return names().stream().filter(name -> !name.equals(ORIGINAL.text)).toList();
    }

    static Optional<Format> of(String text) {
        return Arrays.stream(values())
                .filter(format -> format.text().equals(text))
                .findFirst();
    }

    /** By which tickets know it: 1 to 255, the same for ever, so new ones come last. */
    int number() {
        return ordinal() + 1;
    }

    /** Empty of a number that no representation has: it may have been a newer version's. */
    static Optional<Format> numbered(int number) {
        return number >= 1 && number <= values().length ? Optional.of(values()[number - 1]) : Optional.empty();
    }

    /** As it stands in a URL. */
    String text() {
        return text;
    }

    /** Of a rendition. */
    MediaType mediaType() {
        return mediaType;
    }

    /** @param filename ends with {@code .wav}, as call-logd names every recording */
    String filename(String filename) {
        return extension.equals("wav") ? filename : filename.substring(0, filename.length() - 3) + extension;
    }

    /** The rates that the format has; a WAVE has any. */
    List<Integer> rates() {
        return this == OPUS || this == OGG ? OPUS_RATES : Resampled.RATES;
    }

    /** At which sound of a rate is rendered if nothing else is wished: loses nothing that the format can have. */
    int rate(int hertz) {
        return this == WAV
                ? hertz
                : rates().stream().filter(rate -> rate >= hertz).findFirst().orElse(48_000);
    }

    /**
     * Whether it has the rate and the bit rate that are wished, as far as can be told.
     *
     * @param hertz of the source; null if nobody knows, as its channels
     */
    boolean has(Wishes wishes, @Nullable Integer hertz, @Nullable Integer channels) {
        if (wishes.rate().isPresent() && !rates().contains(wishes.rate().getAsInt())) {
            return false;
        }
        if (wishes.bitRate().isEmpty() || hertz == null || channels == null) {
            return wishes.bitRate().isEmpty() || hasBitRate();
        }
        return bitRates(wishes.rate().orElse(rate(hertz)), wishes.channel().channels(channels))
                .contains(wishes.bitRate().getAsInt());
    }

    /** Whether one can be chosen at all. */
    boolean hasBitRate() {
        return this != ORIGINAL && this != WAV;
    }

    /** In kbit/s; empty for what has none. */
    List<Integer> bitRates(int hertz, int channels) {
        return switch (this) {
            case ORIGINAL, WAV -> List.of();
            case MP3 -> Mp3Recipe.bitRates(hertz, channels);
            case OPUS -> OpusMp4Recipe.bitRates(hertz, channels);
            case OGG -> OpusOggRecipe.bitRates(hertz, channels);
        };
    }

    /** @param kilobits one of {@link #bitRates}; empty for the usual one */
    Recipe recipe(OptionalInt kilobits) {
        return switch (this) {
            case ORIGINAL -> throw new IllegalStateException("what is stored is not rendered");
            case WAV -> WaveRecipe.PCM_16;
            case MP3 -> kilobits.isEmpty() ? new Mp3Recipe() : new Mp3Recipe(kilobits.getAsInt());
            case OPUS -> kilobits.isEmpty() ? new OpusMp4Recipe() : new OpusMp4Recipe(kilobits.getAsInt());
            case OGG -> kilobits.isEmpty() ? new OpusOggRecipe() : new OpusOggRecipe(kilobits.getAsInt());
        };
    }
}
