package io.playhead.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.pcm.Programs;
import io.playhead.pcm.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is decoded outside is what ffmpeg makes of the file, to the sample. */
class OutsideDecoderTest {

    @TempDir
    private static Path folder;

    @BeforeAll
    static void source() {
        Programs.run(
                folder,
                "ffmpeg",
                "-v error -f lavfi -i aevalsrc=0.4*sin(2*PI*t*(300+90*t))|0.3*sin(2*PI*t*1100):s=48000:d=3 left.wav");
    }

    /** Runs without the processor's vector instructions, which round otherwise. */
    private static short[] byFfmpeg(String file, String arguments) throws IOException {
        String raw = file + ".raw";
        Programs.run(folder, "ffmpeg", "-v error -y -cpuflags 0 -i " + file + " " + arguments + " -f s16le " + raw);
        return Programs.read(folder.resolve(raw));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    mono.mp3    | -ac 1 -ar 8000 -b:a 24k                                          | 8000  | 1
                    stereo.mp3  | -ac 2 -ar 44100 -b:a 128k -write_id3v1 1 -metadata title=Call    | 44100 | 2
                    opus.ogg    | -ac 1 -c:a libopus -b:a 24k                                      | 48000 | 1
                    vorbis.ogg  | -ac 2 -ar 32000 -c:a libvorbis                                   | 32000 | 2
                    last.m4a    | -ac 2 -ar 44100 -c:a aac                                         | 44100 | 2
                    first.m4a   | -ac 1 -ar 16000 -c:a aac -movflags +faststart                    | 16000 | 1
                    parts.m4a   | -ac 1 -ar 16000 -c:a aac -movflags frag_keyframe+empty_moov+default_base_moof -frag_duration 500000 | 16000 | 1
                    opus.mp4    | -ac 1 -c:a libopus                                               | 48000 | 1
                    call.flac   | -ac 2 -ar 22050                                                  | 22050 | 2
                    six.m4a     | -ac 6 -ar 48000 -c:a aac                                         | 48000 | 2
                    mp3.wav     | -ac 1 -ar 16000 -c:a libmp3lame                                  | 16000 | 1
                    """)
    void each_codec_decodes_as_ffmpeg_does_it(String name, String encoder, int hertz, int channels) throws IOException {
        Programs.run(folder, "ffmpeg", "-v error -y -bitexact -i left.wav " + encoder + " " + name);
        try (StartedDecoder started = StartedDecoder.in(folder.resolve("cache"))) {
            Samples samples = started.decoded(StartedDecoder.sound(folder.resolve(name)));

            assertThat(samples.hertz()).isEqualTo(hertz);
            assertThat(samples.channels()).isEqualTo(channels);
            assertThat(StartedDecoder.whole(samples)).isEqualTo(byFfmpeg(name, "-ac " + channels));
        }
    }

    /** Nothing at hand encodes AMR-WB: frames of 6.6 kbit/s (RFC 4867 §5) with any octets are some sound. */
    @Test
    void amr_decodes_as_ffmpeg_does_it() throws IOException {
        Programs.run(folder, "sox", "left.wav -c 1 -r 8000 -t amr-nb narrow.amr");
        Random random = new Random(4867);
        ByteArrayOutputStream wide = new ByteArrayOutputStream();
        wide.writeBytes("#!AMR-WB\n".getBytes(StandardCharsets.US_ASCII));
        for (int frame = 0; frame < 100; frame++) {
            byte[] octets = new byte[18];
            random.nextBytes(octets);
            octets[0] = 0x04;
            wide.writeBytes(octets);
        }
        Files.write(folder.resolve("wide.amr"), wide.toByteArray());
        try (StartedDecoder started = StartedDecoder.in(folder.resolve("cache"))) {
            Samples narrow = started.decoded(StartedDecoder.sound(folder.resolve("narrow.amr")));
            Samples broad = started.decoded(StartedDecoder.sound(folder.resolve("wide.amr")));

            assertThat(narrow.hertz()).isEqualTo(8000);
            assertThat(StartedDecoder.whole(narrow)).isEqualTo(byFfmpeg("narrow.amr", ""));
            assertThat(broad.hertz()).isEqualTo(16_000);
            assertThat(StartedDecoder.whole(broad))
                    .isEqualTo(byFfmpeg("wide.amr", ""))
                    .hasSize(32_000);
        }
    }

    @Test
    void the_sound_of_a_film_is_decoded_and_its_picture_is_not() throws IOException {
        Programs.run(
                folder,
                "ffmpeg",
                "-v error -y -f lavfi -i testsrc=d=3:s=64x64:r=5 -i left.wav -c:v mpeg4 -c:a aac -map 0 -map 1 film.mp4");
        try (StartedDecoder started = StartedDecoder.in(folder.resolve("cache"))) {
            Samples samples = started.decoded(StartedDecoder.sound(folder.resolve("film.mp4")));

            assertThat(StartedDecoder.whole(samples)).isEqualTo(byFfmpeg("film.mp4", "-vn"));
        }
    }

    @Test
    void any_stretch_is_that_of_the_whole() throws IOException {
        Programs.run(folder, "ffmpeg", "-v error -y -i left.wav -ac 2 -c:a libvorbis stretch.ogg");
        try (StartedDecoder started = StartedDecoder.in(folder.resolve("cache"))) {
            Samples samples = started.decoded(StartedDecoder.sound(folder.resolve("stretch.ogg")));
            short[] whole = StartedDecoder.whole(samples);
            short[] stretch = new short[2000];
            for (int from = 0; from + 1000 < samples.frames(); from += 7777) {
                samples.read(from, 1000, stretch);

                assertThat(stretch).isEqualTo(Arrays.copyOfRange(whole, 2 * from, 2 * from + 2000));
            }
        }
    }
}
