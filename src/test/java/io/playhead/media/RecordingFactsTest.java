package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.Replicas;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.TestCall;
import io.playhead.cdr.Recording;
import io.playhead.cdr.RecordingRepository;
import io.playhead.cdr.RecordingState;
import io.playhead.decoder.OutsideDecoder;
import io.playhead.storage.FailingDisks;
import io.playhead.storage.RecordingStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

/** What is known of a recording's octets: the same everywhere, for as long as they are the same. */
class RecordingFactsTest {

    private final Replicas replicas = Replicas.shared();
    private final UUID uuid = UUID.randomUUID();
    private final Path file = replicas.root().resolve(uuid + ".wav");

    private int call() {
        return TestCall.of(Replicas.TENANT).recording(uuid, file).insertInto(replicas.database());
    }

    private String tag(RunningPlayhead playhead, int call) {
        RawHttp.Answer answer = RawHttp.once(
                playhead.port(), "HEAD", "/1.0/cdr/" + call + "/recordings/" + uuid + "/media", Replicas.AUTH);
        assertThat(answer.status()).isEqualTo(200);
        return String.valueOf(answer.header("etag"));
    }

    @Test
    void a_validator_is_fixed_at_first_sight_and_the_same_on_every_replica() throws IOException {
        Files.write(file, wave(800, 800));
        int call = call();

        String first = tag(replicas.first(), call);

        assertThat(first).matches("\"[-_A-Za-z0-9]{24}\"");
        assertThat(tag(replicas.second(), call)).isEqualTo(first);
        assertThat(tag(replicas.first(), call)).isEqualTo(first);
        assertThat(Sql.run(
                        replicas.database(),
                        "SELECT validator FROM playhead.recording_facts WHERE recording_uuid = ?",
                        uuid))
                .containsExactly(first.replace("\"", ""));
    }

    /** One that was kept stands, even if this version would make another of the same octets. */
    @Test
    void a_validator_that_was_kept_stands() throws IOException {
        Files.write(file, wave(800, 800));
        int call = call();
        tag(replicas.first(), call);
        Sql.run(
                replicas.database(),
                "UPDATE playhead.recording_facts SET validator = 'kept' WHERE recording_uuid = ?",
                uuid);

        assertThat(tag(replicas.second(), call)).isEqualTo("\"kept\"");
    }

    @Test
    void other_octets_or_another_time_are_another_validator() throws IOException {
        Files.write(file, wave(800, 800));
        int call = call();
        String first = tag(replicas.first(), call);

        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00.000000001Z")));
        String touched = tag(replicas.first(), call);
        Path other = Files.write(replicas.root().resolve(uuid + ".new"), wave(1600, 1600));
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        String replaced = tag(replicas.first(), call);

        assertThat(first).isNotEqualTo(touched).isNotEqualTo(replaced);
        assertThat(touched).isNotEqualTo(replaced);
        assertThat(tag(replicas.second(), call)).isEqualTo(replaced);
        assertThat(tag(replicas.first(), call)).isEqualTo(replaced);
    }

    @Test
    void two_recordings_of_the_same_octets_have_validators_of_their_own() throws IOException {
        Files.write(file, wave(800, 800));
        UUID twin = UUID.randomUUID();
        Path copy = Files.copy(file, replicas.root().resolve(twin + ".wav"), StandardCopyOption.COPY_ATTRIBUTES);
        int call = TestCall.of(Replicas.TENANT)
                .recording(uuid, file)
                .recording(twin, copy)
                .insertInto(replicas.database());

        assertThat(RawHttp.once(
                                replicas.first().port(),
                                "HEAD",
                                "/1.0/cdr/" + call + "/recordings/" + twin + "/media",
                                Replicas.AUTH)
                        .header("etag"))
                .isNotNull()
                .isNotEqualTo(tag(replicas.first(), call));
    }

    @Test
    void the_state_says_what_is_there() throws IOException {
        Files.write(file, wave(800, 800));
        assertThat(state(file.toString())).isEqualTo("available");
        Files.write(file, wave(0, 0));
        assertThat(state(file.toString())).isEqualTo("empty");
        Files.write(file, wave(800, 100));
        assertThat(state(file.toString())).isEqualTo("truncated");
        Files.writeString(file, "this is no audio at all, only text that goes on for a while");
        assertThat(state(file.toString())).isEqualTo("unrecognised");
        Files.delete(file);
        assertThat(state(file.toString())).isEqualTo("missing");
        assertThat(state(null)).isEqualTo("deleted");
    }

    @Test
    void what_lies_nowhere_or_outside_is_missing() throws IOException {
        Path outside = Files.write(Files.createTempFile("outside", ".wav"), wave(800, 800));
        Files.createSymbolicLink(file, outside);

        assertThat(state(file.toString())).isEqualTo("missing");
        assertThat(state(outside.toString())).isEqualTo("missing");
        assertThat(state(replicas.root().toString())).as("a folder").isEqualTo("missing");
        assertThat(state("relative.wav")).isEqualTo("missing");
        assertThat(state("")).isEqualTo("missing");
        assertThat(state("s3://bucket/key")).as("no store for it").isEqualTo("missing");
        assertThat(state("/" + "x".repeat(5000))).isEqualTo("missing");
        assertThat(state(replicas.root() + "/../" + replicas.root().getFileName()))
                .isEqualTo("missing");
    }

    @Test
    void what_may_not_or_cannot_be_read_is_unreadable() throws IOException {
        Files.write(file, wave(800, 800));
        Instant start = Instant.parse("1988-01-01T00:00:00Z");
        Recording recording = new Recording(uuid, 1, Replicas.TENANT, start, start, file.toString(), null);
        for (RecordingStore store :
                List.of(FailingDisks.forbidding(replicas.root()), FailingDisks.breaking(replicas.root()))) {
            MediaStates states = new MediaStates(
                    new Media(List.of(store), replicas.first().bean(RecordingRepository.class), OutsideDecoder.NONE));

            StepVerifier.create(states.of(List.of(recording)))
                    .expectNext(Map.of(uuid, new RecordingState("unreadable", false)))
                    .verifyComplete();
        }
    }

    /** By list and by call alike. */
    private String state(@Nullable String path) {
        UUID recording = UUID.randomUUID();
        Instant start = Instant.parse("1988-01-01T00:00:00Z").plusMillis(System.nanoTime() % 1_000_000_000);
        int call = TestCall.of(Replicas.TENANT)
                .at(start)
                .recording(recording, start, start.plusSeconds(1), path)
                .insertInto(replicas.database());
        RawHttp.Answer single =
                RawHttp.once(replicas.first().port(), "GET", "/1.0/cdr/" + call + "?include=state", Replicas.AUTH);
        RawHttp.Answer list = RawHttp.once(
                replicas.first().port(),
                "GET",
                "/1.0/cdr?include=state&order=id&limit=1&until=1989-01-01T00:00",
                Replicas.AUTH);
        String state = JsonMapper.shared()
                .readTree(single.text())
                .at("/recordings/0/state")
                .asString();
        assertThat(single.status()).isEqualTo(200);
        assertThat(JsonMapper.shared()
                        .readTree(list.text())
                        .at("/items/0/recordings/0/state")
                        .asString())
                .isEqualTo(state);
        return state;
    }

    /** PCM, mono, 16 bits at 8 kHz. @param promised octets by the header @param there octets that follow it */
    private static byte[] wave(int promised, int there) {
        ByteBuffer wave = ByteBuffer.allocate(44 + there).order(ByteOrder.LITTLE_ENDIAN);
        wave.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + promised);
        wave.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wave.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16_000);
        wave.putShort((short) 2).putShort((short) 16);
        wave.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(promised);
        return wave.array();
    }
}
