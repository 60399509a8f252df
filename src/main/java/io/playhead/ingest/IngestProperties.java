package io.playhead.ingest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param size most octets of one recording
 * @param time most that one request may take to bring them
 * @param idle how long nothing may come
 * @param metadata most octets of what is said of a call
 * @param extensions of file names that are taken
 * @param types media types that are taken, where one is told; {@code *} after the slash stands for all
 * @param folder where uploads lie until they are whole; not set, {@code playhead-uploads} in the system's folder for
 *     temporary files
 * @param expiry how long an upload is kept that is not whole
 * @param unrecognised whether what is not known as audio is taken
 */
@ConfigurationProperties("playhead.ingest")
record IngestProperties(
        @DefaultValue("4GB") DataSize size,
        @DefaultValue("2h") Duration time,
        @DefaultValue("60s") Duration idle,
        @DefaultValue("64KB") DataSize metadata,

        @DefaultValue({
            "wav", "wav49", "mp3", "ogg", "oga", "opus", "flac", "m4a", "mp4", "au", "amr", "awb", "gsm", "g722",
            "ulaw", "ul", "mu", "ulw", "alaw", "al", "alw", "sln", "sln12", "sln16", "sln24", "sln32", "sln44", "sln48",
            "sln96", "sln192"
        })
        List<String> extensions,

        @DefaultValue({"audio/*", "video/mp4", "video/webm", "application/ogg", "application/octet-stream"})
        List<String> types,

        @Nullable Path folder,
        @DefaultValue("24h") Duration expiry,
        @DefaultValue("false") boolean unrecognised) {

    private static final long MOST_METADATA = DataSize.ofMegabytes(1).toBytes();

    IngestProperties {
        extensions = List.copyOf(extensions);
        types = List.copyOf(types);
        refuse(size.toBytes() < 1, "size must be at least 1 octet", size);
        refuse(time.toMillis() < 1, "time must be positive", time);
        refuse(idle.toMillis() < 1, "idle must be positive", idle);
        refuse(
                metadata.toBytes() < 1024 || metadata.toBytes() > MOST_METADATA,
                "metadata must be 1KB to 1MB",
                metadata);
        refuse(expiry.toSeconds() < 1, "expiry must be at least 1s", expiry);
        refuse(folder != null && !folder.isAbsolute(), "folder must be absolute", String.valueOf(folder));
        for (String extension : extensions) {
            refuse(!extension.matches("[a-z0-9]{1,8}"), "extensions must be small letters and digits", extension);
        }
        for (String type : types) {
            refuse(!type.matches("[a-z0-9.+-]+/([a-z0-9.+-]+|\\*)"), "types must be media types", type);
        }
    }

    private static void refuse(boolean wrong, String rule, Object value) {
        if (wrong) {
            throw new IllegalArgumentException("playhead.ingest." + rule + ": " + value);
        }
    }

    Path place() {
        return folder == null ? Path.of(System.getProperty("java.io.tmpdir"), "playhead-uploads") : folder;
    }

    /** @param type without parameters */
    boolean takes(String type) {
        String small = type.toLowerCase(Locale.ROOT);
        return types.contains(small) || types.contains(small.substring(0, small.indexOf('/') + 1) + "*");
    }
}
