package io.playhead.pcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.audio.AudioFormat;
import io.playhead.audio.Blocks;
import io.playhead.audio.Codec;
import io.playhead.audio.Container;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Octets that no encoder wrote are some sound, and the same from anywhere. */
class HostileSamplesTest {

    private static final int START = 44;

    /** @param blockOctets of a block of {@code blockFrames} */
    record Kind(Container container, Codec codec, int channels, int blockOctets, int blockFrames) {

        AudioFormat format(long octets, int missingFrames) {
            var blocks = new Blocks(START, octets, blockOctets, blockFrames);
            var frames = OptionalLong.of(Math.max(0, blocks.frames() - missingFrames));
            return new AudioFormat(container, codec, 8000, channels, frames, Optional.of(blocks));
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind(Container.WAVE, Codec.PCM_U8, 3, 3, 1),
                new Kind(Container.WAVE, Codec.PCM_S16, 256, 512, 1),
                new Kind(Container.AU, Codec.PCM_S24, 2, 6, 1),
                new Kind(Container.RF64, Codec.PCM_S32, 1, 4, 1),
                new Kind(Container.WAVE, Codec.FLOAT, 2, 8, 1),
                new Kind(Container.AU, Codec.FLOAT, 1, 8, 1),
                new Kind(Container.RAW, Codec.ULAW, 1, 1, 1),
                new Kind(Container.AU, Codec.ALAW, 2, 2, 1),
                new Kind(Container.WAVE, Codec.IMA_ADPCM, 1, 4, 1),
                new Kind(Container.WAVE, Codec.IMA_ADPCM, 2, 515, 505),
                new Kind(Container.WAVE, Codec.IMA_ADPCM, 5, 1000, 300),
                new Kind(Container.WAVE, Codec.MS_ADPCM, 1, 7, 1),
                new Kind(Container.WAVE, Codec.MS_ADPCM, 2, 14, 2),
                new Kind(Container.WAVE, Codec.MS_ADPCM, 2, 65_535, 65_523),
                new Kind(Container.WAVE, Codec.MS_ADPCM, 3, 256, 158),
                new Kind(Container.WAVE, Codec.GSM, 1, 65, 320),
                new Kind(Container.RAW, Codec.GSM, 1, 33, 160),
                new Kind(Container.RAW, Codec.G722, 1, 1, 2));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void any_octets_are_some_sound_the_same_from_anywhere(Kind kind) throws IOException {
        for (int round = 0; round < 6; round++) {
            long seed = System.nanoTime();
            var random = new Random(seed);
            byte[] octets = octets(random, random.nextInt(120_000) + kind.blockOctets());
            AudioFormat format = kind.format(octets.length - START, random.nextInt(kind.blockFrames()));
            if (format.frames().orElseThrow() == 0) {
                continue;
            }
            short[] whole = StoredFile.whole(samples(format, octets));
            Samples samples = samples(format, octets);
            for (int stretch = 0; stretch < 20; stretch++) {
                int from = random.nextInt((int) samples.frames());
                int count = 1 + random.nextInt((int) samples.frames() - from);
                int channels = samples.channels();
                short[] expected = Arrays.copyOfRange(whole, from * channels, (from + count) * channels);
                assertThat(Arrays.mismatch(StoredFile.stretch(samples, from, count), expected))
                        .as("%d frames from %d on, seed %d", count, from, seed)
                        .isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void what_is_no_longer_there_is_no_silence(Kind kind) throws IOException {
        byte[] octets = octets(new Random(1), 200_000);
        AudioFormat format = kind.format(octets.length - START, 0);
        Samples shorter = samples(format, Arrays.copyOf(octets, octets.length / 2));
        int last = (int) shorter.frames() - 1;
        assertThatThrownBy(() -> StoredFile.stretch(shorter, last, 1)).isInstanceOf(EOFException.class);
        assertThat(StoredFile.stretch(shorter, 0, 1)).hasSize(kind.channels());
    }

    @Test
    void every_codec_of_ours_has_a_rule_and_no_other_is_decoded() {
        for (Codec codec : Codec.values()) {
            var format = new AudioFormat(
                    Container.WAVE, codec, 8000, 1, OptionalLong.of(1), Optional.of(new Blocks(0, 65, 65, 320)));
            boolean ours = StoredSamples.decodes(codec);
            assertThat(StoredSamples.of(format, new StoredFile(new byte[65], ""))
                            .isPresent())
                    .isEqualTo(ours);
            if (ours) {
                assertThat(StoredSamples.rule(codec)).matches("[a-z0-9-]+/[0-9]+");
            } else {
                assertThatThrownBy(() -> StoredSamples.rule(codec)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void without_blocks_there_are_no_samples() {
        var format = new AudioFormat(Container.WAVE, Codec.PCM_S16, 8000, 1, OptionalLong.of(0), Optional.empty());
        assertThat(StoredSamples.of(format, new StoredFile(new byte[0], ""))).isEmpty();
    }

    @Test
    void wide_samples_are_rounded_to_the_nearest_and_saturate() throws IOException {
        var octets = ByteBuffer.allocate(START + 12 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        octets.position(START);
        for (int wide : List.of(0x7fff, 0x8000, -0x8000, -0x8001, Integer.MAX_VALUE, Integer.MIN_VALUE)) {
            octets.putInt(wide);
        }
        AudioFormat format = new Kind(Container.WAVE, Codec.PCM_S32, 1, 4, 1).format(6 * Integer.BYTES, 0);
        assertThat(StoredFile.whole(samples(format, octets.array())))
                .containsExactly((short) 0, (short) 1, (short) 0, (short) -1, Short.MAX_VALUE, Short.MIN_VALUE);
    }

    @Test
    void what_is_not_a_number_is_silence_and_what_is_too_large_saturates() throws IOException {
        var octets = ByteBuffer.allocate(START + 6 * Float.BYTES).order(ByteOrder.BIG_ENDIAN);
        octets.position(START);
        for (float sample : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -2, 0.5f, -0.0f, Float.MIN_VALUE}) {
            octets.putFloat(sample);
        }
        AudioFormat format = new Kind(Container.AU, Codec.FLOAT, 1, 4, 1).format(6 * Float.BYTES, 0);
        assertThat(StoredFile.whole(samples(format, octets.array())))
                .containsExactly((short) 0, Short.MAX_VALUE, Short.MIN_VALUE, (short) 0x4000, (short) 0, (short) 0);
    }

    private static Samples samples(AudioFormat format, byte[] octets) {
        return StoredSamples.of(format, new StoredFile(octets, "")).orElseThrow();
    }

    /** Random ones, often the same ones over and over. */
    private static byte[] octets(Random random, int count) {
        byte[] octets = new byte[START + count];
        random.nextBytes(octets);
        int period = random.nextBoolean() ? octets.length : 1 + random.nextInt(200);
        for (int at = period; at < octets.length; at++) {
            octets[at] = octets[at - period];
        }
        return octets;
    }
}
