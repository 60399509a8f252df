package io.playhead.audio;

import static io.playhead.audio.Riff.adpcm;
import static io.playhead.audio.Riff.chunk;
import static io.playhead.audio.Riff.data;
import static io.playhead.audio.Riff.extensible;
import static io.playhead.audio.Riff.fact;
import static io.playhead.audio.Riff.fmt;
import static io.playhead.audio.Riff.gsm;
import static io.playhead.audio.Riff.pcm16;
import static io.playhead.audio.Riff.wave;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.audio.Probed.State;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;

class WaveProbeTest {

    private static final String GUID_TAIL = "000000001000800000aa00389b71";

    @Test
    void plain_pcm_is_known_to_the_frame() throws IOException {
        Probed probed = probe(wave(pcm16(), data(16_001 * 2)));
        AudioFormat format = format(probed);
        assertThat(probed.state()).isEqualTo(State.AVAILABLE);
        assertThat(probed.mediaType()).isEqualTo(MediaType.parseMediaType("audio/wav"));
        assertThat(probed.plainPcmWave()).isTrue();
        assertThat(format.frames()).hasValue(16_001);
        assertThat(format.duration()).contains(Duration.ofSeconds(2).plusNanos(125_000));
        assertThat(format.blocks()).contains(new Blocks(44, 32_002, 2, 1));
        assertThat(format.playsEverywhere()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 2, 8, PCM_U8, audio/wav, 1, true",
        "1, 2, 6, 24, PCM_S24, audio/wav, 1, true",
        "1, 2, 8, 32, PCM_S32, audio/wav, 1, false",
        "1, 1, 2, 12, PCM_S16, audio/wav, 1, true",
        "1, 1, 4, 24, PCM_S32, audio/wav, 1, false",
        "1, 1, 0, 16, PCM_S16, audio/wav, 1, true",
        "3, 1, 4, 32, FLOAT, audio/wav;codec=3, 1, false",
        "3, 1, 8, 64, FLOAT, audio/wav;codec=3, 1, false",
        "6, 2, 2, 8, ALAW, audio/wav;codec=6, 1, true",
        "7, 1, 1, 8, ULAW, audio/wav;codec=7, 1, true",
        "49, 1, 65, 0, GSM, audio/wav;codec=31, 320, false",
        "17, 1, 256, 4, IMA_ADPCM, audio/wav;codec=11, 505, false",
        "17, 2, 512, 4, IMA_ADPCM, audio/wav;codec=11, 505, false",
        "2, 1, 256, 4, MS_ADPCM, audio/wav;codec=2, 500, false",
        "2, 2, 512, 4, MS_ADPCM, audio/wav;codec=2, 500, false",
        "655, 1, 1, 8, G722, audio/wav;codec=28f, 2, false",
    })
    void a_codec_is_named_and_its_blocks_are_counted(
            int tag, int channels, int align, int bits, Codec codec, String type, int blockFrames, boolean plays)
            throws IOException {
        Probed probed = probe(wave(fmt(tag, channels, 8000, align, bits), data(65 * 512 * 3)));
        AudioFormat format = format(probed);
        Blocks blocks = format.blocks().orElseThrow();
        assertThat(probed.mediaType()).isEqualTo(MediaType.parseMediaType(type));
        assertThat(format.codec()).isEqualTo(codec);
        assertThat(blocks.blockFrames()).isEqualTo(blockFrames);
        assertThat(format.frames()).hasValue(65L * 512 * 3 / blocks.blockOctets() * blockFrames);
        assertThat(format.playsEverywhere()).isEqualTo(plays);
        assertThat(probed.plainPcmWave()).isFalse();
    }

    @Test
    void an_unknown_codec_is_available_under_its_number() throws IOException {
        Probed probed = probe(wave(fmt(0x83, 1, 8000, 10, 0), data(100)));
        assertThat(probed.mediaType()).isEqualTo(MediaType.parseMediaType("audio/wav;codec=83"));
        assertThat(probed.state()).isEqualTo(State.AVAILABLE);
        assertThat(format(probed).codec()).isEqualTo(Codec.UNKNOWN);
        assertThat(format(probed).frames()).isEmpty();
    }

    @Test
    void an_extensible_format_is_the_one_inside_but_not_plain() throws IOException {
        Probed probed = probe(wave(extensible(1, GUID_TAIL), data(100)));
        assertThat(probed.mediaType()).isEqualTo(MediaType.parseMediaType("audio/wav"));
        assertThat(format(probed).frames()).hasValue(50);
        assertThat(probed.plainPcmWave()).isFalse();
    }

    @Test
    void an_extensible_format_of_another_kind_is_unknown() throws IOException {
        Probed probed = probe(wave(extensible(1, GUID_TAIL.replace('7', '8')), data(100)));
        assertThat(probed.mediaType()).isEqualTo(MediaType.parseMediaType("audio/wav;codec=fffe"));
        assertThat(format(probed).codec()).isEqualTo(Codec.UNKNOWN);
    }

    @Test
    void chunks_around_format_and_data_do_not_matter() throws IOException {
        Bytes list = chunk("LIST", Bytes.of("INFOISFT").u32le(5).and("abcde"));
        Probed probed = probe(wave(list, pcm16(), list, fact(50), data(100), list));
        assertThat(format(probed).frames()).hasValue(50);
        assertThat(probed.plainPcmWave()).isTrue();
    }

    @Test
    void a_pad_octet_may_be_missing() throws IOException {
        Bytes unpadded = chunk("LIST", 5, Bytes.of("abcde"));
        assertThat(format(probe(wave(unpadded, pcm16(), unpadded, data(100)))).frames())
                .hasValue(50);
    }

    @Test
    void the_data_may_come_before_the_format() throws IOException {
        assertThat(format(probe(wave(data(100), pcm16()))).blocks()).contains(new Blocks(20, 100, 2, 1));
    }

    @Test
    void the_first_data_chunk_wins() throws IOException {
        assertThat(format(probe(wave(pcm16(), data(100), data(200)))).frames()).hasValue(50);
    }

    @Test
    void the_fact_chunk_counts_within_the_last_block_alone() throws IOException {
        assertThat(format(probe(wave(gsm(), fact(700), data(3 * 65)))).frames()).hasValue(700);
        assertThat(format(probe(wave(gsm(), fact(640), data(3 * 65)))).frames()).hasValue(960);
        assertThat(format(probe(wave(gsm(), fact(961), data(3 * 65)))).frames()).hasValue(960);
        assertThat(format(probe(wave(gsm(), fact(-1), data(3 * 65)))).frames()).hasValue(960);
    }

    @Test
    void an_adpcm_header_may_promise_fewer_samples_a_block_but_not_more() throws IOException {
        assertThat(format(probe(wave(adpcm(0x11, 1, 256, 497), data(512)))).frames())
                .hasValue(994);
        assertThat(format(probe(wave(adpcm(0x11, 1, 256, 65_535), data(512)))).frames())
                .hasValue(1010);
    }

    @Test
    void a_block_too_small_for_its_own_header_is_no_block() throws IOException {
        assertThat(format(probe(wave(adpcm(0x11, 2, 7, 0), data(512)))).blocks())
                .isEmpty();
        assertThat(format(probe(wave(adpcm(0x02, 2, 13, 0), data(512)))).blocks())
                .isEmpty();
    }

    @Test
    void asterisk_counts_the_pad_octet_of_wav49_as_data() throws IOException {
        Probed probed = probe(wave(gsm(), fact(320), data(66, 65)));
        assertThat(probed.state()).isEqualTo(State.AVAILABLE);
        assertThat(format(probed).frames()).hasValue(320);
    }

    @ParameterizedTest
    @CsvSource({"202", "2147483647", "-1"})
    void more_promised_than_there_is_truncated_to_what_there_is(int size) throws IOException {
        Probed probed = probe(wave(pcm16(), data(size, 201)));
        assertThat(probed.state()).isEqualTo(State.TRUNCATED);
        assertThat(format(probed).frames()).hasValue(100);
        assertThat(probed.plainPcmWave()).isFalse();
    }

    @Test
    void a_truncated_block_does_not_count() throws IOException {
        Probed probed = probe(wave(gsm(), fact(960), data(3 * 65, 3 * 65 - 1)));
        assertThat(probed.state()).isEqualTo(State.TRUNCATED);
        assertThat(format(probed).frames()).hasValue(640);
    }

    @Test
    void a_header_never_patched_promises_nothing_and_its_audio_is_all_that_follows() throws IOException {
        Probed probed = probe(Bytes.of("RIFF").u32le(0).and("WAVE").and(pcm16()).and(data(0, 200)));
        assertThat(probed.state()).isEqualTo(State.AVAILABLE);
        assertThat(format(probed).frames()).hasValue(100);
        assertThat(probed.plainPcmWave()).isFalse();
    }

    @Test
    void a_header_that_denies_its_data_is_not_plain() throws IOException {
        Probed probed =
                probe(Bytes.of("RIFF").u32le(36).and("WAVE").and(pcm16()).and(data(200)));
        assertThat(probed.state()).isEqualTo(State.AVAILABLE);
        assertThat(probed.plainPcmWave()).isFalse();
    }

    @Test
    void a_header_and_no_audio_is_empty() throws IOException {
        Bytes list = chunk("LIST", Bytes.of("INFO"));
        for (Bytes file : new Bytes[] {
            wave(),
            wave(pcm16()),
            wave(pcm16(), data(0)),
            wave(pcm16(), data(0), list),
            wave(pcm16(), data(-1, 0)),
            wave(pcm16(), data(2, 1)),
            wave(gsm(), data(64)),
            wave(list)
        }) {
            Probed probed = probe(file);
            assertThat(probed.state()).isEqualTo(State.EMPTY);
            assertThat(probed.format().map(AudioFormat::frames).orElse(OptionalLong.of(0)))
                    .hasValue(0);
        }
    }

    @Test
    void what_makes_no_sense_is_unrecognised() throws IOException {
        Bytes strange = chunk("LIST", 0x7fff_0000, Bytes.none().zeros(100));
        for (Bytes file : new Bytes[] {
            wave(data(100)),
            wave(strange),
            wave(fmt(1, 0, 8000, 2, 16), data(100)),
            wave(fmt(1, 1, 0, 2, 16), data(100)),
            wave(chunk("fmt ", Bytes.none().zeros(15)), data(100)),
            Bytes.of("RIFF").u32le(0).and("AVI ").zeros(100),
            Bytes.of("RIFF")
        }) {
            Probed probed = probe(file);
            assertThat(probed.state()).isEqualTo(State.UNRECOGNISED);
            assertThat(probed.mediaType()).isEqualTo(MediaType.parseMediaType("audio/wav"));
            assertThat(probed.format()).isEqualTo(Optional.empty());
        }
    }

    @ParameterizedTest
    @CsvSource({"RF64", "BW64"})
    void sizes_of_64_bits_are_wave_but_not_plain(String name) throws IOException {
        Bytes sizes = chunk("ds64", Bytes.none().u64le(0).u64le(200).u64le(100).u32le(0));
        Bytes body = Bytes.of("WAVE").and(sizes).and(pcm16()).and(data(-1, 200)).and(chunk("LIST", Bytes.of("INFO")));
        Probed probed = probe(Bytes.of(name).u32le(-1).and(body));
        assertThat(probed.mediaType()).isEqualTo(MediaType.parseMediaType("audio/wav"));
        assertThat(probed.state()).isEqualTo(State.AVAILABLE);
        assertThat(format(probed).frames()).hasValue(100);
        assertThat(format(probed).container()).isEqualTo(Container.RF64);
        assertThat(probed.plainPcmWave()).isFalse();
    }

    @Test
    void a_negative_size_of_64_bits_is_more_than_there_is() throws IOException {
        Bytes sizes = chunk("ds64", Bytes.none().u64le(0).u64le(-2).u64le(0).u32le(0));
        Probed probed = probe(
                Bytes.of("RF64").u32le(-1).and("WAVE").and(sizes).and(pcm16()).and(data(-1, 200)));
        assertThat(probed.state()).isEqualTo(State.TRUNCATED);
        assertThat(format(probed).frames()).hasValue(100);
    }

    @Test
    void only_so_many_chunks_are_walked() throws IOException {
        Bytes[] chunks = new Bytes[5000];
        Arrays.fill(chunks, chunk("JUNK", Bytes.none()));
        var source = new CountingSource(wave(chunks).and(pcm16()).and(data(100)));
        assertThat(AudioProbe.probe(source, "wav").state()).isEqualTo(State.UNRECOGNISED);
        assertThat(source.read).isLessThanOrEqualTo(4096);
    }

    @Test
    void a_usual_header_takes_one_read() throws IOException {
        var source = new CountingSource(wave(pcm16(), data(100_000)));
        AudioProbe.probe(source, "wav");
        assertThat(source.reads).isEqualTo(1);
    }

    private static Probed probe(Bytes file) throws IOException {
        return AudioProbe.probe(new CountingSource(file), "wav");
    }

    private static AudioFormat format(Probed probed) {
        return probed.format().orElseThrow();
    }
}
