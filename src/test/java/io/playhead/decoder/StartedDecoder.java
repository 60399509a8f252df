package io.playhead.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.Settings;
import io.playhead.audio.AudioFormat;
import io.playhead.audio.AudioProbe;
import io.playhead.audio.OctetSource;
import io.playhead.pcm.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** The decoder as a start makes it, with a folder of the test's, and a clock that the test turns. */
final class StartedDecoder implements AutoCloseable {

    static final UUID TENANT = UUID.fromString("11111111-1111-4111-8111-111111111111");
    private static final Duration LONGEST = Duration.ofSeconds(120);

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-27T08:00:00Z"));
    final Path folder;
    final OutsideDecoder decoder;

    private StartedDecoder(Path folder, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("cache.folder", folder.toString());
        DecoderProperties properties =
                Settings.bound("playhead.decoder", DecoderProperties.class, Map.of("wait", "100s"), all);
        this.folder = folder;
        this.decoder = new DecoderConfiguration().outsideDecoder(properties, meters, now::get);
        boolean required = "required".equals(System.getenv("PLAYHEAD_TEST_AUDIO"));
        assumeTrue(required || decoder != OutsideDecoder.NONE, "ffmpeg is not installed");
    }

    static StartedDecoder in(Path folder, String... settings) {
        Map<String, String> named = new HashMap<>();
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            named.put(parts[0], parts[1]);
        }
        return new StartedDecoder(folder, named);
    }

    Samples decoded(EncodedSound sound) {
        return Objects.requireNonNull(decoder.decoded(sound).block(LONGEST));
    }

    DecodingFailure.Reason refused(EncodedSound sound) {
        return reason(decoder.decoded(sound));
    }

    static DecodingFailure.Reason reason(Mono<Samples> decoding) {
        try {
            decoding.block(LONGEST);
        } catch (DecodingFailure failure) {
            return failure.reason();
        }
        throw new AssertionError("it was decoded");
    }

    /** Of a file, by what a look at it tells. */
    static EncodedSound sound(Path file) {
        try {
            OctetSource octets = octets(Files.readAllBytes(file));
            String name = file.getFileName().toString();
            AudioFormat format = AudioProbe.probe(octets, name.substring(name.lastIndexOf('.')))
                    .format()
                    .orElseThrow();
            return new EncodedSound(UUID.randomUUID(), TENANT, "validator", format, octets);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static OctetSource octets(byte[] all) {
        return new OctetSource() {
            @Override
            public long length() {
                return all.length;
            }

            @Override
            public int read(long position, ByteBuffer into) {
                int count = (int) Math.min(into.remaining(), all.length - position);
                into.put(all, (int) position, count);
                return count == 0 ? -1 : count;
            }
        };
    }

    static short[] whole(Samples samples) {
        try {
            short[] all = new short[(int) samples.frames() * samples.channels()];
            samples.read(0, (int) samples.frames(), all);
            return all;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    double count(String meter, String result) {
        return meters.get("playhead.decoder." + meter)
                .tag("result", result)
                .functionTimer()
                .count();
    }

    /** A program in ffmpeg's place: says what it is, and then does what the script says. */
    static Path program(Path folder, String script) {
        try {
            Path program = Files.writeString(folder.resolve(UUID.randomUUID() + ".sh"), """
                    #!/bin/sh
                    case "$*" in *-protocols*) echo "ffmpeg version of a test"; exit 0;; esac
                    %s
                    """.formatted(script));
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
            return program;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What lies in the folders, the locks left out. */
    List<Path> files() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("lock"))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void leavesNothing() {
        assertThat(files()).isEmpty();
    }

    @Override
    public void close() {
        decoder.close();
    }
}
