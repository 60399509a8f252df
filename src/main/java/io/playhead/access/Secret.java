package io.playhead.access;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** What only the replicas of one installation know. Each use derives its own key from it; it never prints itself. */
public final class Secret {

    private static final String HMAC = "HmacSHA256";
    private static final int LEAST_CHARACTERS = 32;

    private final SecretKey key;

    private Secret(SecretKey key) {
        this.key = key;
    }

    /**
     * @param text at least 32 characters
     * @param property to be named where it is too short
     */
    public static Secret of(String text, String property) {
        if (text.length() < LEAST_CHARACTERS) {
            throw new IllegalArgumentException(property + " must have at least " + LEAST_CHARACTERS + " characters");
        }
        return new Secret(new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), HMAC));
    }

    /**
     * HMAC-SHA-256 with a key of its own, ready to use.
     *
     * @param label the use and its version: {@code ticket/1}
     */
    public Mac mac(String label) {
        byte[] derived = initialized(key).doFinal(label.getBytes(StandardCharsets.UTF_8));
        return initialized(new SecretKeySpec(derived, HMAC));
    }

    private static Mac initialized(SecretKey key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every Java has " + HMAC, impossible);
        }
    }

    @Override
    public String toString() {
        return "Secret";
    }
}
