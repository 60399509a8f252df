package io.playhead.wazoauth;

import io.playhead.access.Credential;
import io.playhead.access.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What has been learnt of one token, the token itself left out. Whose it is and when it ends never changes, and so holds
 * as long as wazo-auth says now and then that the token is good. What it was last found to be good for is here too, so
 * that a player who asks for the same again costs one look-up.
 */
final class KnownToken {

    /** How long a decision is used again when nobody has asked yet when its token ends. */
    private static final long UNTIL_END_IS_KNOWN = Duration.ofSeconds(1).toNanos();

    private static final long REFUSAL = Duration.ofSeconds(1).toNanos();

    /** Recordings that somebody has open at a time: few are compared sooner than one is looked for. */
    private static final int RECENT = 4;

    private static final Grant[] NONE = {};

    private final long keep;
    private final LongSupplier nanos;
    private volatile @Nullable Owner owner;
    private volatile long confirmed;
    private volatile boolean lost;
    /** The latest first; never changed, but exchanged. One that is lost when two are added at once is added again. */
    private volatile Grant[] grants = NONE;

    private volatile @Nullable Tree tree;

    /** @param ends in the time of {@code nanos} */
    private record Owner(UUID user, Optional<UUID> pbxUser, UUID tenant, Optional<Instant> expires, long ends) {}

    /**
     * It may do this.
     *
     * @param tenant which it reaches, where that was asked
     * @param asked when
     */
    record Grant(@Nullable String scope, @Nullable String tenant, long asked) {

        boolean isOf(@Nullable String otherScope, @Nullable String otherTenant) {
            return Objects.equals(scope, otherScope) && Objects.equals(tenant, otherTenant);
        }
    }

    /** @param asked when */
    private record Tree(UUID top, Set<UUID> tenants, long asked) {}

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

    /** Whether what was said at this time, that the token is good for something, still counts. */
    boolean stillCounts(long asked) {
        long now = nanos.getAsLong();
        Owner known = owner;
        if (lost || now - asked >= keep) {
            return false;
        }
        return known == null ? now - asked < UNTIL_END_IS_KNOWN : now - known.ends < 0;
    }

    /** The same, that it is not. */
    boolean stillRefused(long asked) {
        return nanos.getAsLong() - asked < Math.min(REFUSAL, keep);
    }

    /** To be found by {@link #may}. */
    void granted(Grant latest) {
        Grant[] before = grants;
        Grant[] kept = new Grant[Math.min(before.length + 1, RECENT)];
        kept[0] = latest;
        int length = 1;
        for (Grant grant : before) {
            if (length < kept.length && !grant.isOf(latest.scope, latest.tenant)) {
                kept[length++] = grant;
            }
        }
        grants = length == kept.length ? kept : Arrays.copyOf(kept, length);
    }

    /** Whether it was lately found to be good for this. */
    boolean may(@Nullable String scope, @Nullable String tenant) {
        for (Grant grant : grants) {
            if (grant.isOf(scope, tenant)) {
                return stillCounts(grant.asked);
            }
        }
        return false;
    }

    /** To be found by {@link #tree}. @param asked when */
    void sees(UUID top, Set<UUID> tenants, long asked) {
        tree = new Tree(top, tenants, asked);
    }

    /** The tenants that were found last; null if they have to be asked for. */
    @Nullable
    Set<UUID> tree(UUID top) {
        Tree known = tree;
        return known != null && known.top.equals(top) && stillCounts(known.asked) ? known.tenants : null;
    }
}
