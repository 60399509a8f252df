package io.playhead.audio;

import java.util.HexFormat;

/** WAVE files made by hand. */
final class Riff {

    private Riff() {}

    static Bytes wave(Bytes... chunks) {
        Bytes body = Bytes.of("WAVE");
        for (Bytes chunk : chunks) {
            body = body.and(chunk);
        }
        return Bytes.of("RIFF").u32le(body.length()).and(body);
    }

    /** With its pad octet where it needs one. */
    static Bytes chunk(String name, Bytes body) {
        return chunk(name, body.length(), body).zeros(body.length() % 2);
    }

    /** @param size claimed */
    static Bytes chunk(String name, int size, Bytes body) {
        return Bytes.of(name).u32le(size).and(body);
    }

    static Bytes fmt(int tag, int channels, int hertz, int blockAlign, int bits) {
        return chunk("fmt ", plain(tag, channels, hertz, blockAlign, bits));
    }

    static Bytes adpcm(int tag, int channels, int blockAlign, int samplesPerBlock) {
        return chunk("fmt ", plain(tag, channels, 8000, blockAlign, 4).u16le(2, samplesPerBlock));
    }

    /** @param tail of the GUID, behind the tag, in hex */
    static Bytes extensible(int subformat, String tail) {
        return chunk(
                "fmt ",
                plain(0xfffe, 1, 8000, 2, 16)
                        .u16le(22, 16)
                        .u32le(4)
                        .u16le(subformat)
                        .and(HexFormat.of().parseHex(tail)));
    }

    static Bytes pcm16() {
        return fmt(1, 1, 8000, 2, 16);
    }

    static Bytes gsm() {
        return chunk("fmt ", plain(0x31, 1, 8000, 65, 0).u16le(2, 320));
    }

    static Bytes fact(int frames) {
        return chunk("fact", Bytes.none().u32le(frames));
    }

    static Bytes data(int octets) {
        return chunk("data", Bytes.none().zeros(octets));
    }

    /** @param size claimed; {@code octets} are there */
    static Bytes data(int size, int octets) {
        return chunk("data", size, Bytes.none().zeros(octets));
    }

    private static Bytes plain(int tag, int channels, int hertz, int blockAlign, int bits) {
        return Bytes.none()
                .u16le(tag, channels)
                .u32le(hertz, hertz * blockAlign)
                .u16le(blockAlign, bits);
    }
}
