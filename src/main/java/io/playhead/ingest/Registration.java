package io.playhead.ingest;

import io.playhead.cdr.CallRepository;
import io.playhead.cdr.NewCall;
import io.playhead.cdr.Recording;
import io.playhead.cdr.RecordingFacts;
import io.playhead.cdr.RecordingRepository;
import io.playhead.database.ChangeNotices;
import io.playhead.media.MediaFacts;
import io.playhead.storage.Place;
import io.playhead.storage.RecordingStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Registers calls with their recordings: probe, place, row. */
public final class Registration {

    private static final Logger log = LoggerFactory.getLogger(Registration.class);

    private final RecordingStore store;
    private final CallRepository calls;
    private final RecordingRepository recordings;
    private final ChangeNotices changes;
    private final TransactionalOperator transaction;

    Registration(
            RecordingStore store,
            CallRepository calls,
            RecordingRepository recordings,
            ChangeNotices changes,
            TransactionalOperator transaction) {
        this.store = store;
        this.calls = calls;
        this.recordings = recordings;
        this.changes = changes;
        this.transaction = transaction;
    }

    /** A recording whose octets are stored and which has no row yet. */
    private record Stored(NewRecording recording, Place place, RecordingFacts facts) {

        /** As long as the audio is, where that is known. */
        Instant end() {
            Long frames = facts.frames();
            Integer hertz = facts.hertz();
            return frames == null || hertz == null
                    ? recording.fallbackEnd()
                    : recording.start().plus(Duration.ofMillis(frames * 1000 / hertz));
        }
    }

    /**
     * Stores the octets, then registers the call and its recordings in one transaction. After a failure neither rows
     * nor files are left, nor after a cancel; one that comes when the transaction has begun is too late. A recording
     * that is registered already is a failure, and stays as it is.
     *
     * @return the call's id
     */
    public Mono<Integer> register(NewCall call, List<NewRecording> incoming) {
        return Mono.usingWhen(
                Mono.<Queue<Place>>fromSupplier(ConcurrentLinkedQueue::new),
                unclaimed -> stored(call, incoming, unclaimed).flatMap(stored -> claimed(call, stored, unclaimed)),
                unclaimed -> Mono.empty(),
                (unclaimed, failure) -> removed(unclaimed),
                this::removed);
    }

    /** @param unclaimed gets each file's place, for as long as no row is to speak of it */
    private Mono<List<Stored>> stored(NewCall call, List<NewRecording> incoming, Queue<Place> unclaimed) {
        return Flux.fromIterable(incoming)
                .concatMap(recording -> recordings
                        .isKnown(recording.uuid())
                        .flatMap(known -> known ? refused(recording) : store(call, recording, unclaimed)))
                .collectList();
    }

    private static Mono<Stored> refused(NewRecording recording) {
        return Mono.error(() -> new IllegalStateException("registered already: recording " + recording.uuid()));
    }

    private Mono<Stored> store(NewCall call, NewRecording recording, Queue<Place> unclaimed) {
        Digest digest = new Digest();
        String name = recording.uuid() + "." + recording.extension();
        return store.write(call.tenant(), name, recording.octets().doOnNext(digest::add))
                .doOnNext(unclaimed::add)
                .flatMap(place -> store.open(place)
                        .flatMap(object -> MediaFacts.of(recording.uuid(), place, object, digest.hex()))
                        .map(facts -> new Stored(recording, place, facts)));
    }

    /** Goes on when it is cancelled: otherwise nobody would know whether the transaction has been committed. */
    private Mono<Integer> claimed(NewCall call, List<Stored> stored, Queue<Place> unclaimed) {
        return Mono.fromFuture(
                () -> {
                    unclaimed.clear();
                    return rows(call, stored)
                            .onErrorResume(failure -> released(stored).then(Mono.error(failure)))
                            .toFuture();
                },
                true);
    }

    /** A file stays if a row speaks of it after all, or if the database cannot say. */
    private Mono<Void> released(List<Stored> stored) {
        return Flux.fromIterable(stored)
                .filterWhen(each -> recordings.isKnown(each.recording().uuid()).map(known -> !known))
                .map(Stored::place)
                .collectList()
                .doOnError(failure -> log.error("event=orphan-left cause={}", failure.toString()))
                .onErrorComplete()
                .flatMap(this::removed);
    }

    private Mono<Integer> rows(NewCall call, List<Stored> stored) {
        return calls.insert(call)
                .flatMap(id -> Flux.fromIterable(stored)
                        .concatMap(each -> row(call, id, each))
                        .then(Mono.just(id)))
                .as(transaction::transactional);
    }

    private Mono<Void> row(NewCall call, int id, Stored stored) {
        NewRecording recording = stored.recording();
        Recording row = new Recording(
                recording.uuid(),
                id,
                call.tenant(),
                recording.start(),
                stored.end(),
                stored.place().location(),
                stored.facts());
        return recordings
                .insert(row)
                .then(recordings.keep(row.uuid(), stored.facts()))
                .then(changes.recordingChanged(row.uuid()));
    }

    private Mono<Void> removed(Collection<Place> places) {
        return Flux.fromIterable(places)
                .concatMap(store::delete)
                .doOnError(failure -> log.error("event=orphan-left cause={}", failure.toString()))
                .onErrorComplete()
                .then();
    }
}
