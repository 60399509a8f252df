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
import java.util.List;
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
     * nor files are left.
     *
     * @return the call's id
     */
    public Mono<Integer> register(NewCall call, List<NewRecording> incoming) {
        return Flux.fromIterable(incoming)
                .concatMap(recording -> store(call, recording))
                .collectList()
                .flatMap(stored -> rows(call, stored)
                        .onErrorResume(failure -> removed(stored).then(Mono.error(failure))));
    }

    private Mono<Stored> store(NewCall call, NewRecording recording) {
        Digest digest = new Digest();
        String name = recording.uuid() + "." + recording.extension();
        return store.write(call.tenant(), name, recording.octets().doOnNext(digest::add))
                .flatMap(place -> store.open(place)
                        .flatMap(object -> MediaFacts.of(recording.uuid(), place, object, digest.hex()))
                        .map(facts -> new Stored(recording, place, facts))
                        .onErrorResume(failure -> store.delete(place).then(Mono.error(failure))));
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

    private Mono<Void> removed(List<Stored> stored) {
        return Flux.fromIterable(stored)
                .concatMap(each -> store.delete(each.place()))
                .doOnError(failure -> log.error("event=orphan-left cause={}", failure.toString()))
                .onErrorComplete()
                .then();
    }
}
