package io.playhead.audio;

import static io.playhead.audio.Fixtures.au;
import static io.playhead.audio.Fixtures.box;
import static io.playhead.audio.Fixtures.flac;
import static io.playhead.audio.Fixtures.mp3;
import static io.playhead.audio.Fixtures.mp4;
import static io.playhead.audio.Fixtures.opus;
import static io.playhead.audio.Fixtures.page;
import static io.playhead.audio.Fixtures.track;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.audio.Probed.State;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;

/** All that is not WAVE. */
class AudioProbeTest {

    @ParameterizedTest
    @CsvSource({
        "gsm, audio/GSM, GSM, 8000, 33, 160",
        "g722, audio/G722, G722, 16000, 1, 2",
        "ulaw, audio/PCMU, ULAW, 8000, 1, 1",
        ".ALAW, audio/PCMA, ALAW, 8000, 1, 1",
        "sln, application/octet-stream, PCM_S16, 8000, 2, 1",
        "sln16, application/octet-stream, PCM_S16, 16000, 2, 1",
    })
    void what_has_no_header_is_known_by_its_name(
            String extension, String type, Codec codec, int hertz, int blockOctets, int blockFrames)
            throws IOException {
        Probed probed = probe(Bytes.none().u8(0xdf).zeros(1000), extension);
        assertThat(probed.mediaType()).isEqualTo(MediaType.parseMediaType(type));
        assertThat(probed.state()).isEqualTo(State.AVAILABLE);
        assertThat(format(probed).codec()).isEqualTo(codec);
        assertThat(format(probed).hertz()).isEqualTo(hertz);
        assertThat(format(probed).frames()).hasValue(1001L / blockOctets * blockFrames);
    }

    @Test
    void gsm_without_its_signature_is_unrecognised() throws IOException {
        assertThat(probe(Bytes.none().zeros(330), "gsm").state()).isEqualTo(State.UNRECOGNISED);
    }

    @Test
    void a_wave_whose_header_was_never_written_has_telephonys_usual_samples() throws IOException {
        Probed probed = probe(Bytes.none().zeros(44).u8(7).zeros(799), "wav");
        assertThat(probed.mediaType()).isEqualTo(MediaType.parseMediaType("audio/wav"));
        assertThat(format(probed).codec()).isEqualTo(Codec.PCM_S16);
        assertThat(format(probed).hertz()).isEqualTo(8000);
        assertThat(format(probed).blocks()).contains(new Blocks(44, 800, 2, 1));
        assertThat(format(probed).playsEverywhere()).isFalse();
        assertThat(probe(Bytes.none().zeros(44), "wav").state()).isEqualTo(State.EMPTY);
        assertThat(probe(Bytes.none().zeros(43), "wav").state()).isEqualTo(State.UNRECOGNISED);
    }

    @Test
    void octets_tell_more_than_the_name() throws IOException {
        Probed probed = probe(Riff.wave(Riff.pcm16(), Riff.data(100)), "gsm");
        assertThat(probed.mediaType()).isEqualTo(MediaType.parseMediaType("audio/wav"));
    }

    @Test
    void silence_in_ulaw_is_no_mp3() throws IOException {
        assertThat(format(probe(mp3(10), "ulaw")).codec()).isEqualTo(Codec.ULAW);
    }

    @ParameterizedTest
    @CsvSource({
        "wav, audio/wav",
        "WAV, audio/wav",
        "'', audio/wav",
        "xyz, audio/wav",
        "html, audio/wav",
        "js, audio/wav",
        "mp3, audio/mpeg",
        "flac, audio/flac",
        "gsm, audio/GSM",
        "mp4, video/mp4",
        "../etc/passwd, audio/wav"
    })
    void what_nothing_is_known_of_has_the_type_its_name_says(String extension, String type) throws IOException {
        Probed unknown = probe(Bytes.of("nothing that anybody knows"), extension);
        assertThat(unknown.mediaType()).isEqualTo(MediaType.parseMediaType(type));
        assertThat(unknown.state()).isEqualTo(State.UNRECOGNISED);
        Probed empty = probe(Bytes.none(), extension);
        assertThat(empty.mediaType()).isEqualTo(MediaType.parseMediaType(type));
        assertThat(empty.state()).isEqualTo(State.EMPTY);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 8000, 1, audio/basic, ULAW, 160", "1, 16000, 1, audio/x-au, ULAW, 160",
        "3, 8000, 1, audio/x-au, PCM_S16, 80", "27, 8000, 2, audio/x-au, ALAW, 80"
    })
    void au_says_all_in_its_header(int encoding, int hertz, int channels, String type, Codec codec, int frames)
            throws IOException {
        Bytes header = au(160, encoding, hertz, channels);
        Probed probed = probe(header.zeros(160), "au");
        assertThat(probed.mediaType()).isEqualTo(MediaType.parseMediaType(type));
        assertThat(probed.state()).isEqualTo(State.AVAILABLE);
        assertThat(format(probed).codec()).isEqualTo(codec);
        assertThat(format(probed).frames()).hasValue(frames);
        assertThat(format(probed).playsEverywhere()).isFalse();
        assertThat(probe(header.zeros(100), "au").state()).isEqualTo(State.TRUNCATED);
        assertThat(probe(header, "au").state()).isEqualTo(State.EMPTY);
    }

    @Test
    void the_last_page_of_opus_says_how_long_it_is() throws IOException {
        Bytes file = opus().and(page(0, 48_000, 2, 200)).and(page(4, 96_312, 3, 200));
        Probed probed = probe(file, "wav");
        assertThat(probed.mediaType()).isEqualTo(MediaType.parseMediaType("audio/ogg;codecs=opus"));
        assertThat(probed.state()).isEqualTo(State.AVAILABLE);
        assertThat(format(probed).frames()).hasValue(96_000);
        assertThat(format(probed).hertz()).isEqualTo(48_000);
        assertThat(format(probed).channels()).isEqualTo(1);
    }

    @Test
    void opus_is_truncated_where_a_page_is_cut_or_the_last_is_missing() throws IOException {
        Bytes file = opus().and(page(0, 48_312, 2, 200)).and(page(4, 96_312, 3, 200));
        for (int missing : new int[] {1, 228, 250}) {
            Probed probed = probe(file.first(file.length() - missing), "opus");
            assertThat(probed.state()).isEqualTo(missing > 228 ? State.EMPTY : State.TRUNCATED);
        }
        Probed probed = probe(file.first(file.length() - 1), "opus");
        assertThat(format(probed).frames()).hasValue(48_000);
        assertThat(probe(opus(), "opus").state()).isEqualTo(State.EMPTY);
    }

    @Test
    void a_granule_position_out_of_reach_is_not_believed() throws IOException {
        assertThat(format(probe(opus().and(page(4, Long.MAX_VALUE, 2, 10)), "opus"))
                        .frames())
                .isEmpty();
        assertThat(format(probe(opus().and(page(4, Long.MIN_VALUE, 2, 10)), "opus"))
                        .frames())
                .isEmpty();
    }

    @Test
    void only_the_end_of_a_long_ogg_is_read() throws IOException {
        Bytes file = opus();
        for (int number = 2; number < 2000; number++) {
            file = number % 2 == 0 ? file.and(page(0, 960L * number, number, 200)) : file;
        }
        var source = new CountingSource(file.and(page(4, 960_312, 2000, 200)));
        assertThat(format(AudioProbe.probe(source, "ogg")).frames()).hasValue(960_000);
        assertThat(source.read).isLessThanOrEqualTo(Peek.BUDGET);
    }

    @Test
    void mp3_is_known_behind_a_tag_of_any_size() throws IOException {
        Bytes tag = Bytes.of("ID3").u8(4, 0, 0, 0, 0x04, 0, 0x01).zeros(0x1_0001);
        Probed probed = probe(tag.and(mp3(10)), "wav");
        assertThat(probed.mediaType()).isEqualTo(MediaType.parseMediaType("audio/mpeg"));
        assertThat(probed.state()).isEqualTo(State.AVAILABLE);
        assertThat(format(probed).hertz()).isEqualTo(8000);
        assertThat(format(probed).channels()).isEqualTo(1);
        assertThat(format(probed).frames()).isEmpty();
        assertThat(probe(tag, "mp3").state()).isEqualTo(State.EMPTY);
    }

    @Test
    void one_frame_header_makes_no_mp3() throws IOException {
        assertThat(probe(mp3(1).zeros(1000), "wav").state()).isEqualTo(State.UNRECOGNISED);
    }

    @Test
    void an_info_frame_with_delays_makes_mp3_exact() throws IOException {
        // 8 kHz mono, 24 kbit/s: frames of 216 octets, side information of 9
        Bytes tag = Bytes.of("Info")
                .u32be(15, 10, 11 * 216)
                .zeros(104)
                .and("LAME3.100")
                .zeros(12);
        Bytes silences = tag.u8(0x24, 0x01, 0x00); // delay 576, padding 256
        Bytes info = Bytes.none().u32be(0xffe338c0).zeros(9).and(silences);
        Bytes file = info.zeros(216 - info.length()).and(mp3(10));
        assertThat(format(probe(file, "mp3")).frames()).hasValue(10 * 576 - 576 - 256);
        Probed cut = probe(file.first(file.length() - 1), "mp3");
        assertThat(cut.state()).isEqualTo(State.TRUNCATED);
        assertThat(format(cut).frames()).isEmpty();
    }

    @Test
    void flac_counts_its_frames_in_its_header() throws IOException {
        Bytes info = flac(8000, 2, 12_345);
        Probed probed = probe(info.zeros(100), "wav");
        assertThat(probed.mediaType()).isEqualTo(MediaType.parseMediaType("audio/flac"));
        assertThat(format(probed).hertz()).isEqualTo(8000);
        assertThat(format(probed).channels()).isEqualTo(2);
        assertThat(format(probed).frames()).hasValue(12_345);
        assertThat(probe(info, "flac").state()).isEqualTo(State.EMPTY);
    }

    @Test
    void mp4_is_sound_unless_there_is_a_picture() throws IOException {
        Bytes media = box("mdat", Bytes.none().zeros(100));
        Probed sound = probe(mp4(track("soun", "Opus")).and(media), "bin");
        assertThat(sound.mediaType()).isEqualTo(MediaType.parseMediaType("audio/mp4;codecs=opus"));
        assertThat(sound.state()).isEqualTo(State.AVAILABLE);
        assertThat(format(sound).hertz()).isEqualTo(48_000);
        assertThat(format(sound).channels()).isEqualTo(2);
        Probed film =
                probe(mp4(track("vide", "avc1").and(track("soun", "mp4a"))).and(media), "bin");
        assertThat(film.mediaType()).isEqualTo(MediaType.parseMediaType("video/mp4"));
        assertThat(format(film).codec()).isEqualTo(Codec.AAC);
        assertThat(format(film).playsEverywhere()).isTrue();
    }

    @Test
    void mp4_is_truncated_without_its_index_or_the_end_of_its_media() throws IOException {
        Bytes media = box("mdat", Bytes.none().zeros(100));
        Bytes whole = mp4(track("soun", "mp4a")).and(media);
        assertThat(probe(whole.first(whole.length() - 1), "mp4").state()).isEqualTo(State.TRUNCATED);
        assertThat(probe(box("ftyp", Bytes.of("M4A ")).and(media), "mp4"))
                .isEqualTo(Probed.without(MediaType.parseMediaType("audio/mp4"), State.TRUNCATED));
        assertThat(probe(mp4(track("soun", "mp4a")), "mp4").state()).isEqualTo(State.EMPTY);
    }

    @Test
    void amr_is_known_by_its_first_line() throws IOException {
        assertThat(probe(Bytes.of("#!AMR\n").zeros(10), "wav").mediaType())
                .isEqualTo(MediaType.parseMediaType("audio/AMR"));
        assertThat(format(probe(Bytes.of("#!AMR-WB\n").zeros(10), "wav")).hertz())
                .isEqualTo(16_000);
        assertThat(probe(Bytes.of("#!AMR\n"), "amr").state()).isEqualTo(State.EMPTY);
    }

    private static Probed probe(Bytes file, String extension) throws IOException {
        return AudioProbe.probe(new CountingSource(file), extension);
    }

    private static AudioFormat format(Probed probed) {
        return probed.format().orElseThrow();
    }
}
