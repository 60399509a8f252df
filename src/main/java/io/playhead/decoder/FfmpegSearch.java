package io.playhead.decoder;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the start for the program that decodes, and asks it what it is. */
final class FfmpegSearch {

    private static final Logger log = LoggerFactory.getLogger(FfmpegSearch.class);

    static final String NONE = "none";
    private static final String PROPERTY = "playhead.decoder.ffmpeg";
    private static final long LONGEST_ANSWER_SECONDS = 20;

    private FfmpegSearch() {}

    /** Empty, and said once, where there is none; one that is configured must be there. */
    static Optional<Ffmpeg> found(DecoderProperties properties) {
        String named = properties.ffmpeg();
        if (NONE.equals(named)) {
            return Optional.empty();
        }
        if (named != null) {
            Path program = Path.of(named);
            if (!program.isAbsolute() || !Files.isExecutable(program)) {
                throw new IllegalArgumentException(
                        PROPERTY + " must be \"none\" or the absolute path of a program: " + named);
            }
            return Optional.of(asked(program)
                    .orElseThrow(() -> new IllegalArgumentException(PROPERTY + " does not say what it is: " + named)));
        }
        Optional<Ffmpeg> found = onPath("ffmpeg").flatMap(FfmpegSearch::asked);
        if (found.isEmpty()) {
            log.info("event=no-decoder: there is no ffmpeg on the PATH, so that MP3, AAC, Opus, Vorbis, FLAC and AMR"
                    + " are served as they are stored alone");
        }
        return found;
    }

    private static Optional<Path> onPath(String program) {
        String path = System.getenv("PATH");
        return Arrays.stream((path == null ? "" : path).split(File.pathSeparator))
                .filter(place -> !place.isEmpty())
                .map(place -> Path.of(place, program))
                .filter(Path::isAbsolute)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Lists its protocols under a banner that says version and build: one call for both. */
    private static Optional<Ffmpeg> asked(Path program) {
        try {
            ProcessBuilder builder = new ProcessBuilder(program.toString(), "-protocols").redirectErrorStream(true);
            builder.environment().clear();
            Process process = builder.start();
            process.getOutputStream().close();
            process.onExit().orTimeout(LONGEST_ANSWER_SECONDS, TimeUnit.SECONDS).exceptionally(late -> {
                process.destroyForcibly();
                return process;
            });
            String told = new String(process.getInputStream().readNBytes(1 << 16), StandardCharsets.UTF_8);
            if (process.waitFor() == 0 && told.startsWith("ffmpeg version ")) {
                return Optional.of(found(program, told));
            }
            log.warn("event=decoder-unusable program={} status={}", program, process.exitValue());
        } catch (IOException failure) {
            log.warn("event=decoder-unusable program={}", program, failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private static Ffmpeg found(Path program, String told) {
        String banner = told.substring(0, Math.max(told.indexOf('\n'), 0));
        log.info("event=decoder program={} version=\"{}\"", program, banner.replaceAll("[^ -~]|\"", ""));
        boolean fd = told.lines().anyMatch(line -> line.strip().equals("fd"));
        return new Ffmpeg(
                program,
                fd ? "fd" : "file",
                onPath("prlimit").orElse(null),
                "ffmpeg/1;" + digest(told + System.getProperty("os.arch")));
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
