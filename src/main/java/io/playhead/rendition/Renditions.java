package io.playhead.rendition;

import io.playhead.representation.EntityTag;
import io.playhead.representation.Representation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.Callable;
import reactor.core.publisher.Mono;

/** Makes renderings representations, whose chunks all of them share a bounded cache and bounded threads for. */
public final class Renditions implements AutoCloseable {

    /** Octets of a digest that a validator has: 144 bits, so that Base64 needs no padding. */
    private static final int VALIDATOR = 18;

    private final Encoders encoders;
    private final Chunks chunks;

    Renditions(RenditionProperties properties, RenditionMeters meters) {
        this.encoders = new Encoders(properties.threads(), properties.queue());
        this.chunks = new Chunks(encoders, properties.kept(), meters);
        meters.bind(chunks, encoders);
    }

    /**
     * Reads nothing.
     *
     * @param source of the sound: its validator, with everything that was done to it before the recipe
     * @param since when the source or the way it is made was last modified
     * @param tenant for whom it is encoded
     */
    public Representation of(Rendering rendering, String source, Instant since, UUID tenant) {
        return new Rendition(
                rendering,
                validator(source + "/" + rendering.recipe()),
                since.truncatedTo(ChronoUnit.SECONDS),
                chunks,
                tenant);
    }

    /**
     * Other work on sound, on the threads that encode, behind what listeners wait for and in the tenant's turn; not begun
     * if nobody waits for it.
     */
    @SuppressWarnings("IllegalCatch") // whatever the work throws, those who wait for it must learn
    public <T> Mono<T> work(UUID tenant, Callable<T> work) {
        return Mono.create(sink -> {
            Lane.Task task = encoders.executeBehind(tenant, () -> {
                try {
                    sink.success(work.call());
                } catch (Exception | Error failure) {
                    sink.error(failure);
                }
            });
            sink.onCancel(task::forget);
        });
    }

    /** Whether so much is being encoded for a tenant that nothing new should begin. */
    public boolean isBusy(UUID tenant) {
        return encoders.isFull(tenant);
    }

    /** Whether so much of a tenant's waits that no {@linkplain #work other work} should be added. */
    public boolean isBusyBehind(UUID tenant) {
        return encoders.isFullBehind(tenant);
    }

    /** A strong validator for what is made of a source, named in full. */
    public static EntityTag validator(String text) {
        return new EntityTag(digest(text));
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, VALIDATOR));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        encoders.close();
    }
}
