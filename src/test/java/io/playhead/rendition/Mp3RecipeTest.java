package io.playhead.rendition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.pcm.ArraySamples;
import io.playhead.pcm.Samples;
import io.playhead.pcm.Sounds;
import io.playhead.representation.EntityTag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;

class Mp3RecipeTest {

    /** A header and four chunks, the last of them short. */
    private static final Samples SPEECH = new ArraySamples(8000, 1, Sounds.speech(230_001));

    @Test
    void says_what_it_is_and_what_it_was_made_with() {
        Rendering mp3 = new Mp3Recipe().of(SPEECH);
        assertThat(mp3.mediaType()).isEqualTo(MediaType.parseMediaType("audio/mpeg"));
        assertThat(mp3.recipe()).isEqualTo("mp3/1;8000;1;24;64;8;224;5;jump3r-1.0.5");
        assertThat(new EntityTag(mp3.recipe()).opaque()).isEqualTo(mp3.recipe());
        assertThat(new Mp3Recipe(32).of(SPEECH).recipe()).isNotEqualTo(mp3.recipe());
    }

    @ParameterizedTest
    @CsvSource({
        "8000, 1, 24, 216",
        "8000, 2, 48, 432",
        "12000, 1, 24, 144",
        "16000, 1, 32, 144",
        "16000, 2, 64, 288",
        "24000, 1, 48, 144",
        "32000, 1, 64, 288",
        "48000, 1, 64, 192",
        "48000, 2, 128, 384"
    })
    void is_as_long_as_its_frames(int hertz, int channels, int kilobits, int octets) {
        int samples = hertz < 32_000 ? 576 : 1152;
        for (int frames : List.of(0, 1, samples - 1, samples, samples + 1, 2 * samples - 1105, 2 * samples - 1104)) {
            Samples sound = new ArraySamples(hertz, channels, new short[frames * channels]);
            int expected = Math.max(2, (frames + 1105 + samples - 1) / samples);
            assertThat(new Mp3Recipe().of(sound).length()).isEqualTo(octets * (1L + expected));
            assertThat(new Mp3Recipe(kilobits).of(sound).length()).isEqualTo(octets * (1L + expected));
        }
    }

    @Test
    void knows_its_length_and_header_without_reading_any_sound() throws IOException {
        Samples days = unreadable(8000L * 3600 * 24 * 7);
        Rendering mp3 = new Mp3Recipe().of(days);
        long frames = (days.frames() + 1105 + 575) / 576;
        assertThat(mp3.length()).isEqualTo(216 * (1 + frames));
        assertThat(mp3.chunk(0)).hasSize(216);
        assertThat(mp3.start(mp3.chunks())).isEqualTo(mp3.length());
        assertThat(mp3.chunkAt(mp3.length() - 1)).isEqualTo(mp3.chunks() - 1);
    }

    @Test
    void reads_of_the_sound_once_and_little_more_than_the_chunk() throws IOException {
        AtomicInteger read = new AtomicInteger();
        new Mp3Recipe().of(counting(SPEECH, read)).chunk(2);
        assertThat(read).hasValue((8 + 64) * 576 + 224);
    }

    @Test
    void any_chunk_by_itself_is_that_part_of_the_whole() throws IOException {
        byte[] whole = whole(new Mp3Recipe().of(SPEECH));
        Rendering fresh = new Mp3Recipe().of(SPEECH);
        for (int chunk = fresh.chunks() - 1; chunk >= 0; chunk--) {
            byte[] part = Arrays.copyOfRange(whole, (int) fresh.start(chunk), (int) fresh.start(chunk + 1));
            assertThat(fresh.chunk(chunk)).as("chunk %d", chunk).isEqualTo(part);
        }
    }

    @Test
    void chunks_come_out_the_same_when_many_are_made_at_once() throws IOException {
        Rendering mp3 = new Mp3Recipe().of(SPEECH);
        List<byte[]> expected = IntStream.range(0, mp3.chunks())
                .mapToObj(chunk -> made(mp3, chunk))
                .toList();
        IntStream.range(0, 15).parallel().forEach(round -> {
            int chunk = round % mp3.chunks();
            assertThat(made(mp3, chunk)).isEqualTo(expected.get(chunk));
        });
    }

    /** Another digest means other octets under the same validator: then the recipe's version must change. */
    @ParameterizedTest
    @CsvSource({
        "8000, 1, 60059c1a03def34619fc87f78dc9150ad2bb3656116b45e3643220c9e56952cd",
        "8000, 2, 533226e262be1aa3299d8f3a1c625b50e8eae01ed9e7be8e37a80eb7344c8d73",
        "16000, 1, 4773518b3529b256e493ad22da819c5b63aaf7831f9a09ed377d0515545af712",
        "48000, 2, 8502fdc3cdd2e716bac534fb1b78d9fee81c6953fa63f5fe70d3aefe68940b8f",
    })
    void the_same_octets_come_out_on_every_machine(int hertz, int channels, String digest) throws Exception {
        byte[] whole = whole(new Mp3Recipe().of(machineMade(hertz, channels)));
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(whole)))
                .isEqualTo(digest);
    }

    @ParameterizedTest
    @CsvSource({"8000, 1", "8000, 2", "12000, 1", "16000, 2", "24000, 1", "32000, 2", "48000, 1", "48000, 2"})
    void every_frame_has_its_header_and_all_of_its_data(int hertz, int channels) throws IOException {
        for (int kilobits : Mp3Recipe.bitRates(hertz, channels)) {
            Mp3Layout layout = new Mp3Layout(hertz, channels, kilobits);
            Rendering mp3 = new Mp3Recipe(kilobits).of(medley(hertz, channels, layout.samples() * 4));
            ByteBuffer whole = ByteBuffer.wrap(whole(mp3));
            assertThat(whole.capacity()).isEqualTo(mp3.length());
            for (int at = 0; at < whole.capacity(); at += layout.octets()) {
                int header = whole.getInt(at) & ~Mp3Layout.MODE_EXTENSION;
                assertThat(header).as("%s at %d", layout, at).isEqualTo(layout.header());
                assertThat(mainDataBegin(whole, at, hertz))
                        .as("%s at %d", layout, at)
                        .isZero();
            }
        }
    }

    @Test
    void other_rates_channels_and_bit_rates_are_refused() {
        assertThat(Mp3Recipe.bitRates(44_100, 1)).isEmpty();
        assertThat(Mp3Recipe.bitRates(8000, 3)).isEmpty();
        assertThat(Mp3Recipe.bitRates(8000, 1)).containsExactly(8, 16, 24, 32, 40, 48, 56, 64);
        assertThat(Mp3Recipe.bitRates(8000, 2)).containsExactly(16, 24, 32, 40, 48, 56, 64);
        assertThat(Mp3Recipe.bitRates(48_000, 2)).startsWith(32).endsWith(320).hasSize(14);
        assertThatThrownBy(() -> new Mp3Recipe(25).of(SPEECH)).isInstanceOf(IllegalArgumentException.class);
        Samples disc = new ArraySamples(44_100, 2, new short[2]);
        assertThatThrownBy(() -> new Mp3Recipe().of(disc)).isInstanceOf(IllegalArgumentException.class);
    }

    /** 9 bits after the header in MPEG 1, else 8 (ISO 11172-3 and 13818-3, §2.4.1.7). */
    private static int mainDataBegin(ByteBuffer frames, int at, int hertz) {
        return hertz < 32_000 ? frames.get(at + 4) & 0xff : (frames.getShort(at + 4) & 0xffff) >> 7;
    }

    /** By integers alone, lest another machine's sine be tested: noise that swells, and falling triangles. */
    private static Samples machineMade(int hertz, int channels) {
        short[] sound = new short[100_000 * channels];
        int noise = 1;
        for (int at = 0; at < sound.length; at++) {
            noise = noise * 1_664_525 + 1_013_904_223;
            int period = 20 + at % channels * 7 + at / 5000;
            int triangle = Math.abs(at % period * 2 - period) * 20_000 / period - 10_000;
            sound[at] = (short) (triangle + (noise >> 16) * (at % 20_000) / 60_000);
        }
        return new ArraySamples(hertz, channels, sound);
    }

    private static Samples medley(int hertz, int channels, int frames) {
        short[] left = Sounds.dtmf(hertz, frames);
        short[] noise = Sounds.noise(frames);
        short[] music = Sounds.music(hertz, frames);
        System.arraycopy(noise, 0, left, frames / 3, frames / 6);
        System.arraycopy(music, 0, left, frames / 2, frames / 2);
        return new ArraySamples(hertz, channels, channels == 1 ? left : Sounds.stereo(left, music));
    }

    private static byte[] whole(Rendering rendering) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int chunk = 0; chunk < rendering.chunks(); chunk++) {
            whole.write(rendering.chunk(chunk));
        }
        return whole.toByteArray();
    }

    private static byte[] made(Rendering rendering, int chunk) {
        try {
            return rendering.chunk(chunk);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Samples unreadable(long frames) {
        return new Samples() {
            @Override
            public int hertz() {
                return 8000;
            }

            @Override
            public int channels() {
                return 1;
            }

            @Override
            public long frames() {
                return frames;
            }

            @Override
            public void read(long from, int count, short[] into) {
                throw new AssertionError("read");
            }
        };
    }

    private static Samples counting(Samples sound, AtomicInteger read) {
        return new Samples() {
            @Override
            public int hertz() {
                return sound.hertz();
            }

            @Override
            public int channels() {
                return sound.channels();
            }

            @Override
            public long frames() {
                return sound.frames();
            }

            @Override
            public void read(long from, int count, short[] into) throws IOException {
                read.addAndGet(count);
                sound.read(from, count, into);
            }
        };
    }
}
