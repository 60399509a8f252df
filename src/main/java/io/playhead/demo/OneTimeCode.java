package io.playhead.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicBoolean;

/** 192 random bits that are accepted once, within an hour of their making. Too many to guess. */
final class OneTimeCode {

    static final Duration VALID = Duration.ofHours(1);

    private final String text;
    private final Instant end;
    private final InstantSource clock;
    private final AtomicBoolean spent = new AtomicBoolean();

    OneTimeCode(InstantSource clock) {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        this.text = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        this.end = clock.instant().plus(VALID);
        this.clock = clock;
    }

    String text() {
        return text;
    }

    /** Of all who come with the right code, however many at a time, one is let in. */
    boolean spend(String given) {
        return MessageDigest.isEqual(octets(text), octets(given))
                && clock.instant().isBefore(end)
                && spent.compareAndSet(false, true);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
