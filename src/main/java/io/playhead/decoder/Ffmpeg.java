package io.playhead.decoder;

import io.playhead.audio.AudioFormat;
import io.playhead.audio.Codec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How {@code ffmpeg} is called: it gets the recording as its standard input, an open file, and gives a WAVE of 16-bit PCM
 * on its standard output. It opens nothing by a name out of the recording: the demuxer is forced, and none of those
 * opens other files; of protocols it may use one; decoders are those of sound that is known. {@code -cpuflags 0} because
 * vector instructions round otherwise, and replicas on other processors are to give the same samples.
 *
 * @param program absolute
 * @param protocol {@code fd} where the program has it (from 6.0 on): it names no file at all; else {@code file}
 * @param prlimit util-linux's, where it is there
 * @param rule names this very build of it
 */
record Ffmpeg(Path program, String protocol, @Nullable Path prlimit, String rule) {

    private static final String DECODERS =
            "aac,mp3float,mp3,opus,vorbis,flac,amrnb,amrwb,adpcm_ima_wav,adpcm_ms,adpcm_g722,g722,pcm_s16le";

    static boolean decodes(Codec codec) {
        return switch (codec) {
            case MP3, OPUS, VORBIS, AAC, FLAC, AMR, AMR_WB, IMA_ADPCM, MS_ADPCM, G722 -> true;
            default -> false;
        };
    }

    /** Empty where no demuxer is known for what the format says. */
    static Optional<String> demuxer(AudioFormat format) {
        return Optional.ofNullable(
                switch (format.container()) {
                    case WAVE, RF64 -> "wav";
                    case OGG -> "ogg";
                    case MPEG -> "mp3";
                    case MP4 -> "mov";
                    case FLAC -> "flac";
                    case AMR -> "amr";
                    case RAW -> format.codec() == Codec.G722 ? "g722" : null;
                    case AU -> null;
                });
    }

    /** Started, with nothing of this program's environment. */
    Process start(String demuxer, Path recording, Path folder, DecoderProperties limits) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(demuxer, limits))
                .directory(folder.toFile())
                .redirectInput(recording.toFile());
        builder.environment().clear();
        return builder.start();
    }

    private List<String> command(String demuxer, DecoderProperties limits) {
        long memory = limits.memory().toBytes();
        List<String> command = new ArrayList<>();
        if (prlimit != null) {
            command.addAll(List.of(
                    prlimit.toString(),
                    "--as=" + memory,
                    "--cpu=" + (limits.time().toSeconds() + 1)));
            // it writes to its pipe alone
            command.addAll(List.of("--fsize=0", "--core=0", "--"));
        }
        command.add(program.toString());
        command.addAll(words("-nostdin -hide_banner -loglevel error -cpuflags 0 -filter_threads 1"));
        command.addAll(List.of("-max_alloc", Long.toString(memory)));
        command.addAll(List.of("-protocol_whitelist", protocol, "-codec_whitelist", DECODERS));
        command.addAll(words("-threads 1 -vn -sn -dn"));
        if (demuxer.equals("mov")) {
            command.addAll(words("-enable_drefs 0 -use_absolute_path 0"));
        }
        command.addAll(List.of("-f", demuxer, "-i", protocol.equals("fd") ? "fd:" : "file:/dev/stdin"));
        command.addAll(words("-map 0:a:0 -vn -sn -dn -map_metadata -1 -map_chapters -1"));
        command.addAll(words("-af aformat=sample_fmts=s16:channel_layouts=mono|stereo -c:a pcm_s16le"));
        command.addAll(words("-bitexact -f wav -protocol_whitelist pipe pipe:1"));
        return command;
    }

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }
}
