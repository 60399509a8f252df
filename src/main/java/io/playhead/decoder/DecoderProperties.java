package io.playhead.decoder;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.util.unit.DataSize;

/**
 * @param ffmpeg the program, or {@code none}; not set, {@code ffmpeg} of the {@code PATH} if it is there
 * @param patience how long an asker waits for a decoding; longer ones go on, and it is told to come again
 * @param time most that one decoding may take, reading the recording included
 * @param input most octets of a recording that is decoded
 * @param output most octets of samples that come of one
 * @param memory most that the program may use
 * @param parallel decodings at a time; 0 for half as many as there are processors
 * @param queue decodings of one tenant that may be under way or wait
 */
@ConfigurationProperties("playhead.decoder")
record DecoderProperties(
        @Nullable String ffmpeg,
        @Name("wait") @DefaultValue("10s") Duration patience,
        @DefaultValue("10m") Duration time,
        @DefaultValue("2GB") DataSize input,
        @DefaultValue("2GB") DataSize output,
        @DefaultValue("512MB") DataSize memory,
        @DefaultValue("0") int parallel,
        @DefaultValue("16") int queue,
        @DefaultValue Cache cache) {

    /**
     * @param folder not set, {@code playhead-decoded} in the system's folder for temporary files
     * @param size most octets of samples that are kept
     */
    record Cache(
            @Nullable Path folder, @DefaultValue("10GB") DataSize size) {

        Path place() {
            return folder == null ? Path.of(System.getProperty("java.io.tmpdir"), "playhead-decoded") : folder;
        }
    }

    DecoderProperties {
        refuse(patience.isNegative(), "wait must not be negative", patience);
        refuse(time.toSeconds() < 1, "time must be at least 1s", time);
        refuse(input.toBytes() < 1, "input must be at least 1 octet", input);
        refuse(output.toBytes() < 1, "output must be at least 1 octet", output);
        refuse(memory.toMegabytes() < 64, "memory must be at least 64MB", memory);
        refuse(parallel < 0 || parallel > 1024, "parallel must be 0 to 1024", parallel);
        refuse(queue < 1, "queue must be at least 1", queue);
        refuse(
                cache.size().compareTo(output) < 0,
                "cache.size must be no less than playhead.decoder.output",
                cache.size());
        refuse(cache.folder() != null && !cache.folder().isAbsolute(), "cache.folder must be absolute", cache.place());
        parallel = parallel == 0 ? Math.max(1, Runtime.getRuntime().availableProcessors() / 2) : parallel;
    }

    private static void refuse(boolean wrong, String rule, Object value) {
        if (wrong) {
            throw new IllegalArgumentException("playhead.decoder." + rule + ": " + value);
        }
    }
}
