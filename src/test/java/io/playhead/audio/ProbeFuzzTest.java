package io.playhead.audio;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.audio.Probed.State;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Headers that are almost right: whatever they say, little is read and nothing impossible is believed. */
class ProbeFuzzTest {

    private static final int ROUNDS = 200_000;
    private static final List<String> NAMES = List.of("wav", "gsm", "mp3", "", "m4a", "sln16");
    private static final int[] TELLING = {0, 1, 2, 4, 7, 0x31, 0x7f, 0x80, 0xfe, 0xff};

    /** Most frames for which one octet can stand: FLAC's longest block, were it but an octet. */
    private static final long FRAMES_PER_OCTET = 65_535;

    private static final List<Bytes> SEEDS = List.of(
            Riff.wave(Riff.pcm16(), Riff.data(200)),
            Riff.wave(Riff.gsm(), Riff.fact(700), Riff.data(3 * 65)),
            Riff.wave(Riff.adpcm(0x11, 2, 512, 505), Riff.fact(505), Riff.data(512)),
            Riff.wave(Riff.adpcm(2, 1, 256, 500), Riff.data(512)),
            Riff.wave(Riff.extensible(1, "000000001000800000aa00389b71"), Riff.data(99)),
            Bytes.of("RF64")
                    .u32le(-1)
                    .and("WAVE")
                    .and(Riff.chunk(
                            "ds64", Bytes.none().u64le(0).u64le(200).u64le(100).u32le(0)))
                    .and(Riff.pcm16())
                    .and(Riff.data(-1, 200)),
            Fixtures.au(100, 3, 8000, 1).zeros(100),
            Fixtures.flac(8000, 2, 1000).zeros(100),
            Fixtures.opus().and(Fixtures.page(0, 48_312, 2, 200)).and(Fixtures.page(4, 96_312, 3, 200)),
            Fixtures.infoFrame(5, 576, 256).and(Fixtures.mp3(5)),
            Bytes.of("ID3").u8(4, 0, 0, 0, 0, 0, 20).zeros(20).and(Fixtures.mp3(5)),
            Fixtures.mp4(Fixtures.track("vide", "avc1").and(Fixtures.track("soun", "mp4a")))
                    .and(Fixtures.box("mdat", Bytes.none().zeros(50))),
            Bytes.of("#!AMR\n").zeros(50));

    @Test
    void almost_right_headers_are_read_little_and_believed_less() throws Exception {
        long seed = System.nanoTime();
        for (int round = 0; round < ROUNDS; round++) {
            var random = new Random(seed + round);
            byte[] octets = mutated(random);
            long length = random.nextInt(4) == 0 ? octets.length + random.nextLong(1L << 62) : octets.length;
            var source = new CountingSource(octets, length);
            String because = "seed " + (seed + round);
            Probed probed = probe(source, NAMES.get(random.nextInt(NAMES.size())), because);
            assertThat(source.read).as(because).isLessThanOrEqualTo(Peek.BUDGET);
            assertThat(source.reads).as(because).isLessThanOrEqualTo(600);
            probed.format().ifPresent(format -> isPossible(format, Math.min(length, 1L << 48), because));
            if (probed.state() == State.EMPTY && probed.format().isPresent()) {
                assertThat(probed.format().get().frames()).as(because).hasValue(0);
            }
        }
    }

    private static Probed probe(OctetSource source, String name, String because) {
        try {
            return AudioProbe.probe(source, name);
        } catch (Exception | Error broken) {
            throw new AssertionError(because, broken);
        }
    }

    private static void isPossible(AudioFormat format, long length, String because) {
        format.frames()
                .ifPresent(frames ->
                        assertThat(frames / FRAMES_PER_OCTET).as(because).isBetween(0L, length));
        format.duration()
                .ifPresent(duration ->
                        assertThat(duration.isNegative()).as(because).isFalse());
        format.blocks().filter(blocks -> blocks.octets() > 0).ifPresent(blocks -> {
            assertThat(blocks.start() + blocks.octets()).as(because).isLessThanOrEqualTo(length);
            assertThat(format.frames().orElseThrow()).as(because).isLessThanOrEqualTo(blocks.frames());
            assertThat(blocks.frames()).as(because).isLessThanOrEqualTo(10 * blocks.octets());
        });
    }

    /** A seed with a few octets changed, most of them where headers are, and sometimes cut or doubled. */
    private static byte[] mutated(Random random) {
        Bytes seed = SEEDS.get(random.nextInt(SEEDS.size()));
        Bytes longer = random.nextInt(8) == 0 ? seed.and(SEEDS.get(random.nextInt(SEEDS.size()))) : seed;
        Bytes cut = random.nextInt(4) == 0 ? longer.first(1 + random.nextInt(longer.length())) : longer;
        byte[] octets = cut.octets().clone();
        int changes = random.nextInt(6);
        for (int change = 0; change < changes; change++) {
            int where = random.nextInt(random.nextBoolean() ? Math.min(64, octets.length) : octets.length);
            octets[where] = (byte) (random.nextBoolean() ? TELLING[random.nextInt(TELLING.length)] : random.nextInt());
        }
        return octets;
    }
}
