package io.playhead.media;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import io.playhead.cdr.CdrProblems;
import io.playhead.cdr.Recording;
import io.playhead.cdr.RecordingRepository;
import io.playhead.cdr.RecordingRepository.Found;
import io.playhead.cdr.Tenants;
import io.playhead.database.ChangeListener;
import io.playhead.http.AtHand;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The rows of recordings, kept for a moment: a player asks for the same one with every range. Askers of the same row
 * at the same time share one query. What is announced as changed is forgotten at once.
 */
final class RecordingRows implements ChangeListener {

    private static final BigInteger GREATEST_ID = BigInteger.valueOf(Integer.MAX_VALUE);

    private final RecordingRepository recordings;
    private final boolean keeps;
    private final AsyncCache<Key, Optional<Found>> rows;

    /** The whole question: a row found for some tenants is no answer for others. */
    record Key(
            int call,
            UUID recording,
            Tenants tenants,
            @Nullable UUID participant) {}

    RecordingRows(RecordingRepository recordings, MediaProperties properties) {
        this.recordings = recordings;
        this.keeps = !properties.rowCache().isZero();
        this.rows = Caffeine.newBuilder()
                .maximumSize(properties.rows())
                .expireAfterWrite(keeps ? properties.rowCache() : Duration.ofNanos(1))
                .executor(Runnable::run)
                .recordStats()
                .buildAsync();
    }

    /** The row, or call-logd's 404 for the call or for the recording. */
    Mono<Recording> find(BigInteger call, UUID recording, Tenants tenants, @Nullable UUID participant) {
        if (call.compareTo(GREATEST_ID) > 0) {
            return Mono.error(() -> CdrProblems.callNotFound(call).exception());
        }
        Key key = new Key(call.intValue(), recording, tenants, participant);
        return AtHand.map(found(key), found -> known(call, recording, found));
    }

    private Mono<Optional<Found>> found(Key key) {
        if (!keeps) {
            return query(key);
        }
        CompletableFuture<Optional<Found>> kept = rows.getIfPresent(key);
        return kept != null && kept.isDone() && !kept.isCompletedExceptionally()
                ? Mono.just(kept.join())
                : Mono.fromFuture(
                        () -> rows.get(key, (wanted, executor) -> query(wanted).toFuture()), true);
    }

    private Mono<Optional<Found>> query(Key key) {
        return recordings
                .find(key.call(), key.recording(), key.tenants(), key.participant())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    private static Recording known(BigInteger call, UUID uuid, Optional<Found> found) {
        Recording recording = found.orElseThrow(
                        () -> CdrProblems.callNotFound(call).exception())
                .recording();
        if (recording == null) {
            throw CdrProblems.recordingNotFound(uuid).exception();
        }
        return recording;
    }

    @Override
    public void recordingChanged(UUID recording) {
        rows.asMap().keySet().removeIf(key -> key.recording().equals(recording));
    }

    @Override
    public void anythingMayHaveChanged() {
        // one by one: clearing takes the cache's lock, for which an event loop would wait
        rows.asMap().keySet().removeIf(row -> true);
    }

    CacheStats statistics() {
        return rows.synchronous().stats();
    }
}
