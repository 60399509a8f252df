package io.playhead.ingest;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** SHA-256 and CRC-32 of octets on their way. For one use by one stream. */
final class Digest {

    private final MessageDigest sha256 = newDigest();
    private final CRC32 crc32 = new CRC32();

    void add(ByteBuf octets) {
        for (ByteBuffer part : octets.nioBuffers()) {
            crc32.update(part.duplicate());
            sha256.update(part);
        }
    }

    /** To be called once, at the end. */
    String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** As an archive has it. */
    long crc32() {
        return crc32.getValue();
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
