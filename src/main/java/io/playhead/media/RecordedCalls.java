package io.playhead.media;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.playhead.cdr.CdrProblems;
import io.playhead.cdr.RecordedCall;
import io.playhead.cdr.RecordingRepository;
import io.playhead.cdr.Tenants;
import io.playhead.database.ChangeListener;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Calls with their recordings, kept for a moment as {@link RecordingRows} keeps those. Any recording that is announced
 * as changed makes all of them forgotten: it may be a new one of a call that is kept.
 */
final class RecordedCalls implements ChangeListener {

    private static final BigInteger GREATEST_ID = BigInteger.valueOf(Integer.MAX_VALUE);

    private final RecordingRepository recordings;
    private final boolean keeps;
    private final AsyncCache<Key, Optional<RecordedCall>> calls;

    /** The whole question: a call found for some tenants is no answer for others. */
    private record Key(int call, Tenants tenants, @Nullable UUID participant) {}

    RecordedCalls(RecordingRepository recordings, MediaProperties properties) {
        this.recordings = recordings;
        this.keeps = !properties.rowCache().isZero();
        this.calls = Caffeine.newBuilder()
                .maximumSize(properties.rows())
                .expireAfterWrite(keeps ? properties.rowCache() : Duration.ofNanos(1))
                .executor(Runnable::run)
                .buildAsync();
    }

    /** The call with at least one recording, or the 404 for the call, or for its recordings. */
    Mono<RecordedCall> find(BigInteger call, Tenants tenants, @Nullable UUID participant) {
        if (call.compareTo(GREATEST_ID) > 0) {
            return Mono.error(() -> CdrProblems.callNotFound(call).exception());
        }
        return found(new Key(call.intValue(), tenants, participant)).map(found -> known(call, found));
    }

    private Mono<Optional<RecordedCall>> found(Key key) {
        return keeps
                ? Mono.fromFuture(
                        () -> calls.get(key, (wanted, executor) -> query(wanted).toFuture()), true)
                : query(key);
    }

    private Mono<Optional<RecordedCall>> query(Key key) {
        return recordings
                .recorded(key.call(), key.tenants(), key.participant())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    private static RecordedCall known(BigInteger id, Optional<RecordedCall> found) {
        RecordedCall call = found.orElseThrow(() -> CdrProblems.callNotFound(id).exception());
        if (call.recordings().isEmpty()) {
            throw CdrProblems.callNotRecorded(id).exception();
        }
        return call;
    }

    @Override
    public void recordingChanged(UUID recording) {
        anythingMayHaveChanged();
    }

    @Override
    public void anythingMayHaveChanged() {
        // one by one: clearing takes the cache's lock, for which an event loop would wait
        calls.asMap().keySet().removeIf(call -> true);
    }
}
