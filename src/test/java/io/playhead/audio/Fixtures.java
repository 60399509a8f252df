package io.playhead.audio;

import java.util.HexFormat;

/** Small files of all kinds but WAVE, made by hand. */
final class Fixtures {

    private Fixtures() {}

    static Bytes opus() {
        Bytes head = Bytes.of("OpusHead").u8(1, 1).u16le(312).u32le(8000).zeros(3);
        return page(2, 0, 0, head).and(page(0, 0, 1, Bytes.of("OpusTags").zeros(8)));
    }

    static Bytes page(int flags, long granule, int number, int octets) {
        return page(flags, granule, number, Bytes.none().zeros(octets));
    }

    static Bytes page(int flags, long granule, int number, Bytes packet) {
        return Bytes.of("OggS")
                .u8(0, flags)
                .u64le(granule)
                .u32le(7, number, 0)
                .u8(1, packet.length())
                .and(packet);
    }

    /** Frames of 216 octets: MPEG 2.5, Layer III, 24 kbit/s, 8 kHz, mono. */
    static Bytes mp3(int frames) {
        Bytes file = Bytes.none();
        for (int frame = 0; frame < frames; frame++) {
            file = file.and(HexFormat.of().parseHex("ffe338c0")).zeros(212);
        }
        return file;
    }

    static Bytes mp4(Bytes tracks) {
        return box("ftyp", Bytes.of("isom")).and(box("moov", tracks));
    }

    static Bytes track(String handler, String entry) {
        Bytes sample = Bytes.none()
                .u32be(0, 1)
                .u32be(36)
                .and(entry)
                .zeros(16)
                .u16be(2, 16, 0, 0)
                .u32be(48_000 << 16);
        Bytes table = box("minf", box("stbl", box("stsd", sample)));
        return box(
                "trak",
                box("mdia", box("hdlr", Bytes.none().zeros(8).and(handler)).and(table)));
    }

    static Bytes box(String name, Bytes body) {
        return Bytes.none().u32be(8 + body.length()).and(name).and(body);
    }

    /** Before frames of the same kind: side information of 9 octets, then what LAME says. */
    static Bytes infoFrame(int frames, int delay, int padding) {
        Bytes tag = Bytes.of("Info")
                .u32be(15, frames, (1 + frames) * 216)
                .zeros(104)
                .and("LAME3.100")
                .zeros(12);
        Bytes silence = Bytes.none().u8(delay >> 4, (delay & 15) << 4 | padding >> 8, padding);
        Bytes info = Bytes.of("").u32be(0xffe338c0).zeros(9).and(tag).and(silence);
        return info.zeros(216 - info.length());
    }

    /** A header without frames: 16 bits a sample. */
    static Bytes flac(long hertz, long channels, long frames) {
        long packed = hertz << 44 | (channels - 1) << 41 | 15L << 36 | frames;
        return Bytes.of("fLaC").u32be(0x8000_0022).zeros(10).u64be(packed).zeros(16);
    }

    /** A header alone. */
    static Bytes au(int octets, int encoding, int hertz, int channels) {
        return Bytes.of(".snd").u32be(28, octets, encoding, hertz, channels, 0);
    }
}
