package io.playhead.rendition;

import io.playhead.pcm.Samples;

/**
 * 16-bit PCM in RIFF WAVE (format tag 1, header of 44 octets); from 4 GiB on in RF64 (EBU Tech 3306), whose sizes have
 * 64 bits, because RIFF's end there. The octets are the samples, so that chunks leave no seams whatever their size.
 */
public final class WaveRecipe implements Recipe {

    public static final WaveRecipe PCM_16 = new WaveRecipe();

    private WaveRecipe() {}

    @Override
    public Rendering of(Samples sound) {
        return new WaveRendering(sound);
    }
}
