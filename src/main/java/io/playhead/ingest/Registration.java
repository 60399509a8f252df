package io.playhead.ingest;

import io.playhead.cdr.CallRepository;
import io.playhead.cdr.CdrProblems;
import io.playhead.cdr.NewCall;
import io.playhead.cdr.Recording;
import io.playhead.cdr.RecordingRepository;
import io.playhead.database.ChangeListener;
import io.playhead.database.DatabaseProblems;
import io.playhead.media.MediaFacts;
import io.playhead.storage.Place;
import io.playhead.storage.RecordingStore;
import io.playhead.storage.Staged;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Registers recordings: their octets are stored where nobody looks, digested and probed; then, in one transaction, rows
 * say what there is, and the octets get their name. Who has the row has the recording; who waits for it overwrites nothing.
 */
public final class Registration {

    private static final Logger log = LoggerFactory.getLogger(Registration.class);

    private final RecordingStore store;
    private final CallRepository calls;
    private final RecordingRepository recordings;
    private final List<ChangeListener> rows;
    private final TransactionalOperator transaction;

    Registration(
            RecordingStore store,
            CallRepository calls,
            RecordingRepository recordings,
            List<ChangeListener> rows,
            TransactionalOperator transaction) {
        this.store = store;
        this.calls = calls;
        this.recordings = recordings;
        this.rows = rows;
        this.transaction = transaction;
    }

    /**
     * Stores the octets, then registers the call and its recordings in one transaction. After a failure neither rows
     * nor files are left, nor after a cancel; one that comes when the transaction has begun is too late. A recording
     * that is registered already is a failure, and stays as it is.
     *
     * @return the call's id
     */
    public Mono<Integer> register(NewCall call, List<NewRecording> incoming) {
        return register(new Subject.Arriving(call), incoming, stored -> {}).map(rows -> rows.call());
    }

    /** What has been registered. */
    record Registered(int call, List<Recording> rows) {}

    /**
     * As above.
     *
     * @param check throws what is to be said of octets that are stored whole and not to be registered
     * @return fails with {@link org.springframework.dao.DuplicateKeyException} where a recording is registered already, and
     *     with call-logd's 404 where the tenant has no such call
     */
    Mono<Registered> register(Subject subject, List<NewRecording> incoming, Consumer<Stored> check) {
        return Mono.usingWhen(
                Mono.<Queue<Staged>>fromSupplier(ConcurrentLinkedQueue::new),
                unclaimed -> Flux.fromIterable(incoming)
                        .concatMap(recording -> stored(subject.tenant(), recording, unclaimed))
                        .doOnNext(check)
                        .collectList()
                        .flatMap(stored -> claimed(subject, stored, unclaimed)),
                unclaimed -> Mono.empty(),
                (unclaimed, failure) -> discarded(unclaimed),
                Registration::discarded);
    }

    /** @param unclaimed gets the octets, for as long as no transaction is to speak of them */
    private Mono<Stored> stored(UUID tenant, NewRecording recording, Queue<Staged> unclaimed) {
        return Mono.defer(() -> {
            Digest digest = new Digest();
            String name = recording.uuid() + "." + recording.extension();
            return store.stage(tenant, name, recording.octets().doOnNext(digest::add))
                    .doOnNext(unclaimed::add)
                    .flatMap(staged -> MediaFacts.of(
                                    recording.uuid(), recording.extension(), staged, digest.hex(), digest.crc32())
                            .map(facts -> new Stored(recording, staged, facts)));
        });
    }

    /** Goes on when it is cancelled: otherwise nobody would know whether the transaction has been committed. */
    private Mono<Registered> claimed(Subject subject, List<Stored> stored, Queue<Staged> unclaimed) {
        return Mono.fromFuture(
                () -> {
                    unclaimed.clear();
                    return rows(subject, stored)
                            .as(transaction::transactional)
                            .doOnNext(this::tell)
                            .onErrorMap(DatabaseProblems::translated)
                            .onErrorResume(failure -> discarded(
                                            stored.stream().map(Stored::staged).toList())
                                    .then(Mono.error(failure)))
                            .toFuture();
                },
                true);
    }

    /** Here at once, on other replicas by notices: that there was no such recording is kept for a while too. */
    private void tell(Registered registered) {
        registered.rows().forEach(row -> rows.forEach(kept -> kept.recordingChanged(row.uuid())));
    }

    /**
     * Others who register the same recording wait at its row, so whatever lies under its name then is nobody else's. A
     * commit that fails may have come to pass: what it spoke of stays.
     */
    private Mono<Registered> rows(Subject subject, List<Stored> stored) {
        return call(subject).flatMap(id -> {
            List<Recording> rows =
                    stored.stream().map(each -> each.row(id, subject.tenant())).toList();
            return recordings.insert(rows).then(published(stored)).thenReturn(new Registered(id, rows));
        });
    }

    private Mono<Integer> call(Subject subject) {
        return switch (subject) {
            case Subject.Arriving arriving -> calls.insert(arriving.call());
            case Subject.Known known ->
                calls.hold(known.call(), known.tenant())
                        .switchIfEmpty(Mono.error(() -> CdrProblems.callNotFound(BigInteger.valueOf(known.call()))
                                .exception()));
        };
    }

    /** All, or none of them. */
    private Mono<Void> published(List<Stored> stored) {
        return Mono.defer(() -> {
            Queue<Place> published = new ConcurrentLinkedQueue<>();
            return Flux.fromIterable(stored)
                    .concatMap(each ->
                            each.staged().publish().doOnNext(published::add).flatMap(place -> placed(each, place)))
                    .then()
                    .onErrorResume(failure -> removed(published).then(Mono.error(failure)));
        });
    }

    private Mono<Void> placed(Stored stored, Place place) {
        return place.equals(stored.staged().place())
                ? Mono.empty()
                : recordings.place(stored.recording().uuid(), place.location());
    }

    private static Mono<Void> discarded(Collection<Staged> staged) {
        return Flux.fromIterable(staged).concatMap(Staged::discard).then();
    }

    private Mono<Void> removed(Collection<Place> places) {
        return Flux.fromIterable(places)
                .concatMap(store::delete)
                .doOnError(failure -> log.error("event=orphan-left cause={}", failure.toString()))
                .onErrorComplete()
                .then();
    }
}
