package io.playhead.pcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every codec as sox or ffmpeg decodes it, bit for bit: speech, silence, noise, a tone, digits and music in a row. */
class StoredSamplesTest {

    private static final int FRAMES = 24_123;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "a.wav, '-b 16 -e signed', 1",
        "a.wav, '-b 16 -e signed', 2",
        "a.wav, '-b 8 -e unsigned', 1",
        "a.wav, '-b 8 -e unsigned', 2",
        "a.wav, '-b 24 -e signed', 2",
        "a.wav, '-b 32 -e signed', 1",
        "a.wav, '-b 32 -e float', 2",
        "a.wav, '-b 64 -e float', 1",
        "a.wav, '-e mu-law', 1",
        "a.wav, '-e mu-law', 2",
        "a.wav, '-e a-law', 1",
        "a.wav, '-e a-law', 2",
        "a.wav, '-e gsm', 1",
        "a.wav, '-e ima-adpcm', 1",
        "a.wav, '-e ima-adpcm', 2",
        "a.wav, '-e ms-adpcm', 1",
        "a.wav, '-e ms-adpcm', 2",
        "a.gsm, '', 1",
        "a.au, '-e mu-law', 1",
        "a.au, '-e a-law', 2",
        "a.au, '-b 16 -e signed', 2",
        "a.au, '-b 24 -e signed', 1",
        "a.au, '-b 32 -e signed', 1",
        "a.au, '-b 32 -e float', 1",
        "a.au, '-b 64 -e float', 2",
        "a.sln, '-t raw -b 16 -e signed', 1",
        "a.ul, '', 1",
        "a.al, '', 1",
    })
    void sox_writes_it_and_hears_the_same(String name, String options, int channels) throws Exception {
        Programs.write(folder.resolve("sound"), sound(channels));
        String raw = " -t raw -r 8000 -e signed -b 16 -L -c %d ".formatted(channels);
        Programs.run(folder, "sox", "-D" + raw + "sound " + options + " " + name);
        String type = options.startsWith("-t raw") ? raw : " ";
        Programs.run(folder, "sox", "-D" + type + name + raw + "heard");
        isHeard(StoredFile.of(folder.resolve(name)));
    }

    @ParameterizedTest
    @CsvSource({
        "a.g722, '-c:a g722 -ar 16000', 1",
        "a.wav, '-c:a g722 -ar 16000', 1",
        "a.wav, '-c:a pcm_s16le -rf64 always', 2",
        "a.wav, '-c:a pcm_mulaw -rf64 always', 2",
        "a.wav, '-c:a pcm_s16le -write_bext 1 -metadata description=hello', 2",
        "a.au, '-c:a pcm_s16be', 2",
        "a.wav, '-c:a adpcm_ms', 2",
        "a.wav, '-c:a pcm_u8', 3",
    })
    void ffmpeg_writes_it_and_hears_the_same(String name, String options, int channels) throws Exception {
        Programs.write(folder.resolve("sound"), sound(channels));
        String raw = " -y -v error -f s16le -ar 8000 -ac %d -i sound ".formatted(channels);
        Programs.run(folder, "ffmpeg", raw + options + " " + name);
        Programs.run(folder, "ffmpeg", "-y -v error -i " + name + " -f s16le heard");
        isHeard(StoredFile.of(folder.resolve(name)));
    }

    private void isHeard(StoredFile file) throws Exception {
        Samples samples = file.samples();
        short[] heard = Programs.read(folder.resolve("heard"));
        short[] whole = StoredFile.whole(samples);
        // sox does not leave out what the fact chunk says is only there to fill the last block
        int padding = (heard.length - whole.length) / samples.channels();
        assertThat(padding).isBetween(0, file.format().blocks().orElseThrow().blockFrames() - 1);
        assertThat(Arrays.mismatch(whole, Arrays.copyOf(heard, whole.length))).isEqualTo(-1);
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int from = random.nextInt((int) samples.frames());
            int most = (int) samples.frames() - from;
            int count = 1 + random.nextInt(random.nextBoolean() ? most : Math.min(most, 500));
            assertThat(StoredFile.stretch(samples, from, count))
                    .as("%d frames from %d on, seed %d", count, from, seed)
                    .isEqualTo(
                            Arrays.copyOfRange(whole, from * samples.channels(), (from + count) * samples.channels()));
        }
    }

    private static short[] sound(int channels) {
        short[] mono = new short[6 * FRAMES];
        short[][] sounds = {
            Sounds.speech(FRAMES),
            Sounds.silence(FRAMES),
            Sounds.noise(FRAMES),
            Sounds.tone(8000, FRAMES, 1000, 0.5),
            Sounds.dtmf(8000, FRAMES),
            Sounds.music(8000, FRAMES)
        };
        for (int number = 0; number < sounds.length; number++) {
            System.arraycopy(sounds[number], 0, mono, number * FRAMES, FRAMES);
        }
        short[] other = mono.clone();
        System.arraycopy(mono, FRAMES, other, 0, mono.length - FRAMES);
        return channels == 1 ? mono : Sounds.stereo(mono, other);
    }
}
