package io.playhead.pcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three minutes of codecs whose blocks lean on those before them: from anywhere as from the start, and as sox hears. */
class SerialSamplesTest {

    private static final int SECONDS = 180;

    /** Octets of a second of {@code .gsm}. */
    private static final int SECOND = 1650;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "a.wav, speech",
        "a.wav, silence",
        "a.wav, noise",
        "a.wav, tone",
        "a.wav, quiet tone",
        "a.wav, digits",
        "a.wav, music",
        "a.gsm, speech",
        "a.gsm, tone"
    })
    void gsm_sounds_from_anywhere_as_sox_decodes_it(String name, String sound) throws Exception {
        StoredFile file = gsm(name, sound);
        Programs.run(folder, "sox", "-D " + name + " -t raw -e signed -b 16 -L heard");
        isTheSameFromAnywhere(file);
    }

    @ParameterizedTest
    @CsvSource({"speech", "silence", "noise", "tone", "quiet tone", "digits", "music"})
    void g722_sounds_from_anywhere_as_ffmpeg_decodes_it(String sound) throws Exception {
        Programs.write(folder.resolve("sound"), sound(sound, 16_000));
        Programs.run(folder, "ffmpeg", "-y -v error -f s16le -ar 16000 -ac 1 -i sound a.g722");
        Programs.run(folder, "ffmpeg", "-y -v error -i a.g722 -f s16le heard");
        isTheSameFromAnywhere(StoredFile.of(folder.resolve("a.g722")));
    }

    @Test
    void those_who_read_at_once_share_one_pass() throws Exception {
        StoredFile file = gsm("a.gsm", "tone");
        short[] whole = StoredFile.whole(file.samples());
        file.read.set(0);
        Samples samples = file.samples();
        List<Callable<Boolean>> readers = new ArrayList<>();
        for (int reader = 0; reader < 16; reader++) {
            int from = (int) (samples.frames() / 16 * reader);
            readers.add(() -> Arrays.equals(
                    StoredFile.stretch(samples, from, 8000), Arrays.copyOfRange(whole, from, from + 8000)));
        }
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> same : threads.invokeAll(readers)) {
                assertThat(same.get()).isTrue();
            }
        }
        // each reader: 2 + 4 + 8 + 16 s before its border, its cell; all of them: the whole
        assertThat(file.read.get()).isLessThan((16 * (30 + 11) + SECONDS + 1) * SECOND);
    }

    @Test
    void a_second_takes_little_reading() throws Exception {
        StoredFile file = gsm("a.gsm", "speech");
        var random = new Random(1);
        for (int round = 0; round < 50; round++) {
            Samples samples = file.samples();
            file.reads.set(0);
            file.read.set(0);
            StoredFile.stretch(samples, random.nextInt((int) samples.frames() - 8000), 8000);
            assertThat(file.reads.get()).isLessThanOrEqualTo(10);
            assertThat(file.read.get()).isLessThan((2 * 30 + 11) * SECOND);
        }
    }

    private StoredFile gsm(String name, String sound) throws Exception {
        Programs.write(folder.resolve("sound"), sound(sound, 8000));
        Programs.run(folder, "sox", "-D -t raw -r 8000 -e signed -b 16 -L -c 1 sound -e gsm " + name);
        return StoredFile.of(folder.resolve(name));
    }

    private void isTheSameFromAnywhere(StoredFile file) throws Exception {
        short[] heard = Programs.read(folder.resolve("heard"));
        short[] whole = StoredFile.whole(file.samples());
        assertThat(whole.length).isEqualTo((int) file.samples().frames()).isLessThanOrEqualTo(heard.length);
        assertThat(Arrays.mismatch(whole, Arrays.copyOf(heard, whole.length))).isEqualTo(-1);
        long seed = System.nanoTime();
        var random = new Random(seed);
        Samples samples = file.samples();
        for (int round = 0; round < 40; round++) {
            int from = random.nextInt(whole.length);
            int count = 1 + random.nextInt(Math.min(whole.length - from, random.nextInt(200_000) + 1));
            samples = round % 2 == 0 ? file.samples() : samples;
            short[] stretch = StoredFile.stretch(samples, from, count);
            assertThat(Arrays.mismatch(stretch, Arrays.copyOfRange(whole, from, from + count)))
                    .as("%d frames from %d on, seed %d", count, from, seed)
                    .isEqualTo(-1);
        }
        Files.delete(folder.resolve("heard"));
    }

    private static short[] sound(String name, int hertz) {
        int frames = SECONDS * hertz + 123;
        return switch (name) {
            case "speech" -> Sounds.speech(frames);
            case "silence" -> Sounds.silence(frames);
            case "noise" -> Sounds.noise(frames);
            case "tone" -> Sounds.tone(hertz, frames, 1000, 0.5);
            case "quiet tone" -> Sounds.tone(hertz, frames, 425, 0.003);
            case "digits" -> Sounds.dtmf(hertz, frames);
            case "music" -> Sounds.music(hertz, frames);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
