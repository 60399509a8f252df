package io.playhead.rendition;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.audio.AudioProbe;
import io.playhead.audio.OctetSource;
import io.playhead.audio.Probed;
import io.playhead.pcm.ArraySamples;
import io.playhead.pcm.Samples;
import io.playhead.pcm.Sounds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaveRecipeTest {

    @ParameterizedTest
    @CsvSource({"8000, 1, 1", "8000, 1, 40000", "8000, 1, 40001", "16000, 2, 200000", "48000, 2, 65536"})
    void the_samples_stand_behind_a_header_that_says_what_they_are(int hertz, int channels, int frames)
            throws IOException {
        short[] samples = Sounds.noise(frames * channels);
        byte[] file = whole(WaveRecipe.PCM_16.of(new ArraySamples(hertz, channels, samples)));
        short[] read = new short[samples.length];
        ByteBuffer.wrap(file, 44, file.length - 44)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .get(read);
        assertThat(read).isEqualTo(samples);
        Probed probed = AudioProbe.probe(source(file), "wav");
        assertThat(probed.plainPcmWave()).isTrue();
        assertThat(probed.format()).hasValueSatisfying(format -> {
            assertThat(format.hertz()).isEqualTo(hertz);
            assertThat(format.channels()).isEqualTo(channels);
            assertThat(format.frames()).hasValue(frames);
        });
    }

    @Test
    void from_four_gibibytes_on_the_sizes_have_64_bits() throws IOException {
        long most = (0xffff_ffffL - 36) / 2;
        Rendering last = WaveRecipe.PCM_16.of(new Endless(most));
        assertThat(last.length()).isEqualTo(44 + 2 * most);
        assertThat(new String(last.chunk(0), 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RIFF");
        Rendering first = WaveRecipe.PCM_16.of(new Endless(most + 1));
        assertThat(first.length()).isEqualTo(80 + 2 * (most + 1));
        ByteBuffer header = ByteBuffer.wrap(first.chunk(0)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(header.getLong(20)).isEqualTo(first.length() - 8);
        assertThat(header.getLong(28)).isEqualTo(2 * (most + 1));
        assertThat(header.getLong(36)).isEqualTo(most + 1);
    }

    private record Endless(long frames) implements Samples {

        @Override
        public int hertz() {
            return 8000;
        }

        @Override
        public int channels() {
            return 1;
        }

        @Override
        public void read(long from, int count, short[] into) {
            throw new AssertionError("a header is no sound");
        }
    }

    private static byte[] whole(Rendering rendering) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int chunk = 0; chunk < rendering.chunks(); chunk++) {
            assertThat(rendering.start(chunk)).isEqualTo(whole.size());
            assertThat(rendering.chunkAt(whole.size())).isEqualTo(chunk);
            whole.writeBytes(rendering.chunk(chunk));
            assertThat(rendering.chunkAt(whole.size() - 1L)).isEqualTo(chunk);
        }
        assertThat(rendering.length()).isEqualTo(whole.size());
        return whole.toByteArray();
    }

    private static OctetSource source(byte[] octets) {
        return new OctetSource() {
            @Override
            public long length() {
                return octets.length;
            }

            @Override
            public int read(long position, ByteBuffer into) {
                if (position >= octets.length) {
                    return -1;
                }
                int count = (int) Math.min(into.remaining(), octets.length - position);
                into.put(octets, (int) position, count);
                return count;
            }
        };
    }
}
