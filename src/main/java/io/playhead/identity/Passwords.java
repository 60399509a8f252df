package io.playhead.identity;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.concurrent.RejectedExecutionException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Makes passwords into what may be kept of them, and compares. That is slow on purpose, so it is done on one thread of its
 * own, and few may wait for it.
 */
final class Passwords implements AutoCloseable {

    /** As OWASP's cheat sheet on the storage of passwords has it, 2023. */
    private static final int ITERATIONS = 600_000;

    private static final int OCTETS = 32;
    private static final int SALT = 16;
    private static final int WAITING = 32;

    private final SecureRandom random = new SecureRandom();
    private final Scheduler worker = Schedulers.newBoundedElastic(1, WAITING, "playhead-passwords", 60, true);

    /** @param hash PBKDF2 with HMAC-SHA-256 */
    @SuppressWarnings("ArrayRecordComponent") // compared below alone
    record Hashed(byte[] salt, int iterations, byte[] hash) {

        /** Of no password at all: who guesses names waits as long as who guesses passwords. */
        static final Hashed NOBODYS = new Hashed(new byte[SALT], ITERATIONS, new byte[0]);

        @Override
        public String toString() {
            return "Hashed";
        }
    }

    Mono<Hashed> hash(String password) {
        return slowly(Mono.fromCallable(() -> {
            byte[] salt = new byte[SALT];
            random.nextBytes(salt);
            return new Hashed(salt, ITERATIONS, derived(password, salt, ITERATIONS));
        }));
    }

    Mono<Boolean> matches(String password, Hashed kept) {
        return slowly(Mono.fromCallable(
                () -> MessageDigest.isEqual(derived(password, kept.salt(), kept.iterations()), kept.hash())));
    }

    private <T> Mono<T> slowly(Mono<T> work) {
        return work.subscribeOn(worker)
                .onErrorMap(
                        RejectedExecutionException.class,
                        full -> IdentityProblems.busy().exception(full));
    }

    private static byte[] derived(String password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, OCTETS * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has PBKDF2", impossible);
        } finally {
            spec.clearPassword();
        }
    }

    @Override
    public void close() {
        worker.dispose();
    }
}
