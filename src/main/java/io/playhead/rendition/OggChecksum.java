package io.playhead.rendition;

/** The checksum of an Ogg page (RFC 3533 §6): CRC-32 of 0x04c11db7, neither reflected nor inverted, begun at 0. */
final class OggChecksum {

    private static final int POLYNOMIAL = 0x04c1_1db7;
    /** What an octet in the highest place turns into once it has been shifted out. */
    private static final int[] TABLE = new int[256];

    static {
        for (int octet = 0; octet < TABLE.length; octet++) {
            int rest = octet << 24;
            for (int bit = 0; bit < 8; bit++) {
                rest = rest << 1 ^ (rest < 0 ? POLYNOMIAL : 0);
            }
            TABLE[octet] = rest;
        }
    }

    private OggChecksum() {}

    /** @param octets with zeros where the checksum will stand */
    static int of(byte[] octets, int from, int to) {
        int checksum = 0;
        for (int at = from; at < to; at++) {
            checksum = checksum << 8 ^ TABLE[checksum >>> 24 ^ octets[at] & 0xff];
        }
        return checksum;
    }
}
