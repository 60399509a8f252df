package io.playhead.media;

import io.playhead.audio.AudioFormat;
import io.playhead.audio.AudioProbe;
import io.playhead.audio.OctetSource;
import io.playhead.audio.Probed;
import io.playhead.cdr.Recording;
import io.playhead.cdr.RecordingFacts;
import io.playhead.storage.Inspectable;
import io.playhead.storage.Place;
import io.playhead.storage.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Looks at stored octets and says what they are. */
public final class MediaFacts {

    /** Octets of a digest that a validator has: 144 bits, so that Base64 needs no padding. */
    private static final int VALIDATOR = 18;

    private MediaFacts() {}

    /** Of octets that nobody has made a digest of. */
    static Mono<RecordingFacts> of(UUID recording, Place place, StoredObject object) {
        return of(recording, extension(place.name()), object, null, null);
    }

    /**
     * @param extension of the file's name, for octets that have no header
     * @param sha256 digest of the octets in hex, if one was made on their way in: it is then the validator
     */
    public static Mono<RecordingFacts> of(
            UUID recording, String extension, Inspectable object, @Nullable String sha256, @Nullable Long crc32) {
        return object.inspect(octets -> AudioProbe.probe(source(object.length(), octets), extension))
                .map(probed -> facts(recording, object.length(), object.modifiedNanos(), sha256, crc32, probed));
    }

    /**
     * Looks at octets at once, on a thread that may wait for them.
     *
     * @param name of the file, which shows its type where its octets do not
     * @param modifiedNanos when they were modified, in nanoseconds since 1970, UTC
     */
    public static RecordingFacts of(UUID recording, String name, OctetSource octets, long modifiedNanos)
            throws IOException {
        return facts(recording, octets.length(), modifiedNanos, null, null, AudioProbe.probe(octets, extension(name)));
    }

    /** Whether what is kept was said of these octets. */
    static boolean fit(@Nullable RecordingFacts facts, StoredObject object) {
        return facts != null && facts.octets() == object.length() && facts.modifiedNanos() == object.modifiedNanos();
    }

    static boolean fit(Recording recording, StoredObject object) {
        return fit(recording.facts(), object);
    }

    private static RecordingFacts facts(
            UUID recording,
            long length,
            long modifiedNanos,
            @Nullable String sha256,
            @Nullable Long crc32,
            Probed probed) {
        Optional<AudioFormat> format = probed.format();
        return new RecordingFacts(
                length,
                modifiedNanos,
                validator(recording, length, modifiedNanos, sha256),
                sha256,
                crc32,
                probed.mediaType().toString(),
                format.map(audio -> audio.codec().name()).orElse("UNKNOWN"),
                format.map(AudioFormat::hertz).orElse(null),
                format.map(AudioFormat::channels).orElse(null),
                format.flatMap(audio -> audio.frames().isPresent()
                                ? Optional.of(audio.frames().getAsLong())
                                : Optional.empty())
                        .orElse(null),
                probed.state().name().toLowerCase(Locale.ROOT),
                probed.plainPcmWave());
    }

    /** Never of a path or host, so that every replica and every place of the octets gives the same. */
    private static String validator(UUID recording, long length, long modifiedNanos, @Nullable String sha256) {
        byte[] digest = sha256 != null
                ? HexFormat.of().parseHex(sha256)
                : sha256(recording + "/" + length + "/" + modifiedNanos);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, VALIDATOR));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Without the dot, in small letters; empty if there is none. */
    static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    static OctetSource source(long length, StoredObject.Octets octets) {
        return new OctetSource() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public int read(long position, ByteBuffer into) throws IOException {
                return octets.read(position, into);
            }
        };
    }
}
