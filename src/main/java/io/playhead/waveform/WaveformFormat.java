package io.playhead.waveform;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.springframework.http.MediaType;

/** How peaks are written. */
public enum WaveformFormat {

    /** Version 2 of audiowaveform's JSON (bbc/audiowaveform, doc/DataFormat.md). */
    JSON(MediaType.APPLICATION_JSON) {
        @Override
        public byte[] of(Peaks peaks, Bits bits) {
            StringBuilder json = new StringBuilder(160 + peaks.length() * peaks.channels() * 12)
                    .append("{\"version\":2,\"channels\":")
                    .append(peaks.channels())
                    .append(",\"sample_rate\":")
                    .append(peaks.hertz())
                    .append(",\"samples_per_pixel\":")
                    .append(peaks.samplesPerPixel())
                    .append(",\"bits\":")
                    .append(bits.count())
                    .append(",\"length\":")
                    .append(peaks.length())
                    .append(",\"data\":[");
            for (int pixel = 0; pixel < peaks.length(); pixel++) {
                for (int channel = 0; channel < peaks.channels(); channel++) {
                    json.append(pixel + channel == 0 ? "" : ",")
                            .append(bits.of(peaks.lowest(channel, pixel)))
                            .append(',')
                            .append(bits.of(peaks.highest(channel, pixel)));
                }
            }
            return json.append("]}").toString().getBytes(US_ASCII);
        }
    },

    /** Version 2 of audiowaveform's binary format, {@code .dat}: little-endian (same source). */
    DAT(MediaType.APPLICATION_OCTET_STREAM) {
        @Override
        public byte[] of(Peaks peaks, Bits bits) {
            int pairs = peaks.length() * peaks.channels();
            ByteBuffer dat = ByteBuffer.allocate(24 + pairs * 2 * bits.count() / 8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(2)
                    .putInt(bits == Bits.EIGHT ? 1 : 0)
                    .putInt(peaks.hertz())
                    .putInt(peaks.samplesPerPixel())
                    .putInt(peaks.length())
                    .putInt(peaks.channels());
            for (int pixel = 0; pixel < peaks.length(); pixel++) {
                for (int channel = 0; channel < peaks.channels(); channel++) {
                    bits.put(dat, peaks.lowest(channel, pixel));
                    bits.put(dat, peaks.highest(channel, pixel));
                }
            }
            return dat.array();
        }
    },

    /**
     * A picture, one unit wide a pixel and 256 high a channel, the first one on top, in the colour of the text around;
     * stretched to whatever size it is shown at. Silence is a line. Bits make no difference.
     */
    SVG(MediaType.valueOf("image/svg+xml")) {
        @Override
        public byte[] of(Peaks peaks, Bits bits) {
            StringBuilder svg = new StringBuilder(200 + peaks.length() * peaks.channels() * 20)
                    .append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                    .append(peaks.length())
                    .append(' ')
                    .append(HEIGHT * peaks.channels())
                    .append("\" preserveAspectRatio=\"none\" fill=\"currentColor\">");
            for (int channel = 0; channel < peaks.channels() && peaks.length() > 0; channel++) {
                path(peaks, channel, svg);
            }
            return svg.append("</svg>").toString().getBytes(US_ASCII);
        }
    };

    private static final int HEIGHT = 256;

    private final MediaType mediaType;

    WaveformFormat(MediaType mediaType) {
        this.mediaType = mediaType;
    }

    public MediaType mediaType() {
        return mediaType;
    }

    public abstract byte[] of(Peaks peaks, Bits bits);

    /** Along the highest samples and back along the lowest. */
    private static void path(Peaks peaks, int channel, StringBuilder svg) {
        int middle = HEIGHT * channel + HEIGHT / 2;
        svg.append("<path d=\"M0 ").append(middle);
        for (int pixel = 0; pixel < peaks.length(); pixel++) {
            int top = middle - 1 - (peaks.highest(channel, pixel) >> 8);
            svg.append('V').append(top).append('H').append(pixel + 1);
        }
        for (int pixel = peaks.length() - 1; pixel >= 0; pixel--) {
            int bottom = middle - (peaks.lowest(channel, pixel) >> 8);
            svg.append('V').append(bottom).append('H').append(pixel);
        }
        svg.append("Z\"/>");
    }

    /** How exactly a sample is written. */
    public enum Bits {
        EIGHT(8) {
            /** As audiowaveform does, towards zero. */
            @Override
            int of(short sample) {
                return sample / 256;
            }

            @Override
            void put(ByteBuffer dat, short sample) {
                dat.put((byte) of(sample));
            }
        },
        SIXTEEN(16) {
            @Override
            int of(short sample) {
                return sample;
            }

            @Override
            void put(ByteBuffer dat, short sample) {
                dat.putShort(sample);
            }
        };

        private final int count;

        Bits(int count) {
            this.count = count;
        }

        public int count() {
            return count;
        }

        abstract int of(short sample);

        abstract void put(ByteBuffer dat, short sample);
    }
}
