package io.playhead.demo;

import io.playhead.cdr.RecordingRepository;
import io.playhead.cdr.Tenants;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** What happens to recordings in the field, done to a good one after it was registered. */
final class Damage {

    private final Path root;
    private final RecordingRepository recordings;

    Damage(Path root, RecordingRepository recordings) {
        this.root = root;
        this.recordings = recordings;
    }

    /** @param kind missing, header-only, truncated or deleted. To be subscribed to where blocking is allowed */
    Mono<Void> inflict(String kind, UUID tenant, Script.ScriptedRecording recording) {
        Path file = root.resolve(tenant.toString())
                .resolve("monitor")
                .resolve(recording.uuid() + "." + Demonstration.extension(recording.file()));
        Mono<Void> damaged = Mono.fromCallable(() -> {
                    damage(kind, file);
                    return kind;
                })
                .then();
        return kind.equals("deleted")
                ? recordings
                        .forgetMedia(recording.uuid(), new Tenants(Set.of(tenant)))
                        .then(damaged)
                : damaged;
    }

    private static void damage(String kind, Path file) throws IOException {
        switch (kind) {
            case "missing", "deleted" -> Files.deleteIfExists(file);
            case "truncated" -> cut(file, Files.size(file) / 2);
            case "header-only" -> cut(file, headerLength(file));
            default -> throw new IllegalArgumentException(kind);
        }
    }

    private static void cut(Path file, long length) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(length);
        }
    }

    /** Up to where the audio of a WAV begins. */
    private static int headerLength(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).indexOf("data") + 8;
    }
}
