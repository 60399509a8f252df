package io.playhead.wazoauth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.playhead.access.Credential;
import io.playhead.access.TokenDigest;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The tokens of which something is known, by their digests. Each is forgotten when it was not found good for a while. */
final class KnownTokens {

    /** After the longest call there may be. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(2);

    /** From the last write and not from the last read, which would then have to be noted with every range. */
    private final Cache<TokenDigest, KnownToken> tokens;

    private final Duration keep;
    private final LongSupplier nanos;

    /**
     * @param most at a time
     * @param keep how long what is known is used again
     * @param nanos the time that goes by, as {@link System#nanoTime}
     */
    KnownTokens(int most, Duration keep, LongSupplier nanos) {
        this.tokens = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(keep.plus(FORGOTTEN))
                .executor(Runnable::run)
                .build();
        this.keep = keep;
        this.nanos = nanos;
    }

    /** Null if nothing is known of it. */
    @Nullable
    KnownToken find(Credential credential) {
        return tokens.getIfPresent(credential.digest());
    }

    /**
     * To be asked for when there has been an answer: what nobody answers is not kept, whoever makes it up.
     *
     * @param before what was known when it was asked; if that is lost by now, so is what the answer says
     */
    KnownToken since(@Nullable KnownToken before, Credential credential) {
        return before == null ? tokens.get(credential.digest(), digest -> new KnownToken(keep, nanos)) : before;
    }

    /** @param asked when */
    void isGood(Credential credential, KnownToken token, long asked) {
        token.isGood(asked);
        tokens.asMap().replace(credential.digest(), token, token);
    }

    void isLost(Credential credential, KnownToken token) {
        token.isLost();
        tokens.asMap().remove(credential.digest(), token);
    }

    long size() {
        tokens.cleanUp();
        return tokens.estimatedSize();
    }
}
