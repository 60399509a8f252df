package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import io.playhead.representation.ByteRange;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** An object as it was when found. Holds nothing: what is read is read of that very state, or not at all. */
final class S3Object implements StoredObject {

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(30);

    private final S3Facts facts;
    private final S3Gets gets;
    private final S3Buffers buffers;
    private final Consumer<S3Facts> changed;

    /** @param changed told when it turns out to be another */
    S3Object(S3Facts facts, S3Gets gets, S3Buffers buffers, Consumer<S3Facts> changed) {
        this.facts = facts;
        this.gets = gets;
        this.buffers = buffers;
        this.changed = changed;
    }

    @Override
    public long length() {
        return facts.length();
    }

    @Override
    public long modifiedNanos() {
        return facts.modifiedNanos();
    }

    @Override
    public Object state() {
        return facts;
    }

    @Override
    public Flux<ByteBuf> read(ByteRange range) {
        return S3Reading.of(gets, buffers, facts, range).doOnError(StorageFailure.class, this::notice);
    }

    private void notice(StorageFailure failure) {
        if (failure.reason() == StorageFailure.Reason.CHANGED) {
            changed.accept(facts);
        }
    }

    /** Of a long read so that the network takes no more than it sends: how swift the listener is shows only then. */
    @Override
    public boolean comesInSteps(ByteRange range) {
        return range.length() > 2 * S3Reading.FIRST;
    }

    @Override
    public Optional<FileRegion> region(ByteRange range) {
        return Optional.empty();
    }

    @Override
    public <T> Mono<T> inspect(Inspection<T> inspection) {
        return Mono.fromCallable(
                        () -> inspection.look((position, into) -> AwaitedRead.of(this, position, into, LONGEST_LOOK)))
                .subscribeOn(Schedulers.boundedElastic());
    }
}
