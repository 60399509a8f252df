package io.playhead.media;

import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import io.playhead.cdr.Recording;
import io.playhead.cdr.RecordingFacts;
import io.playhead.representation.ByteRange;
import io.playhead.representation.EntityTag;
import io.playhead.representation.Representation;
import io.playhead.storage.Place;
import io.playhead.storage.StorageFailure;
import io.playhead.storage.StoredObject;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;

/** A recording as it is stored: what {@code format=original} gives. */
record StoredRecording(
        Recording recording, RecordingFacts facts, StoredObject object, MediaType mediaType, EntityTag validator)
        implements Representation {

    private static final long NANOS = 1_000_000_000;

    StoredRecording(Recording recording, RecordingFacts facts, StoredObject object) {
        this(recording, facts, object, MediaType.parseMediaType(facts.mediaType()), new EntityTag(facts.validator()));
    }

    @Override
    public long length() {
        return object.length();
    }

    @Override
    public Instant lastModified() {
        return Instant.ofEpochSecond(Math.floorDiv(object.modifiedNanos(), NANOS));
    }

    @Override
    public Flux<ByteBuf> read(ByteRange range) {
        return object.read(range).onErrorMap(StorageFailure.class, this::problem);
    }

    private RuntimeException problem(StorageFailure failure) {
        return MediaProblems.of(failure, recording.uuid(), new Place(Objects.requireNonNull(recording.path())))
                .exception(failure);
    }

    @Override
    public Optional<ByteBuf> atHand(ByteRange range) {
        try {
            return object.atHand(range);
        } catch (StorageFailure failure) {
            throw problem(failure);
        }
    }

    @Override
    public Optional<FileRegion> region(ByteRange range) {
        return object.region(range);
    }

    /** Whether asking for this format gives these very octets: two names share one validator. */
    boolean is(Format format) {
        return switch (format) {
            case ORIGINAL -> true;
            case WAV -> facts.plainWave();
            case MP3 -> mediaType.getSubtype().equals("mpeg");
            case OGG -> mediaType.getSubtype().equals("ogg") && facts.codec().equals("OPUS");
            case OPUS -> false;
        };
    }
}
