package io.playhead.pcm;

import io.playhead.audio.AudioFormat;
import io.playhead.audio.Blocks;
import io.playhead.audio.Codec;
import io.playhead.audio.Container;
import io.playhead.audio.OctetSource;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A recording's stored octets as samples, by decoders of our own: those codecs whose audio lies in blocks of a fixed
 * size. They read the blocks that are wanted and little else. A source that turns out shorter than the format says, as
 * after a change of the file, is an {@link java.io.EOFException} and never silence: what was promised is not there.
 */
public final class StoredSamples {

    private StoredSamples() {}

    /** Empty where the codec is none of ours, or the format does not say where its blocks are. */
    public static Optional<Samples> of(AudioFormat format, OctetSource octets) {
        if (format.blocks().isEmpty() || format.frames().isEmpty() || !decodes(format.codec())) {
            return Optional.empty();
        }
        Blocks blocks = format.blocks().get();
        return Optional.of(
                switch (format.codec()) {
                    case GSM -> new SerialSamples(format, blocks, octets, gsm(blocks));
                    case G722 -> new SerialSamples(format, blocks, octets, new G722());
                    default -> new BlockSamples(format, blocks, octets, decoder(format, blocks));
                });
    }

    public static boolean decodes(Codec codec) {
        return switch (codec) {
            case PCM_U8, PCM_S16, PCM_S24, PCM_S32, FLOAT, ULAW, ALAW, GSM, IMA_ADPCM, MS_ADPCM, G722 -> true;
            default -> false;
        };
    }

    /**
     * How octets are made samples, for validators: what the decoder is, and how the octets were understood, which may
     * be otherwise for the same ones, as after a change of the name that says what they are.
     *
     * @throws IllegalArgumentException for a codec that is none of {@linkplain #decodes ours}
     */
    public static String rule(AudioFormat format) {
        String understood = format.blocks()
                .map(blocks -> blocks.start() + ";" + blocks.octets() + ";" + blocks.blockOctets() + ";"
                        + blocks.blockFrames())
                .orElse("");
        return String.join(
                ";",
                rule(format.codec()),
                format.container().name(),
                format.codec().name(),
                String.valueOf(format.hertz()),
                String.valueOf(format.channels()),
                String.valueOf(format.frames().orElse(-1)),
                understood);
    }

    /** What the decoder is: "gsm/1". Another number where the same octets become other samples. */
    static String rule(Codec codec) {
        return switch (codec) {
            case PCM_U8, PCM_S16, PCM_S24, PCM_S32, FLOAT -> "pcm/1";
            case ULAW, ALAW -> "g711/1";
            case GSM -> "gsm/1";
            case IMA_ADPCM -> "ima-adpcm/1";
            case MS_ADPCM -> "ms-adpcm/1";
            case G722 -> "g722/1";
            default -> throw new IllegalArgumentException("not decoded here: " + codec);
        };
    }

    private static BlockDecoder decoder(AudioFormat format, Blocks blocks) {
        int channels = format.channels();
        return switch (format.codec()) {
            case ULAW -> G711.ulaw(channels);
            case ALAW -> G711.alaw(channels);
            case IMA_ADPCM -> new ImaAdpcm(channels, blocks.blockOctets(), blocks.blockFrames());
            case MS_ADPCM -> new MsAdpcm(channels, blocks.blockOctets(), blocks.blockFrames());
            default -> LinearPcm.decoder(format.codec(), blocks.blockOctets() / channels, order(format), channels);
        };
    }

    private static ByteOrder order(AudioFormat format) {
        return format.container() == Container.AU ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private static GsmPacking gsm(Blocks blocks) {
        return blocks.blockFrames() == GsmFrame.SAMPLES ? GsmPacking.ALONE : GsmPacking.PAIRED;
    }
}
