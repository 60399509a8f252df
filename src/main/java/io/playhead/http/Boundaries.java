package io.playhead.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Boundaries of multipart bodies (RFC 2046 §5.1.1), 128 bits each that no one can foresee: nobody can have put one into
 * a recording, so no recording is searched for one. A digest of a secret and a number, because a secure random number per
 * request may block.
 */
final class Boundaries {

    private static final int LENGTH = 16;

    private final byte[] secret = new byte[32];
    private final AtomicLong number = new AtomicLong();

    Boundaries() {
        new SecureRandom().nextBytes(secret);
    }

    String next() {
        MessageDigest digest = sha256();
        digest.update(secret);
        digest.update(Long.toString(number.incrementAndGet()).getBytes(US_ASCII));
        return HexFormat.of().formatHex(digest.digest(), 0, LENGTH);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
    }
}
