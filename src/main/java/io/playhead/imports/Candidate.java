package io.playhead.imports;

import io.playhead.audio.AudioProbe;
import io.playhead.cdr.Recording;
import io.playhead.cdr.RecordingFacts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file whose name is understood.
 *
 * @param uuid its recording's: the one in its name, else one that is always the same for this tenant and place
 */
record Candidate(FoundFile file, Named named, UUID tenant, UUID uuid) {

    /** Longer ones are not believed. */
    private static final Duration LONGEST = Duration.ofDays(30);

    private static final int VERSION = 5;

    /** The codec of what no look at its octets can tell. */
    static final String UNKNOWN = "UNKNOWN";

    static Candidate of(FoundFile file, Named named, UUID tenant) {
        UUID said = named.recording();
        return new Candidate(file, named, tenant, said == null ? uuid(tenant, file.place()) : said);
    }

    /** Of a name in the space that is the tenant's (RFC 9562 §5.5). */
    static UUID uuid(UUID tenant, String place) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(ByteBuffer.allocate(16)
                    .putLong(tenant.getMostSignificantBits())
                    .putLong(tenant.getLeastSignificantBits())
                    .flip());
            ByteBuffer digest = ByteBuffer.wrap(sha1.digest(place.getBytes(StandardCharsets.UTF_8)));
            return new UUID(
                    digest.getLong() & 0xffff_ffff_ffff_0fffL | VERSION << 12,
                    digest.getLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * One look at its octets.
     *
     * @return empty if it has grown meanwhile
     * @throws IOException if it may not be read
     */
    Optional<RecordingFacts> probed() throws IOException {
        return file.probed(uuid);
    }

    /** Whether its octets, or else the end of its name, say that it is sound: other things lie beside recordings. */
    boolean isSound(RecordingFacts found) {
        return !found.codec().equals(UNKNOWN) || AudioProbe.isSound(file.extension());
    }

    /** Its row. @throws java.time.DateTimeException if nothing tells when it was recorded */
    Recording recording(RecordingFacts facts, int call) {
        Duration told = facts.duration();
        Duration lasts = told != null && told.compareTo(LONGEST) < 0 ? told : null;
        Instant start = start(lasts);
        return new Recording(uuid, call, tenant, start, end(start, lasts), file.place(), facts);
    }

    private Instant start(@Nullable Duration lasts) {
        Instant said = named.start();
        return said != null
                ? said
                : Objects.requireNonNull(
                        Named.checked(lasts == null ? modified() : modified().minus(lasts)));
    }

    private Instant end(Instant start, @Nullable Duration lasts) {
        if (lasts != null) {
            return start.plus(lasts);
        }
        boolean likely = modified().isAfter(start) && modified().isBefore(start.plus(LONGEST));
        return likely ? modified() : start;
    }

    Instant modified() {
        return Instant.EPOCH.plusNanos(file.modifiedNanos());
    }
}
