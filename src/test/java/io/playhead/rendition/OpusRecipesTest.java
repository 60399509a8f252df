package io.playhead.rendition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.pcm.Samples;
import io.playhead.rendition.OpusSounds.Counted;
import io.playhead.representation.EntityTag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;

class OpusRecipesTest {

    /** Three chunks, the last of them short. */
    private static final Samples MEDLEY = OpusSounds.medley(8000, 1, 96_001);

    @Test
    void says_what_it_is_and_what_it_was_made_with() {
        Rendering mp4 = new OpusMp4Recipe().of(MEDLEY);
        Rendering ogg = new OpusOggRecipe(32).of(MEDLEY);
        assertThat(mp4.mediaType()).isEqualTo(MediaType.parseMediaType("audio/mp4;codecs=opus"));
        assertThat(ogg.mediaType()).isEqualTo(MediaType.parseMediaType("audio/ogg;codecs=opus"));
        assertThat(mp4.recipe()).isEqualTo("opus-mp4/1;8000;1;24;250;100;4;concentus-1.0.2");
        assertThat(ogg.recipe()).isEqualTo("opus-ogg/1;8000;1;32;250;100;4;concentus-1.0.2");
        assertThat(new EntityTag(mp4.recipe()).opaque()).isEqualTo(mp4.recipe());
    }

    @ParameterizedTest
    @CsvSource({
        "8000, 1, 16, 40",
        "8000, 1, 24, 60",
        "8000, 2, 48, 120",
        "12000, 1, 32, 80",
        "16000, 1, 32, 80",
        "16000, 2, 64, 160",
        "24000, 1, 48, 120",
        "48000, 1, 64, 160",
        "48000, 2, 128, 320"
    })
    void is_as_long_as_the_formula_says(int hertz, int channels, int kilobits, int octets) throws IOException {
        int second = 48_000 / hertz;
        for (long frames : List.of(0L, 1L, 12_345L, (250L * 960 - 312) / second, 3_600L * hertz)) {
            Samples sound = new Counted(hertz, channels, frames, new AtomicLong());
            long packets = Math.ceilDiv(frames * second + 312, 960);
            Rendering mp4 = new OpusMp4Recipe(kilobits).of(sound);
            assertThat(mp4.length()).isEqualTo((packets == 1 ? 646 : 654) + packets * octets);
            assertThat(mp4.chunk(0)).hasSize(packets == 1 ? 646 : 654);
            long lacing = packets * (octets / 255 + 1);
            long pages = Math.ceilDiv(packets, 50);
            assertThat(new OpusOggRecipe(kilobits).of(sound).length())
                    .isEqualTo(99 + 27 * pages + lacing + packets * octets);
        }
    }

    @ParameterizedTest
    @CsvSource({"8000, 1", "48000, 2"})
    void comes_out_as_long_as_it_said(int hertz, int channels) throws IOException {
        for (int packets : List.of(1, 49, 50, 51, 250, 251, 301)) {
            Samples sound = new Counted(hertz, channels, (packets * 960L - 312) / (48_000 / hertz), new AtomicLong());
            for (Rendering opus : List.of(new OpusMp4Recipe().of(sound), new OpusOggRecipe().of(sound))) {
                assertThat(OpusSounds.whole(opus)).hasSize((int) opus.length());
                assertThat(opus.start(0)).isZero();
                assertThat(opus.start(opus.chunks())).isEqualTo(opus.length());
            }
        }
    }

    @Test
    void each_octet_is_in_one_chunk() {
        for (Rendering opus : List.of(new OpusMp4Recipe().of(MEDLEY), new OpusOggRecipe().of(MEDLEY))) {
            for (int chunk = 0; chunk < opus.chunks(); chunk++) {
                assertThat(opus.start(chunk)).isLessThan(opus.start(chunk + 1));
                assertThat(opus.chunkAt(opus.start(chunk))).isEqualTo(chunk);
                assertThat(opus.chunkAt(opus.start(chunk + 1) - 1)).isEqualTo(chunk);
            }
            assertThatThrownBy(() -> opus.chunkAt(opus.length())).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> opus.chunkAt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> opus.start(opus.chunks() + 1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void length_and_header_cost_no_reading_and_a_chunk_little_more_than_itself() throws IOException {
        Counted day = new Counted(8000, 1, 8000L * 3600 * 24, new AtomicLong());
        for (Rendering opus : List.of(new OpusMp4Recipe().of(day), new OpusOggRecipe().of(day))) {
            assertThat(opus.length()).isGreaterThan(24_000L / 8 * 3600 * 24);
            opus.chunk(0);
            assertThat(day.read()).hasValue(0);
            opus.chunk(opus.chunkAt(opus.length() / 2));
            assertThat(day.read()).hasValue((100 + 250) * 160);
            day.read().set(0);
        }
    }

    @Test
    void any_chunk_by_itself_is_that_part_of_the_whole() throws IOException {
        for (Recipe recipe : List.of(new OpusMp4Recipe(), new OpusOggRecipe())) {
            byte[] whole = OpusSounds.whole(recipe.of(MEDLEY));
            Rendering fresh = recipe.of(MEDLEY);
            for (int chunk = fresh.chunks() - 1; chunk >= 0; chunk--) {
                byte[] part = Arrays.copyOfRange(whole, (int) fresh.start(chunk), (int) fresh.start(chunk + 1));
                assertThat(fresh.chunk(chunk)).as("chunk %d", chunk).isEqualTo(part);
            }
        }
    }

    @Test
    void chunks_come_out_the_same_when_many_are_made_at_once() {
        Rendering opus = new OpusMp4Recipe().of(MEDLEY);
        List<byte[]> expected = IntStream.range(0, opus.chunks())
                .mapToObj(chunk -> made(opus, chunk))
                .toList();
        IntStream.range(0, 16).parallel().forEach(round -> {
            int chunk = round % opus.chunks();
            assertThat(made(opus, chunk)).isEqualTo(expected.get(chunk));
        });
    }

    /** Another digest means other octets under the same validator: then the recipe's version must change. */
    @ParameterizedTest
    @CsvSource({
        "8000, 1, 24, 93e34c0b3ec28efe",
        "8000, 1, 16, 02cd8a456304ea87",
        "8000, 2, 48, 52ac5615164a8745",
        "12000, 1, 32, 34c671f00528d117",
        "16000, 1, 32, ca9680889f4b2ab3",
        "16000, 2, 64, f5de92da4d0fe03d",
        "24000, 1, 48, 45ca687e35f00e24",
        "48000, 1, 64, c9ecc683dd813193",
        "48000, 2, 128, cc582464b7b3902c"
    })
    void the_same_octets_come_out_on_every_machine(int hertz, int channels, int kilobits, String digest)
            throws Exception {
        Samples medley = OpusSounds.medley(hertz, channels, hertz * 6);
        MessageDigest both = MessageDigest.getInstance("SHA-256");
        both.update(OpusSounds.whole(new OpusMp4Recipe(kilobits).of(medley)));
        both.update(OpusSounds.whole(new OpusOggRecipe(kilobits).of(medley)));
        assertThat(HexFormat.of().formatHex(both.digest()).substring(0, 16)).isEqualTo(digest);
    }

    @ParameterizedTest
    @CsvSource({"8000, 24", "12000, 32", "16000, 32", "24000, 48", "48000, 64"})
    void stereo_usually_has_twice_the_bit_rate_of_mono(int hertz, int kilobits) {
        Samples mono = new Counted(hertz, 1, 1, new AtomicLong());
        Samples stereo = new Counted(hertz, 2, 1, new AtomicLong());
        assertThat(new OpusMp4Recipe().of(mono).recipe()).contains(";1;" + kilobits + ";");
        assertThat(new OpusMp4Recipe().of(stereo).recipe()).contains(";2;" + 2 * kilobits + ";");
    }

    @Test
    void only_what_opus_has_and_what_sounds_well_is_allowed() {
        assertThat(OpusMp4Recipe.bitRates(8000, 1)).containsExactly(16, 24, 32, 48, 64);
        assertThat(OpusOggRecipe.bitRates(8000, 2)).containsExactly(48, 64, 96, 128);
        assertThat(OpusMp4Recipe.bitRates(16_000, 1)).containsExactly(24, 32, 48, 64);
        assertThat(OpusMp4Recipe.bitRates(48_000, 2)).containsExactly(96, 128);
        assertThat(OpusMp4Recipe.bitRates(44_100, 1)).isEmpty();
        assertThat(OpusMp4Recipe.bitRates(8000, 3)).isEmpty();
        Samples disc = new Counted(44_100, 2, 1, new AtomicLong());
        assertThatThrownBy(() -> new OpusOggRecipe().of(disc)).isInstanceOf(IllegalArgumentException.class);
        Samples years = new Counted(8000, 1, 8000L * 3600 * 24 * 400, new AtomicLong());
        assertThatThrownBy(() -> new OpusMp4Recipe().of(years)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OpusMp4Recipe(25).of(MEDLEY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OpusMp4Recipe(128).of(MEDLEY)).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] made(Rendering rendering, int chunk) {
        try {
            return rendering.chunk(chunk);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
