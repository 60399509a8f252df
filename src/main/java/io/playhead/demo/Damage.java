package io.playhead.demo;

import io.playhead.cdr.RecordingRepository;
import io.playhead.cdr.Tenants;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What happens to recordings in the field, done to a good one after it was registered. Doing it again changes nothing. */
final class Damage {

    private final Path root;
    private final RecordingRepository recordings;

    Damage(Path root, RecordingRepository recordings) {
        this.root = root;
        this.recordings = recordings;
    }

    /** @param recording whose damage is not null */
    Mono<Void> inflict(UUID tenant, Script.ScriptedRecording recording) {
        String kind = Objects.requireNonNull(recording.damage());
        Path file = root.resolve(tenant.toString())
                .resolve("monitor")
                .resolve(recording.uuid() + "." + Demonstration.extension(recording.file()));
        Mono<Void> damaged = Mono.<Void>fromRunnable(() -> damage(kind, file)).subscribeOn(Schedulers.boundedElastic());
        return kind.equals("deleted")
                ? recordings
                        .forgetMedia(recording.uuid(), new Tenants(Set.of(tenant)))
                        .then(damaged)
                : damaged;
    }

    private static void damage(String kind, Path file) {
        try {
            switch (kind) {
                case "missing", "deleted" -> Files.deleteIfExists(file);
                case "truncated" -> cut(file, middle(file));
                case "header-only" -> cut(file, audioBegins(file));
                default -> throw new IllegalArgumentException(kind);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void cut(Path file, long length) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            if (open.length() > length) {
                open.setLength(length);
            }
        }
    }

    /** Half of the audio that the header of a WAV promises is left. */
    private static long middle(Path file) throws IOException {
        int begins = audioBegins(file);
        byte[] octets = Files.readAllBytes(file);
        int promised = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN).getInt(begins - Integer.BYTES);
        return begins + promised / 2;
    }

    /** Behind the name of the chunk {@code data} and its length. */
    private static int audioBegins(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).indexOf("data") + 2 * Integer.BYTES;
    }
}
