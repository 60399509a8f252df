package io.playhead.access;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** SHA-256 of a token: what it is known by where it must not be kept itself. */
public record TokenDigest(long first, long second, long third, long fourth) {

    private static final MessageDigest SHA_256 = sha256();
    private static final int OCTETS = 32;

    public static TokenDigest of(byte[] token) {
        return read(fresh().digest(token));
    }

    /** @return null if it is not 64 hexadecimal digits */
    static @Nullable TokenDigest parse(String text) {
        if (text.length() != 2 * OCTETS || !text.chars().allMatch(HexFormat::isHexDigit)) {
            return null;
        }
        return read(HexFormat.of().parseHex(text));
    }

    public byte[] octets() {
        return ByteBuffer.allocate(OCTETS)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .putLong(fourth)
                .array();
    }

    /** As the file has it. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(octets());
    }

    private static TokenDigest read(byte[] octets) {
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        return new TokenDigest(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    /** A copy is several times cheaper than asking the providers. */
    private static MessageDigest fresh() {
        try {
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException refused) {
            return sha256();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
