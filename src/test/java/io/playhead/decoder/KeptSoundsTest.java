package io.playhead.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.Eventually;
import io.playhead.Settings;
import io.playhead.decoder.DecodingFailure.Reason;
import io.playhead.pcm.Programs;
import io.playhead.pcm.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** What was decoded once is there, for all who ask, until others need the room or it is forgotten. */
class KeptSoundsTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path sounds;

    @TempDir
    private Path folder;

    /** 32,000 octets of samples come of it. */
    @BeforeAll
    static void sound() {
        Programs.run(sounds, "ffmpeg", "-v error -f lavfi -i sine=700:r=8000:d=2 -c:a flac sound.flac");
    }

    private static EncodedSound another() {
        return StartedDecoder.sound(sounds.resolve("sound.flac"));
    }

    private StartedDecoder started(String... settings) {
        return StartedDecoder.in(folder.resolve("cache"), settings);
    }

    private StartedDecoder startedWith(String script, String... settings) {
        String[] all = Arrays.copyOf(settings, settings.length + 1);
        all[settings.length] = "ffmpeg=" + StartedDecoder.program(folder, script);
        return started(all);
    }

    @Test
    void askers_at_the_same_time_share_one_decoding() {
        try (StartedDecoder started = started()) {
            EncodedSound sound = another();
            List<CompletableFuture<Samples>> asked = IntStream.range(0, 20)
                    .mapToObj(asker -> started.decoder.decoded(sound).toFuture())
                    .toList();

            assertThat(asked.stream().map(CompletableFuture::join).distinct()).hasSize(1);
            assertThat(started.decoded(sound).frames()).isEqualTo(16_000);
            assertThat(started.count("decode", "done")).isEqualTo(1);
            assertThat(started.files()).hasSize(1);
        }
    }

    @Test
    void what_is_there_is_given_at_once() {
        try (StartedDecoder started = started()) {
            EncodedSound sound = another();
            started.decoded(sound);

            assertThat(started.decoder.decoded(sound)).isInstanceOf(Callable.class);
            assertThat(started.decoder.kept()).containsExactly(sound.recording());
        }
    }

    @Test
    void an_asker_waits_so_long_and_no_longer_and_the_decoding_goes_on() throws IOException {
        Path go = folder.resolve("go");
        String script = "while [ ! -e " + go + " ]; do /bin/sleep 0.05; done; exec /usr/bin/env ffmpeg \"$@\"";
        try (StartedDecoder started = startedWith(script, "wait=100ms")) {
            EncodedSound sound = another();

            assertThat(started.refused(sound)).isEqualTo(Reason.PENDING);
            assertThat(started.refused(sound)).isEqualTo(Reason.PENDING);
            Files.createFile(go);

            Eventually.holds("it is decoded", SOON, () -> started.count("decode", "done") == 1);
            assertThat(started.decoded(sound).frames()).isEqualTo(16_000);
        }
    }

    @Test
    void a_decoding_that_nobody_waits_for_any_more_is_kept() {
        try (StartedDecoder started = started()) {
            EncodedSound sound = another();
            started.decoder.decoded(sound).subscribe().dispose();

            Eventually.holds("it is decoded", SOON, () -> started.count("decode", "done") == 1);
            assertThat(started.files()).hasSize(1);
        }
    }

    @Test
    void nothing_is_begun_before_somebody_asks() {
        try (StartedDecoder started = started()) {
            Mono<Samples> assembled = started.decoder.decoded(another());

            assertThat(assembled).isNotNull();
            assertThat(started.decoder.kept()).isEmpty();
            assertThat(started.files()).isEmpty();
        }
    }

    @Test
    void one_tenant_has_so_many_decodings_and_another_its_own() {
        try (StartedDecoder started = startedWith("exec /bin/sleep 600", "wait=50ms", "queue=2", "parallel=1")) {
            EncodedSound first = another();
            EncodedSound third = another();
            assertThat(started.refused(first)).isEqualTo(Reason.PENDING);
            assertThat(started.refused(another())).isEqualTo(Reason.PENDING);

            assertThat(started.refused(third)).isEqualTo(Reason.BUSY);
            assertThat(started.refused(first)).as("shares").isEqualTo(Reason.PENDING);
            EncodedSound others = new EncodedSound(
                    third.recording(), UUID.randomUUID(), third.validator(), third.format(), third.octets());
            assertThat(started.refused(others)).isEqualTo(Reason.PENDING);
            assertThat(started.meters.get("playhead.decoder.active").gauge().value())
                    .isEqualTo(1);
            assertThat(started.meters.get("playhead.decoder.queued").gauge().value())
                    .isEqualTo(2);
        }
    }

    @Test
    void what_was_not_heard_for_longest_makes_room() throws IOException {
        try (StartedDecoder started = started("output=40KB", "cache.size=70KB")) {
            EncodedSound old = another();
            EncodedSound heard = another();
            Samples samples = started.decoded(heard);
            later(started);
            Samples reading = started.decoded(old);
            short[] whole = StartedDecoder.whole(reading);
            later(started);
            StartedDecoder.whole(samples);
            later(started);
            started.decoded(another());

            assertThat(started.decoder.kept()).contains(heard.recording()).doesNotContain(old.recording());
            assertThat(started.files()).hasSize(2);
            assertThat(StartedDecoder.whole(reading)).as("read on").isEqualTo(whole);
            assertThat(started.meters
                            .get("playhead.decoder.evicted")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            assertThat(started.meters.get("playhead.decoder.cache").gauge().value())
                    .isEqualTo(64_000);
        }
    }

    private static void later(StartedDecoder started) {
        started.now.updateAndGet(now -> now.plusSeconds(10));
    }

    @Test
    void a_restart_finds_what_was_there_and_removes_what_was_not_finished() throws IOException {
        EncodedSound sound = another();
        EncodedSound older = another();
        short[] whole;
        try (StartedDecoder started = started()) {
            started.decoded(older);
            whole = StartedDecoder.whole(started.decoded(sound));
            assertThat(Files.getPosixFilePermissions(started.files().getFirst().getParent()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
        Path mine = folder.resolve("cache/0");
        Files.writeString(mine.resolve("half.part"), "half");
        Files.writeString(mine.resolve("strange.pcm"), "strange");
        try (StartedDecoder again = started()) {
            assertThat(again.decoder.kept()).contains(sound.recording(), older.recording());
            assertThat(StartedDecoder.whole(again.decoded(sound))).isEqualTo(whole);
            assertThat(again.count("decode", "done")).isZero();
            assertThat(again.files()).hasSize(2);
        }
        try (StartedDecoder smaller = started("output=40KB", "cache.size=40KB")) {
            assertThat(smaller.decoder.kept()).hasSize(1);
            assertThat(smaller.files()).hasSize(1);
        }
    }

    @Test
    void two_at_a_time_do_not_share_a_folder_and_what_nobody_uses_is_cleared() {
        EncodedSound sound = another();
        try (StartedDecoder first = started()) {
            first.decoded(sound);
            try (StartedDecoder second = started()) {
                assertThat(second.decoder.kept()).isEmpty();
                second.decoded(sound);
                assertThat(second.files()).hasSize(2);
            }
        }
        try (StartedDecoder again = started()) {
            assertThat(again.decoder.kept()).containsExactly(sound.recording());
            assertThat(again.files()).hasSize(1);
        }
    }

    @Test
    void what_is_forgotten_is_gone_and_decoded_anew() {
        try (StartedDecoder started = started()) {
            EncodedSound sound = another();
            started.decoded(sound);
            started.decoder.forget(sound.recording());

            assertThat(started.decoder.kept()).isEmpty();
            Eventually.holds("the file is gone", SOON, () -> started.files().isEmpty());
            started.decoded(sound);
            assertThat(started.count("decode", "done")).isEqualTo(2);
            assertThat(started.files()).hasSize(1);
        }
    }

    @Test
    void what_is_forgotten_while_it_is_decoded_is_not_kept() {
        try (StartedDecoder started = startedWith("exec /bin/sleep 600")) {
            EncodedSound sound = another();
            Mono<Samples> asked = started.decoder.decoded(sound).cache();
            asked.subscribe(done -> {}, failure -> {});
            Eventually.holds("it has begun", SOON, () -> !started.files().isEmpty());
            assertThat(started.decoder.kept()).containsExactly(sound.recording());

            started.decoder.forget(sound.recording());

            assertThat(StartedDecoder.reason(asked)).isEqualTo(Reason.BROKEN);
            Eventually.holds("nothing is left", SOON, () -> started.files().isEmpty());
            assertThat(started.decoder.kept()).isEmpty();
        }
    }

    @Test
    void a_stop_ends_the_program_and_leaves_nothing() {
        StartedDecoder started = startedWith("exec /bin/sleep 600");
        Mono<Samples> asked = started.decoder.decoded(another()).cache();
        asked.subscribe(done -> {}, failure -> {});
        Eventually.holds("it has begun", SOON, () -> !started.files().isEmpty());

        started.close();

        assertThat(StartedDecoder.reason(asked)).isEqualTo(Reason.BROKEN);
        started.leavesNothing();
    }

    @Test
    void a_file_that_somebody_else_deletes_is_made_again() throws IOException {
        try (StartedDecoder started = started()) {
            EncodedSound sound = another();
            Samples samples = started.decoded(sound);
            Files.delete(started.files().getFirst());

            assertThatThrownBy(() -> samples.read(0, 1, new short[1])).isInstanceOf(NoSuchFileException.class);
            assertThat(StartedDecoder.whole(started.decoded(sound))).hasSize(16_000);
        }
    }

    @Test
    void other_octets_of_a_recording_are_another_sound() {
        try (StartedDecoder started = started()) {
            EncodedSound sound = another();
            started.decoded(sound);
            started.decoded(
                    new EncodedSound(sound.recording(), sound.tenant(), "changed", sound.format(), sound.octets()));

            assertThat(started.count("decode", "done")).isEqualTo(2);
            started.decoder.forget(sound.recording());
            Eventually.holds("both go", SOON, () -> started.files().isEmpty());
        }
    }

    @Test
    void without_a_program_there_is_no_decoder() {
        DecoderProperties none =
                Settings.bound("playhead.decoder", DecoderProperties.class, Map.of(), Map.of("ffmpeg", "none"));

        assertThat(FfmpegSearch.found(none)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/no/such/program", "ffmpeg", "/dev/null", "/bin/true"})
    void a_program_that_is_none_stops_the_start(String program) {
        assertThatThrownBy(() -> started("ffmpeg=" + program)).hasMessageContaining("playhead.decoder.ffmpeg");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wait=-1s",
                "time=0s",
                "input=0B",
                "output=0B",
                "memory=1MB",
                "parallel=-1",
                "queue=0",
                "cache.size=1MB"
            })
    void a_setting_that_cannot_be_right_names_itself(String setting) {
        assertThatThrownBy(() -> started(setting))
                .hasStackTraceContaining("playhead.decoder." + setting.substring(0, setting.indexOf('=')));
    }
}
