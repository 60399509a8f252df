package io.playhead.media;

import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import io.playhead.audio.Codec;
import io.playhead.audio.OctetSource;
import io.playhead.cdr.Recording;
import io.playhead.cdr.RecordingFacts;
import io.playhead.decoder.OutsideDecoder;
import io.playhead.pcm.StoredSamples;
import io.playhead.representation.ByteRange;
import io.playhead.representation.EntityTag;
import io.playhead.representation.Representation;
import io.playhead.storage.Place;
import io.playhead.storage.StorageFailure;
import io.playhead.storage.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A recording as it is stored: what {@code format=original} gives.
 *
 * @param outside decodes what is none of our own codecs
 */
record StoredRecording(
        Recording recording,
        RecordingFacts facts,
        StoredObject object,
        OutsideDecoder outside,
        MediaType mediaType,
        EntityTag validator)
        implements Representation {

    private static final long NANOS = 1_000_000_000;

    StoredRecording(Recording recording, RecordingFacts facts, StoredObject object, OutsideDecoder outside) {
        this(
                recording,
                facts,
                object,
                outside,
                MediaType.parseMediaType(facts.mediaType()),
                new EntityTag(facts.validator()));
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

    @Override
    public boolean comesInSteps(ByteRange range) {
        return object.comesInSteps(range);
    }

    /** Looks at octets here and there, on a thread that may wait for them. */
    <T> Mono<T> inspect(Look<T> look) {
        return object.inspect(octets -> look.at(MediaFacts.source(object.length(), octets)))
                .onErrorMap(StorageFailure.class, this::problem);
    }

    /** What a look at octets makes of them. */
    @FunctionalInterface
    interface Look<T> {

        T at(OctetSource octets) throws IOException;
    }

    /** Whether every current browser plays these very octets. */
    boolean playsEverywhere() {
        Codec codec = codec();
        return switch (facts.state()) {
            case "available" -> codec.playsEverywhere() && isUsual(codec);
            case "truncated" -> false;
            default -> true;
        };
    }

    /** A PCM file whose header is not believed by players is not plain; other codecs have no such sign. */
    private boolean isUsual(Codec codec) {
        String subtype = mediaType.getSubtype().toLowerCase(Locale.ROOT);
        return switch (codec) {
            case MP3 -> subtype.equals("mpeg");
            case AAC -> subtype.equals("mp4");
            case FLAC -> subtype.equals("flac");
            case PCM_S16 -> facts.plainWave();
            default -> subtype.equals("wav");
        };
    }

    /** Whether there is sound in it that can be decoded. Others' decoders need not know beforehand how much. */
    boolean canBeRendered() {
        Long frames = facts.frames();
        return (facts.state().equals("available") || facts.state().equals("truncated"))
                && (StoredSamples.decodes(codec())
                        ? frames != null && frames > 0
                        : outside.decodes(codec()) && (frames == null || frames > 0));
    }

    private Codec codec() {
        try {
            return Codec.valueOf(facts.codec());
        } catch (IllegalArgumentException newer) {
            // facts that a newer version has kept
            return Codec.UNKNOWN;
        }
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
