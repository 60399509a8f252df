package io.playhead.media;

import io.playhead.RunningPlayhead;
import io.playhead.TestCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A call of tenant U, in which user 1 takes part, with several recordings. */
final class StoredCall {

    private static final Instant START = Instant.parse("2021-05-14T17:47:15Z");

    private final RunningPlayhead playhead;
    private final TestCall call = TestCall.of(RunningPlayhead.TENANT_U)
            .at(START)
            .participant(RunningPlayhead.USER_1, 1, "source", true, false);
    private final List<UUID> recordings = new ArrayList<>();
    private int id;

    private StoredCall(RunningPlayhead playhead) {
        this.playhead = playhead;
    }

    static StoredCall in(RunningPlayhead playhead) {
        return new StoredCall(playhead);
    }

    /** A recording that the demonstration ships. @param from and to in seconds of the call */
    StoredCall shipped(double from, double to, String name) {
        return file(from, to, name.substring(name.lastIndexOf('.')), StoredMedia.octets(name));
    }

    StoredCall file(double from, double to, String extension, byte[] octets) {
        UUID uuid = UUID.randomUUID();
        try {
            return row(uuid, from, to, Files.write(playhead.root().resolve(uuid + extension), octets));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** One that is deleted. */
    StoredCall deleted(double from, double to) {
        return row(UUID.randomUUID(), from, to, null);
    }

    /** One whose file is not there. */
    StoredCall missing(double from, double to) {
        UUID uuid = UUID.randomUUID();
        return row(uuid, from, to, playhead.root().resolve(uuid + ".wav"));
    }

    private StoredCall row(UUID uuid, double from, double to, @Nullable Path path) {
        recordings.add(uuid);
        call.recording(uuid, at(from), at(to), path == null ? null : path.toString());
        return this;
    }

    private static Instant at(double seconds) {
        return START.plus(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    StoredCall stored() {
        id = call.insertInto(playhead.database());
        return this;
    }

    int id() {
        return id;
    }

    UUID recording(int number) {
        return recordings.get(number);
    }

    String media() {
        return "/1.0/cdr/" + id + "/media";
    }

    String mine() {
        return "/1.0/users/me/cdr/" + id + "/media";
    }

    /** Of one of its recordings alone. */
    String media(int number) {
        return StoredMedia.path(id, recording(number));
    }
}
