package io.playhead.pcm;

/** How many channels a rendition has, whatever its sounds were recorded with. */
public enum ChannelLayout {
    MONO(1),
    STEREO(2);

    private final int channels;

    ChannelLayout(int channels) {
        this.channels = channels;
    }

    public int channels() {
        return channels;
    }

    /** The sound with this many channels: one is heard on both sides, several as one are mixed, also if more than two. */
    public Samples of(Samples sound) {
        if (sound.channels() == channels) {
            return sound;
        }
        Samples mono = ChannelChoice.MIX.of(sound);
        return this == MONO ? mono : new PickedChannels(mono, 0, 0);
    }
}
