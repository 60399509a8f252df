package io.playhead.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.playhead.audio.Probed.State;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;

/** Files as sox and ffmpeg write them, where those are installed: 24,123 frames of a tone, no multiple of any block. */
class RealFilesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "a.wav, '-b 16 -e signed', 1, audio/wav, PCM_S16, 24123",
        "a.wav, '-b 16 -e signed', 2, audio/wav, PCM_S16, 24123",
        "a.wav, '-b 8 -e unsigned', 1, audio/wav, PCM_U8, 24123",
        "a.wav, '-b 24 -e signed', 1, audio/wav, PCM_S24, 24123",
        "a.wav, '-b 32 -e signed', 2, audio/wav, PCM_S32, 24123",
        "a.wav, '-b 32 -e float', 1, audio/wav;codec=3, FLOAT, 24123",
        "a.wav, '-e mu-law', 1, audio/wav;codec=7, ULAW, 24123",
        "a.wav, '-e a-law', 2, audio/wav;codec=6, ALAW, 24123",
        "a.wav, '-e gsm', 1, audio/wav;codec=31, GSM, 24123",
        "a.wav, '-e ima-adpcm', 1, audio/wav;codec=11, IMA_ADPCM, 24123",
        "a.wav, '-e ima-adpcm', 2, audio/wav;codec=11, IMA_ADPCM, 24123",
        "a.wav, '-e ms-adpcm', 1, audio/wav;codec=2, MS_ADPCM, 24123",
        "a.wav, '-e ms-adpcm', 2, audio/wav;codec=2, MS_ADPCM, 24123",
        "a.gsm, '', 1, audio/GSM, GSM, 24160",
        "a.au, '-e mu-law', 1, audio/basic, ULAW, 24123",
        "a.au, '-b 16 -e signed', 2, audio/x-au, PCM_S16, 24123",
        "a.sln, '-t raw -b 16 -e signed', 1, application/octet-stream, PCM_S16, 24123",
        "a.ul, '', 1, audio/PCMU, ULAW, 24123",
        "a.al, '', 1, audio/PCMA, ALAW, 24123",
        "a.flac, '', 2, audio/flac, FLAC, 24123"
    })
    void sox_writes_it(String name, String options, int channels, String type, Codec codec, int frames)
            throws Exception {
        Path file = folder.resolve(name);
        run("sox", "-D -r 8000 -n -c %d %s %s synth 24123s sine 440 gain -3".formatted(channels, options, file));
        Probed probed = probe(file);
        assertThat(probed.mediaType()).isEqualTo(MediaType.parseMediaType(type));
        assertThat(probed.state()).isEqualTo(State.AVAILABLE);
        AudioFormat format = probed.format().orElseThrow();
        assertThat(format.codec()).isEqualTo(codec);
        assertThat(format.hertz()).isEqualTo(8000);
        assertThat(format.channels()).isEqualTo(channels);
        assertThat(format.frames()).hasValue(frames);
        assertThat(probed.plainPcmWave()).isEqualTo(type.equals("audio/wav") && codec == Codec.PCM_S16);
    }

    @ParameterizedTest
    @CsvSource({
        "a.wav, '-c:a pcm_s16le', 8000, audio/wav, PCM_S16, true",
        "a.wav, '-c:a pcm_s16le -rf64 always', 8000, audio/wav, PCM_S16, true",
        "a.wav, '-c:a pcm_f64le', 8000, audio/wav;codec=3, FLOAT, true",
        "a.wav, '-c:a pcm_mulaw', 8000, audio/wav;codec=7, ULAW, true",
        "a.wav, '-c:a gsm_ms', 8000, audio/wav;codec=31, GSM, true",
        "a.wav, '-c:a adpcm_ima_wav', 8000, audio/wav;codec=11, IMA_ADPCM, true",
        "a.wav, '-c:a adpcm_ms', 8000, audio/wav;codec=2, MS_ADPCM, true",
        "a.wav, '-c:a g722 -ar 16000', 16000, audio/wav;codec=28f, G722, true",
        "a.g722, '-c:a g722 -ar 16000', 16000, audio/G722, G722, true",
        "a.mp3, '-c:a libmp3lame', 8000, audio/mpeg, MP3, true",
        "a.mp3, '-c:a libmp3lame -write_xing 0', 8000, audio/mpeg, MP3, false",
        "a.mp3, '-c:a libmp3lame -ar 44100 -b:a 128k -ac 2', 44100, audio/mpeg, MP3, true",
        "a.ogg, '-c:a libopus', 48000, audio/ogg;codecs=opus, OPUS, true",
        "a.ogg, '-c:a libvorbis -ar 44100', 44100, audio/ogg;codecs=vorbis, VORBIS, true",
        "a.mp4, '-c:a libopus', 48000, audio/mp4;codecs=opus, OPUS, false",
        "a.m4a, '-c:a aac', 8000, audio/mp4, AAC, false",
        "a.mp4, '-c:a aac -movflags +frag_keyframe+empty_moov', 8000, audio/mp4, AAC, false",
        "a.flac, '-c:a flac', 8000, audio/flac, FLAC, true",
    })
    void ffmpeg_writes_it_and_decodes_as_many_frames(
            String name, String options, int hertz, String type, Codec codec, boolean exact) throws Exception {
        Path file = folder.resolve(name);
        run("ffmpeg", tone() + options + " " + file);
        Probed probed = probe(file);
        assertThat(probed.mediaType()).isEqualTo(MediaType.parseMediaType(type));
        assertThat(probed.state()).isEqualTo(State.AVAILABLE);
        AudioFormat format = probed.format().orElseThrow();
        assertThat(format.codec()).isEqualTo(codec);
        assertThat(format.hertz()).isEqualTo(hertz);
        assertThat(format.frames().isPresent()).isEqualTo(exact);
        if (exact) {
            Path decoded = folder.resolve("decoded");
            run("ffmpeg", "-v error -i " + file + " -f s16le pipe:1", decoded);
            assertThat(format.frames()).hasValue(Files.size(decoded) / 2 / format.channels());
        }
    }

    @Test
    void a_film_is_video() throws Exception {
        Path file = folder.resolve("a.mp4");
        run("ffmpeg", "-v error -f lavfi -i testsrc=d=1 -f lavfi -i sine=r=8000:d=1 -c:v mpeg4 -c:a aac " + file);
        Probed probed = probe(file);
        assertThat(probed.mediaType()).isEqualTo(MediaType.parseMediaType("video/mp4"));
        assertThat(probed.state()).isEqualTo(State.AVAILABLE);
        assertThat(probed.format().map(AudioFormat::codec)).contains(Codec.AAC);
    }

    @Test
    void what_ffmpeg_pipes_promises_more_than_there_is() throws Exception {
        Path file = folder.resolve("a.wav");
        run("ffmpeg", tone() + "-c:a pcm_s16le -f wav pipe:1", file);
        Probed probed = probe(file);
        assertThat(probed.state()).isEqualTo(State.TRUNCATED);
        assertThat(probed.format().orElseThrow().frames()).hasValue(24_123);
        assertThat(probed.plainPcmWave()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"libopus, a.ogg", "libmp3lame, a.mp3", "aac, a.m4a", "pcm_mulaw, a.wav"})
    void a_file_cut_short_is_truncated(String codec, String name) throws Exception {
        Path file = folder.resolve(name);
        run("ffmpeg", tone() + "-c:a " + codec + " " + file);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
        assertThat(probe(file).state()).isEqualTo(State.TRUNCATED);
    }

    private static String tone() {
        return "-v error -f lavfi -i sine=frequency=440:sample_rate=8000:d=10 -af atrim=end_sample=24123 ";
    }

    private static Probed probe(Path file) throws IOException {
        String name = file.getFileName().toString();
        try (var channel = FileChannel.open(file)) {
            return AudioProbe.probe(OctetSource.of(channel), name.substring(name.lastIndexOf('.')));
        }
    }

    private void run(String program, String arguments) throws IOException, InterruptedException {
        run(program, arguments, folder.resolve("output"));
    }

    private static void run(String program, String arguments, Path output) throws IOException, InterruptedException {
        boolean installed = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        assumeTrue(installed, program + " is not installed");
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments.strip().split(" +")));
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s %s", program, arguments).isZero();
    }
}
