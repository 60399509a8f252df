package io.playhead.pcm;

import io.playhead.audio.Codec;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Numbers as they are. What is wider than 16 bits is rounded to the nearest, upwards between two, without dither, and
 * saturates: as {@code sox -D} does it. Floating-point is rounded to 32 bits first; what is not a number is silence.
 */
final class LinearPcm {

    private LinearPcm() {}

    /**
     * @param sampleOctets of one channel
     * @throws IllegalArgumentException for a codec that is not one of plain numbers
     */
    static BlockDecoder decoder(Codec codec, int sampleOctets, ByteOrder order, int channels) {
        Conversion conversion = conversion(codec, sampleOctets, order);
        return (octets, offset, blocks, into, at) -> conversion.convert(octets, offset, blocks * channels, into, at);
    }

    private static Conversion conversion(Codec codec, int sampleOctets, ByteOrder order) {
        return switch (codec) {
            case PCM_U8 -> LinearPcm::eight;
            case PCM_S16 -> sixteen(order);
            case PCM_S24 -> order == ByteOrder.BIG_ENDIAN ? twentyFour(0, 2) : twentyFour(2, 0);
            case PCM_S32 -> thirtyTwo(order);
            case FLOAT -> sampleOctets == Double.BYTES ? doubles(order) : floats(order);
            default -> throw new IllegalArgumentException("not plain numbers: " + codec);
        };
    }

    private static void eight(byte[] octets, int offset, int samples, short[] into, int at) {
        for (int sample = 0; sample < samples; sample++) {
            into[at + sample] = (short) ((octets[offset + sample] ^ 0x80) << 8);
        }
    }

    private static Conversion sixteen(ByteOrder order) {
        return (octets, offset, samples, into, at) -> ByteBuffer.wrap(octets, offset, samples * Short.BYTES)
                .order(order)
                .asShortBuffer()
                .get(into, at, samples);
    }

    /** @param highest which of the three octets is the most significant, {@code lowest} the least */
    private static Conversion twentyFour(int highest, int lowest) {
        return (octets, offset, samples, into, at) -> {
            for (int sample = 0; sample < samples; sample++) {
                int first = offset + 3 * sample;
                int wide = octets[first + highest] << 24
                        | (octets[first + 1] & 0xff) << 16
                        | (octets[first + lowest] & 0xff) << 8;
                into[at + sample] = rounded(wide);
            }
        };
    }

    private static Conversion thirtyTwo(ByteOrder order) {
        VarHandle view = MethodHandles.byteArrayViewVarHandle(int[].class, order);
        return (octets, offset, samples, into, at) -> {
            for (int sample = 0; sample < samples; sample++) {
                into[at + sample] = rounded((int) view.get(octets, offset + Integer.BYTES * sample));
            }
        };
    }

    private static Conversion floats(ByteOrder order) {
        VarHandle view = MethodHandles.byteArrayViewVarHandle(float[].class, order);
        return (octets, offset, samples, into, at) -> {
            for (int sample = 0; sample < samples; sample++) {
                into[at + sample] = rounded((float) view.get(octets, offset + Float.BYTES * sample));
            }
        };
    }

    private static Conversion doubles(ByteOrder order) {
        VarHandle view = MethodHandles.byteArrayViewVarHandle(double[].class, order);
        return (octets, offset, samples, into, at) -> {
            for (int sample = 0; sample < samples; sample++) {
                into[at + sample] = rounded((double) view.get(octets, offset + Double.BYTES * sample));
            }
        };
    }

    /** @param fraction full scale is -1 to 1; a cast saturates, and makes 0 of what is not a number */
    private static short rounded(double fraction) {
        return rounded((int) (fraction * 0x1p31 + Math.copySign(0.5, fraction)));
    }

    private static short rounded(int wide) {
        return (short) Math.min(((long) wide + 0x8000) >> 16, Short.MAX_VALUE);
    }

    private interface Conversion {
        void convert(byte[] octets, int offset, int samples, short[] into, int at);
    }
}
