package io.playhead.media;

import io.playhead.RunningPlayhead;
import io.playhead.TestCall;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

/** A recording of a call of tenant M, by users 1 and 2, with its file. @param path of its media */
record StoredMedia(int call, UUID uuid, Path file, String path) {

    static StoredMedia of(RunningPlayhead playhead, byte[] octets) {
        return of(playhead, ".wav", octets);
    }

    /** @param extension of the file's name, with its dot */
    static StoredMedia of(RunningPlayhead playhead, String extension, byte[] octets) {
        return in(playhead, playhead.root(), extension, octets);
    }

    static StoredMedia in(RunningPlayhead playhead, Path folder, String extension, byte[] octets) {
        try {
            Path file = Files.write(folder.resolve(UUID.randomUUID() + extension), octets);
            return at(playhead, RunningPlayhead.TENANT_M, file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Of the recordings that the demonstration ships. */
    static StoredMedia shipped(RunningPlayhead playhead, String name) {
        return of(playhead, name.substring(name.lastIndexOf('.')), octets(name));
    }

    static byte[] octets(String name) {
        try (InputStream in = StoredMedia.class.getResourceAsStream("/demo/recordings/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @param file there or not */
    static StoredMedia at(RunningPlayhead playhead, UUID tenant, Path file) {
        UUID uuid = UUID.randomUUID();
        int call = TestCall.of(tenant).recording(uuid, file).insertInto(playhead.database());
        return new StoredMedia(call, uuid, file, path(call, uuid));
    }

    static String path(Object call, Object uuid) {
        return "/1.0/cdr/" + call + "/recordings/" + uuid + "/media";
    }

    /** No two of them begin alike. */
    static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        return noise;
    }
}
