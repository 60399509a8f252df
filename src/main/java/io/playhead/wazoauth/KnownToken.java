package io.playhead.wazoauth;

import io.playhead.access.Credential;
import io.playhead.access.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What has been learnt of one token, the token itself left out. Whose it is and when it ends never changes, and so holds
 * as long as wazo-auth says now and then that the token is good.
 */
final class KnownToken {

    /** How long a decision is used again when nobody has asked yet when its token ends. */
    private static final long UNTIL_END_IS_KNOWN = Duration.ofSeconds(1).toNanos();

    private final long keep;
    private final LongSupplier nanos;
    private volatile @Nullable Owner owner;
    private volatile long confirmed;
    private volatile boolean lost;

    /** @param ends in the time of {@code nanos} */
    private record Owner(UUID user, Optional<UUID> pbxUser, UUID tenant, Optional<Instant> expires, long ends) {}

    /**
     * @param keep how long what is known is used again
     * @param nanos the time that goes by, as {@link System#nanoTime}
     */
    KnownToken(Duration keep, LongSupplier nanos) {
        this.keep = keep.toNanos();
        this.nanos = nanos;
    }

    /** @param asked when */
    void isGood(long asked) {
        confirmed = asked;
    }

    void isLost() {
        lost = true;
    }

    /** @param left until it expires; empty if that is not known */
    void isOf(UUID user, Optional<UUID> pbxUser, UUID tenant, Optional<Instant> expires, Optional<Duration> left) {
        long ends = nanos.getAsLong() + left.map(KnownToken::nanos).orElse(Long.MAX_VALUE / 2);
        owner = new Owner(user, pbxUser, tenant, expires, ends);
    }

    /** Some centuries are as good as for ever, and do not overflow. */
    private static long nanos(Duration left) {
        return left.compareTo(Duration.ofDays(36_500)) > 0 ? Long.MAX_VALUE / 2 : left.toNanos();
    }

    /** Null if it has to be asked for, or asked for again. */
    @Nullable
    Token token(Credential credential) {
        Owner known = owner;
        long now = nanos.getAsLong();
        return known == null || lost || now - known.ends >= 0 || now - confirmed >= keep
                ? null
                : new Token(credential, known.user, known.pbxUser, known.tenant, known.expires);
    }

    /** Whether that the token may do something still counts after this time. */
    boolean stillMay(long age) {
        Owner known = owner;
        if (lost || age >= keep) {
            return false;
        }
        return known == null ? age < UNTIL_END_IS_KNOWN : nanos.getAsLong() - known.ends < 0;
    }
}
