package io.playhead.pcm;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which of a recording's channels are heard. Channels count from 0, as audiowaveform and ffmpeg count them. A mono
 * recording is what it is, whatever side of it, mixture or exchange is chosen.
 */
public final class ChannelChoice {

    /** As recorded; more than two channels, which encoders and browsers' players may lack, are mixed to one. */
    public static final ChannelChoice ALL = new ChannelChoice("all", -1);

    public static final ChannelChoice LEFT = new ChannelChoice("left", -1);
    public static final ChannelChoice RIGHT = new ChannelChoice("right", -1);

    /** All channels as one: their mean, halves rounded up. */
    public static final ChannelChoice MIX = new ChannelChoice("mix", -1);

    /** The right channel on the left and the left one on the right. */
    public static final ChannelChoice SWAP = new ChannelChoice("swap", -1);

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,2}");

    private final String text;
    private final int number;

    private ChannelChoice(String text, int number) {
        this.text = text;
        this.number = number;
    }

    /** @param text {@code left}, {@code right}, {@code mix}, {@code swap} or a channel's number; else empty */
    public static Optional<ChannelChoice> parse(String text) {
        return switch (text) {
            case "left" -> Optional.of(LEFT);
            case "right" -> Optional.of(RIGHT);
            case "mix" -> Optional.of(MIX);
            case "swap" -> Optional.of(SWAP);
            default ->
                Optional.of(text)
                        .filter(NUMBER.asMatchPredicate())
                        .map(number -> new ChannelChoice(number, Integer.parseInt(number)));
        };
    }

    /** Whether a recording has what is chosen: the numbered channel, and just two to exchange. */
    public boolean fits(int channels) {
        return number < channels && (!equals(SWAP) || channels <= 2);
    }

    /** How many channels are heard, of a recording with so many. */
    public int channels(int recorded) {
        return recorded == 2 && (equals(ALL) || equals(SWAP)) ? 2 : 1;
    }

    /** @throws IllegalArgumentException where the choice does not {@link #fits fit} */
    public Samples of(Samples sound) {
        int channels = sound.channels();
        if (!fits(channels)) {
            throw new IllegalArgumentException(this + " of " + channels + " channels");
        }
        if (channels == 1 || equals(ALL) && channels == 2) {
            return sound;
        }
        if (equals(MIX) || equals(ALL)) {
            return new MixedChannels(sound);
        }
        return equals(SWAP) ? new PickedChannels(sound, 1, 0) : new PickedChannels(sound, picked());
    }

    private int picked() {
        if (equals(RIGHT)) {
            return 1;
        }
        return equals(LEFT) ? 0 : number;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelChoice choice && choice.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it is parsed, the same for the same choice: fit for recipes and validators. */
    @Override
    public String toString() {
        return text;
    }
}
