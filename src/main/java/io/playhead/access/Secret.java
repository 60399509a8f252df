package io.playhead.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.core.env.Environment;

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
     * The configured one, for a command, which has no beans.
     *
     * @throws IllegalArgumentException naming the property that is wrong
     */
    public static Secret configured(Environment settings) {
        String text = settings.getProperty("playhead.access.secret", "");
        String file = settings.getProperty("playhead.access.secret-file", "");
        if (text.isEmpty() == file.isEmpty()) {
            throw new IllegalArgumentException(
                    "one of playhead.access.secret and playhead.access.secret-file must be set");
        }
        return text.isEmpty() ? read(Path.of(file), "playhead.access.secret-file") : of(text, "playhead.access.secret");
    }

    /** Of a file, line ends at its end left out. @param name what the file is called where it is wrong */
    public static Secret read(Path file, String name) {
        try {
            return of(Files.readString(file).stripTrailing(), name);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(name + " cannot be read: " + file, unreadable);
        }
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
