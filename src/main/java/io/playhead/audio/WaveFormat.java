package io.playhead.audio;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * A WAVE file's {@code fmt } chunk.
 *
 * @param tag of WAVE_FORMAT_EXTENSIBLE, the one inside its subformat where that has one
 * @param extensible whether the tag came from there
 * @param sampleOctets of one channel; counts for PCM and floating-point alone
 * @param samplesPerBlock as the ADPCM extension says; 0 where there is none
 */
record WaveFormat(
        int tag,
        boolean extensible,
        int channels,
        int hertz,
        int blockAlign,
        int bits,
        int sampleOctets,
        int samplesPerBlock) {

    static final int OCTETS = 40;
    private static final int LEAST_OCTETS = 16;
    private static final int EXTENSIBLE = 0xfffe;
    /** What follows the tag in the GUID of a subformat made from a tag (Microsoft's KSMEDIA.H). */
    private static final byte[] SUBFORMAT_TAIL = HexFormat.of().parseHex("000000001000800000aa00389b71");

    private static final int GSM_BLOCK_OCTETS = 65;
    private static final int GSM_BLOCK_FRAMES = 320;

    /** Null where the chunk is too short or what it says cannot be. */
    static @Nullable WaveFormat read(ByteBuffer chunk) {
        if (chunk.remaining() < LEAST_OCTETS) {
            return null;
        }
        int channels = unsigned(chunk, 2);
        long hertz = Integer.toUnsignedLong(chunk.getInt(4));
        if (!AudioFormat.plausible(hertz, channels)) {
            return null;
        }
        int blockAlign = unsigned(chunk, 12);
        int bits = unsigned(chunk, 14);
        int tag = unsigned(chunk, 0);
        int samplesPerBlock = chunk.remaining() >= 20 ? unsigned(chunk, 18) : 0;
        boolean extensible = tag == EXTENSIBLE && hasTag(chunk);
        return new WaveFormat(
                extensible ? unsigned(chunk, 24) : tag,
                extensible,
                channels,
                (int) hertz,
                blockAlign,
                bits,
                sampleOctets(channels, blockAlign, bits),
                samplesPerBlock);
    }

    Codec codec() {
        boolean threeBits = tag == 0x0011 && bits == 3;
        return threeBits ? Codec.UNKNOWN : Codec.ofWave(tag, sampleOctets);
    }

    /** RFC 2361's {@code codec} names what is not PCM. */
    MediaType mediaType() {
        return tag == 1
                ? new MediaType("audio", "wav")
                : new MediaType("audio", "wav", Map.of("codec", Integer.toHexString(tag)));
    }

    /** How {@code octets} of audio at {@code start} are cut; empty where the codec has no blocks or they cannot be. */
    Optional<Blocks> blocks(long start, long octets) {
        return switch (codec()) {
            case PCM_U8, PCM_S16, PCM_S24, PCM_S32, FLOAT ->
                Optional.of(new Blocks(start, octets, channels * sampleOctets, 1));
            case ULAW, ALAW -> Optional.of(new Blocks(start, octets, channels, 1));
            case GSM -> mono(new Blocks(start, octets, GSM_BLOCK_OCTETS, GSM_BLOCK_FRAMES));
            case G722 -> mono(new Blocks(start, octets, 1, 2));
            // a channel's block: 4 octets of state with the first sample, then words of 8 samples
            case IMA_ADPCM -> adpcm(start, octets, 1 + (blockAlign - 4 * channels) / (4 * channels) * 8);
            // a channel's block: 7 octets of state with the first two samples, then 2 samples an octet
            case MS_ADPCM -> adpcm(start, octets, 2 + (blockAlign - 7 * channels) * 2 / channels);
            default -> Optional.empty();
        };
    }

    private Optional<Blocks> mono(Blocks blocks) {
        return channels == 1 ? Optional.of(blocks) : Optional.empty();
    }

    /** @param room frames for which a block has room; the header may say fewer */
    private Optional<Blocks> adpcm(long start, long octets, int room) {
        if (room < 1 || blockAlign < channels * (codec() == Codec.IMA_ADPCM ? 4 : 7)) {
            return Optional.empty();
        }
        boolean fewer = samplesPerBlock > 0 && samplesPerBlock < room;
        return Optional.of(new Blocks(start, octets, blockAlign, fewer ? samplesPerBlock : room));
    }

    /** Samples of 12 bits lie in 2 octets; where the block has room for more than the bits, the block is believed. */
    private static int sampleOctets(int channels, int blockAlign, int bits) {
        int needed = (bits + 7) / 8;
        boolean wider = blockAlign % channels == 0 && blockAlign / channels > needed && blockAlign / channels <= 4;
        return needed > 0 && wider ? blockAlign / channels : needed;
    }

    private static boolean hasTag(ByteBuffer chunk) {
        if (chunk.remaining() < OCTETS) {
            return false;
        }
        byte[] tail = new byte[SUBFORMAT_TAIL.length];
        chunk.get(chunk.position() + 26, tail);
        return Arrays.equals(tail, SUBFORMAT_TAIL);
    }

    private static int unsigned(ByteBuffer chunk, int offset) {
        return Short.toUnsignedInt(chunk.getShort(offset));
    }
}
