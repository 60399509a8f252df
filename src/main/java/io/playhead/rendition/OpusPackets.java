package io.playhead.rendition;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusBandwidth;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusMode;
import io.playhead.pcm.Samples;
import java.io.IOException;

/**
 * Sound as Opus packets (RFC 6716) of 20 ms and one size: no variable bit rate, no gaps, one mode and one bandwidth, so
 * that where a packet lies is arithmetic and no two neighbours are of different kinds.
 *
 * @param kilobits per second, of all channels together
 */
record OpusPackets(Samples sound, int kilobits) {

    /** In hertz, of all times, whatever the sound's own rate is. */
    static final int TIME_BASE = 48_000;

    static final int PACKET = 960;
    /** How late the decoder's sound comes: 2.5 ms of CELT's overlap, 4 ms that the encoder waits for SILK's sake. */
    static final int PRE_SKIP = 312;

    static final int PER_SECOND = 50;
    static final int PER_CHUNK = 250;
    /**
     * Packets that a chunk's encoder makes before its first. Its state has then become that of one which ran on from
     * the beginning: but for endless steady tones the octets are those of one encoding of the whole.
     */
    static final int PRE_ROLL = 100;

    /** From 5 on it looks for the pitch, which doubles what a packet costs and gains 0.7 dB of speech. */
    private static final int COMPLEXITY = 4;

    /** In seconds: so many packets can still be counted in 31 bits. */
    private static final long YEAR = 366 * 24 * 3600;

    private static final String ENCODER = "concentus-1.0.2";

    /** @throws IllegalArgumentException where Opus has not the sound's rate or channels, or not at this bit rate */
    OpusPackets {
        OpusBitRates.checked(kilobits, sound.hertz(), sound.channels());
        if (sound.frames() / sound.hertz() > YEAR) {
            throw new IllegalArgumentException("more than a year of sound: " + sound.frames() + " frames");
        }
    }

    /** @param kilobits 0 for what is usual */
    static OpusPackets of(Samples sound, int kilobits) {
        return new OpusPackets(sound, kilobits == 0 ? OpusBitRates.usual(sound.hertz(), sound.channels()) : kilobits);
    }

    /** How long the decoded sound is, exactly: every rate of Opus divides {@link #TIME_BASE}. */
    long duration() {
        return sound.frames() * (TIME_BASE / sound.hertz());
    }

    /** At least 1. */
    long count() {
        return Math.ceilDiv(duration() + PRE_SKIP, PACKET);
    }

    /** Of each packet. */
    int octets() {
        return kilobits * 1000 / 8 / PER_SECOND;
    }

    /** In {@code etagc} characters. */
    String recipe(String format) {
        return "%s;%d;%d;%d;%d;%d;%d;%s"
                .formatted(format, sound.hertz(), sound.channels(), kilobits, PER_CHUNK, PRE_ROLL, COMPLEXITY, ENCODER);
    }

    /**
     * Packets back to back, by an encoder of their own.
     *
     * @param first of a chunk: the octets depend on where the encoder begins
     * @throws IOException from the source of the sound alone
     */
    byte[] encode(long first, int count) throws IOException {
        int preRoll = (int) Math.min(PRE_ROLL, first);
        int frames = sound.hertz() / PER_SECOND;
        short[] pcm = new short[(preRoll + count) * frames * sound.channels()];
        sound.readPadded((first - preRoll) * frames, (preRoll + count) * frames, pcm);
        byte[] packets = new byte[count * octets()];
        OpusEncoder encoder = encoder();
        for (int packet = 0; packet < preRoll + count; packet++) {
            // What comes of the pre-roll is written over.
            int at = Math.max(0, packet - preRoll) * octets();
            encode(encoder, pcm, packet * frames * sound.channels(), frames, packets, at);
        }
        return packets;
    }

    private void encode(OpusEncoder encoder, short[] pcm, int from, int frames, byte[] packets, int at) {
        try {
            int length = encoder.encode(pcm, from, frames, packets, at, octets());
            if (length != octets()) {
                throw new IllegalStateException("a packet of " + length + " octets, not " + octets());
            }
        } catch (OpusException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private OpusEncoder encoder() {
        try {
            OpusEncoder encoder =
                    new OpusEncoder(sound.hertz(), sound.channels(), OpusApplication.OPUS_APPLICATION_AUDIO);
            encoder.setBitrate(kilobits * 1000);
            encoder.setUseVBR(false);
            encoder.setUseDTX(false);
            encoder.setUseInbandFEC(false);
            encoder.setEnableAnalysis(false);
            encoder.setForceMode(OpusMode.MODE_CELT_ONLY);
            encoder.setForceChannels(sound.channels());
            encoder.setBandwidth(bandwidth());
            encoder.setComplexity(COMPLEXITY);
            return encoder;
        } catch (OpusException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The widest that the sound's rate has; of 12 kHz CELT knows only that of 16. */
    private OpusBandwidth bandwidth() {
        return switch (sound.hertz()) {
            case 8000 -> OpusBandwidth.OPUS_BANDWIDTH_NARROWBAND;
            case 12_000, 16_000 -> OpusBandwidth.OPUS_BANDWIDTH_WIDEBAND;
            case 24_000 -> OpusBandwidth.OPUS_BANDWIDTH_SUPERWIDEBAND;
            default -> OpusBandwidth.OPUS_BANDWIDTH_FULLBAND;
        };
    }
}
