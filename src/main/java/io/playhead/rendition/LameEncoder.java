package io.playhead.rendition;

import de.sciss.jump3r.mp3.BitStream;
import de.sciss.jump3r.mp3.GainAnalysis;
import de.sciss.jump3r.mp3.ID3Tag;
import de.sciss.jump3r.mp3.Lame;
import de.sciss.jump3r.mp3.LameGlobalFlags;
import de.sciss.jump3r.mp3.MPEGMode;
import de.sciss.jump3r.mp3.Presets;
import de.sciss.jump3r.mp3.Quantize;
import de.sciss.jump3r.mp3.QuantizePVT;
import de.sciss.jump3r.mp3.Reservoir;
import de.sciss.jump3r.mp3.Takehiro;
import de.sciss.jump3r.mp3.VBRTag;
import de.sciss.jump3r.mp3.Version;
import de.sciss.jump3r.mpg.MPGLib;

/**
 * LAME, without the bit reservoir: each frame has all that is its own, so that frames of two encoders can follow each
 * other. For one thread.
 */
final class LameEncoder {

    /** Samples that LAME wants beyond those of a frame before it makes it: its psychoacoustics look that far ahead. */
    static final int LOOKAHEAD = 224;

    /** Of LAME's 0 to 9: noise is shaped as masking asks. By all measures no worse than 3, and faster by a third. */
    static final int QUALITY = 5;

    private final Lame lame = new Lame();
    private final LameGlobalFlags flags;
    private final int channels;
    private final int[] left;
    private final int[] right;

    LameEncoder(Mp3Layout layout) {
        channels = layout.channels();
        left = new int[layout.samples()];
        right = new int[layout.samples()];
        connect();
        flags = lame.lame_init();
        flags.num_channels = channels;
        flags.in_samplerate = layout.hertz();
        flags.out_samplerate = layout.hertz();
        flags.mode = channels == 1 ? MPEGMode.MONO : MPEGMode.JOINT_STEREO;
        flags.brate = layout.kilobits();
        flags.quality = QUALITY;
        flags.disable_reservoir = true;
        flags.bWriteVbrTag = false;
        flags.write_id3tag_automatic = false;
        int result = lame.lame_init_params(flags);
        if (result != 0) {
            throw new IllegalStateException("LAME does not know " + layout + ": " + result);
        }
    }

    private void connect() {
        GainAnalysis gain = new GainAnalysis();
        BitStream bits = new BitStream();
        Presets presets = new Presets();
        QuantizePVT tables = new QuantizePVT();
        Quantize quantize = new Quantize();
        VBRTag tag = new VBRTag();
        Version version = new Version();
        ID3Tag id3 = new ID3Tag();
        Reservoir reservoir = new Reservoir();
        Takehiro huffman = new Takehiro();
        MPGLib decoder = new MPGLib();
        lame.setModules(gain, bits, presets, tables, quantize, tag, version, id3, decoder);
        bits.setModules(gain, decoder, version, tag);
        id3.setModules(bits, version);
        presets.setModules(lame);
        quantize.setModules(bits, reservoir, tables, huffman);
        tables.setModules(huffman, reservoir, lame.enc.psy);
        reservoir.setModules(bits);
        huffman.setModules(tables);
        tag.setModules(lame, bits, version);
    }

    /**
     * Takes samples, and makes a frame when it has enough: after {@link #LOOKAHEAD}, one of each frame's samples.
     *
     * @param from the first frame of {@code samples} to take
     * @param count no more than an MP3 frame has
     * @param into with room for an MP3 frame from {@code at} on
     * @return octets that were put there
     */
    int encode(short[] samples, int from, int count, byte[] into, int at) {
        for (int frame = 0; frame < count; frame++) {
            left[frame] = samples[(from + frame) * channels] << 16;
        }
        if (channels == 2) {
            for (int frame = 0; frame < count; frame++) {
                right[frame] = samples[(from + frame) * 2 + 1] << 16;
            }
        }
        return lame.lame_encode_buffer_int(flags, left, right, count, into, at, 0);
    }
}
