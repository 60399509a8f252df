package io.playhead.ingest;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of octets on their way. For one use by one stream. */
final class Digest {

    private final MessageDigest sha256 = newDigest();

    void add(ByteBuf octets) {
        for (ByteBuffer part : octets.nioBuffers()) {
            sha256.update(part);
        }
    }

    /** To be called once, at the end. */
    String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
