package io.playhead.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.audio.AudioProbe;
import io.playhead.audio.OctetSource;
import io.playhead.audio.Probed;
import io.playhead.decoder.DecodingFailure.Reason;
import io.playhead.pcm.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that mean harm end in a clear refusal, within the limits, with nothing left behind and nothing else read. */
class HostileSoundTest {

    @TempDir
    private static Path folder;

    /** What must not be read: a sound that would be heard. */
    private static Path canary;

    @BeforeAll
    static void sounds() {
        Programs.run(folder, "ffmpeg", "-v error -f lavfi -i sine=700:r=16000:d=2 -c:a aac canary.m4a");
        Programs.run(folder, "ffmpeg", "-v error -i canary.m4a honest.mp3");
        Programs.run(folder, "ffmpeg", "-v error -i canary.m4a honest.flac");
        Programs.run(folder, "ffmpeg", "-v error -i canary.m4a -c:a libopus honest.ogg");
        Programs.run(folder, "sox", "-n -r 8000 -c 1 -t amr-nb honest.amr synth 2 sine 440");
        canary = folder.resolve("canary.m4a");
    }

    private static StartedDecoder started(String... settings) {
        return StartedDecoder.in(folder.resolve("cache-" + UUID.randomUUID()), settings);
    }

    /** Octets that claim to be what another file is. */
    private static EncodedSound disguised(String as, byte[] octets) {
        EncodedSound honest = StartedDecoder.sound(folder.resolve(as));
        return new EncodedSound(
                UUID.randomUUID(), StartedDecoder.TENANT, "validator", honest.format(), StartedDecoder.octets(octets));
    }

    private static List<String> playlists(String url) {
        return List.of(
                "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n" + url + "\n#EXT-X-ENDLIST\n",
                "ffconcat version 1.0\nfile '" + url + "'\n",
                "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\"><Period>"
                        + "<AdaptationSet><Representation><BaseURL>" + url
                        + "</BaseURL></Representation></AdaptationSet></Period></MPD>",
                "[playlist]\nFile1=" + url + "\nNumberOfEntries=1\n",
                "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"honest.mp3", "honest.flac", "honest.ogg", "canary.m4a"})
    void a_playlist_is_not_followed_whatever_it_claims_to_be(String as) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                StartedDecoder started = started()) {
            server.setSoTimeout(1);
            for (String url : List.of(
                    "http://127.0.0.1:" + server.getLocalPort() + "/a.mp3",
                    "tcp://127.0.0.1:" + server.getLocalPort(),
                    "file:" + canary,
                    canary.toString(),
                    "concat:" + canary + "|" + canary)) {
                for (String playlist : playlists(url)) {
                    EncodedSound sound = disguised(as, playlist.getBytes(StandardCharsets.UTF_8));

                    assertThat(started.refused(sound)).as(playlist).isEqualTo(Reason.UNREADABLE);
                }
            }
            started.leavesNothing();
            assertThat(isAsked(server)).isFalse();
        }
    }

    private static boolean isAsked(ServerSocket server) throws IOException {
        try {
            server.accept().close();
            return true;
        } catch (SocketTimeoutException nobody) {
            return false;
        }
    }

    @Test
    void a_playlist_named_as_sound_is_not_even_asked_about() throws IOException {
        for (String playlist : playlists("file:" + canary)) {
            for (String name : List.of(".mp3", ".m4a", ".ogg", ".flac", ".amr")) {
                Probed probed =
                        AudioProbe.probe(StartedDecoder.octets(playlist.getBytes(StandardCharsets.UTF_8)), name);

                assertThat(probed.state()).isEqualTo(Probed.State.UNRECOGNISED);
            }
        }
    }

    /** QuickTime's way to say that the sound is in another file: an alias with its path. */
    @Test
    void a_film_whose_sound_is_elsewhere_has_none() throws IOException {
        Path film = folder.resolve("elsewhere.m4a");
        Files.write(film, pointingTo(Files.readAllBytes(canary), canary));
        try (StartedDecoder started = started()) {
            assertThat(started.refused(StartedDecoder.sound(film))).isEqualTo(Reason.UNREADABLE);
            started.leavesNothing();
        }
    }

    /** Puts an alias in the place of the data reference, in a file whose index stands last. */
    private static byte[] pointingTo(byte[] film, Path target) {
        byte[] path = target.toString().getBytes(StandardCharsets.UTF_8);
        byte[] even = Arrays.copyOf(path, path.length + path.length % 2);
        ByteBuffer alias = ByteBuffer.allocate(12 + 150 + 4 + even.length + 4);
        alias.putInt(alias.capacity()).put("alis".getBytes(StandardCharsets.US_ASCII));
        // two octets of the record's type at 162, its length, the path; then the end
        alias.position(162);
        alias.putShort((short) 2).putShort((short) even.length).put(even).putShort((short) -1);
        int at = find(film, "dref") + 12;
        int old = ByteBuffer.wrap(film).getInt(at);
        byte[] changed = new byte[film.length - old + alias.capacity()];
        System.arraycopy(film, 0, changed, 0, at);
        System.arraycopy(alias.array(), 0, changed, at, alias.capacity());
        System.arraycopy(film, at + old, changed, at + alias.capacity(), film.length - at - old);
        for (String box : List.of("moov", "trak", "mdia", "minf", "dinf", "dref")) {
            int start = find(changed, box) - 4;
            ByteBuffer octets = ByteBuffer.wrap(changed);
            octets.putInt(start, octets.getInt(start) + alias.capacity() - old);
        }
        return changed;
    }

    private static int find(byte[] octets, String text) {
        return new String(octets, StandardCharsets.ISO_8859_1).lastIndexOf(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"honest.mp3", "honest.flac", "honest.ogg", "honest.amr", "canary.m4a"})
    void octets_at_random_end_one_way_or_the_other(String as) throws IOException {
        byte[] honest = Files.readAllBytes(folder.resolve(as));
        try (StartedDecoder started = started("output=8MB", "time=20s")) {
            for (int seed = 0; seed < 6; seed++) {
                Random random = new Random(seed);
                byte[] octets = honest.clone();
                for (int hit = 0; hit < 1 + octets.length / 50; hit++) {
                    octets[random.nextInt(seed < 3 ? 0 : 60, octets.length)] = (byte) random.nextInt();
                }
                String outcome = outcome(started, disguised(as, octets));

                assertThat(outcome).as("seed %d", seed).isIn("decoded", "UNREADABLE", "TOO_LARGE");
            }
            assertThat(started.files()).allMatch(file -> file.toString().endsWith(".pcm"));
        }
    }

    private static String outcome(StartedDecoder started, EncodedSound sound) {
        try {
            started.decoded(sound);
            return "decoded";
        } catch (DecodingFailure failure) {
            return failure.reason().name();
        }
    }

    /** Ten hours of silence in a few hundred kilobytes. */
    @Test
    void what_becomes_larger_than_it_may_is_ended() {
        Programs.run(
                folder,
                "ffmpeg",
                "-v error -y -f lavfi -i anullsrc=r=8000:cl=mono:d=36000 -c:a flac -frame_size 65535 bomb.flac");
        try (StartedDecoder started = started("output=16MB")) {
            EncodedSound bomb = StartedDecoder.sound(folder.resolve("bomb.flac"));

            assertThat(started.refused(bomb)).isEqualTo(Reason.TOO_LARGE);
            started.leavesNothing();
            assertThat(started.refused(bomb)).as("known by now").isEqualTo(Reason.TOO_LARGE);
            assertThat(started.count("decode", "failed")).isEqualTo(1);
        }
    }

    @Test
    void a_recording_larger_than_it_may_be_is_not_begun() {
        try (StartedDecoder started = started("input=1KB")) {
            assertThat(started.refused(StartedDecoder.sound(canary))).isEqualTo(Reason.TOO_LARGE);
            started.leavesNothing();
        }
    }

    @Test
    void a_program_that_does_not_end_is_ended() {
        Path program = StartedDecoder.program(folder, "exec /bin/sleep 600");
        try (StartedDecoder started = started("time=1s", "ffmpeg=" + program)) {
            long begin = System.nanoTime();

            assertThat(started.refused(StartedDecoder.sound(canary))).isEqualTo(Reason.TOO_SLOW);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
            started.leavesNothing();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        exec /bin/cat /dev/zero              | BROKEN
        echo nonsense                        | UNREADABLE
        exit 1                               | UNREADABLE
        printf RIFF                          | UNREADABLE
        kill -9 $$                           | BROKEN
        kill -24 $$                          | TOO_SLOW
        exit 183                             | UNREADABLE
        exit 255                             | BROKEN
        exit 127                             | BROKEN
        """)
    void a_program_that_talks_nonsense_is_not_believed(String script, Reason reason) {
        try (StartedDecoder started = started("ffmpeg=" + StartedDecoder.program(folder, script))) {
            assertThat(started.refused(StartedDecoder.sound(canary))).isEqualTo(reason);
            started.leavesNothing();
        }
    }

    /** More than a pipe holds: a program that waits for somebody to read it would never end. */
    @Test
    void complaints_without_end_do_not_hold_it_up() {
        String script =
                "i=0; while [ $i -lt 3000 ]; do echo 'a complaint of some length, once more' >&2; i=$((i+1)); done;"
                        + " exit 1";
        try (StartedDecoder started = started("ffmpeg=" + StartedDecoder.program(folder, script))) {
            assertThat(started.refused(StartedDecoder.sound(canary))).isEqualTo(Reason.UNREADABLE);
        }
    }

    @Test
    void the_program_has_no_environment_and_may_write_no_file() throws IOException {
        Path told = folder.resolve("told");
        Files.writeString(told, "");
        Path program = StartedDecoder.program(folder, "/usr/bin/env >&2; echo x > " + told + "; exit 1");
        try (StartedDecoder started = started("ffmpeg=" + program)) {
            assertThat(started.refused(StartedDecoder.sound(canary))).isEqualTo(Reason.UNREADABLE);
            assertThat(told).isEmptyFile();
        }
    }

    @Test
    void a_source_that_breaks_is_the_sources_failure() {
        EncodedSound honest = StartedDecoder.sound(canary);
        OctetSource broken = new OctetSource() {
            @Override
            public long length() {
                return 1_000_000;
            }

            @Override
            public int read(long position, ByteBuffer into) throws IOException {
                if (position > 0) {
                    throw new IOException("gone");
                }
                return honest.octets().read(position, into);
            }
        };
        try (StartedDecoder started = started()) {
            EncodedSound sound =
                    new EncodedSound(UUID.randomUUID(), StartedDecoder.TENANT, "v", honest.format(), broken);

            assertThat(started.refused(sound)).isEqualTo(Reason.SOURCE);
            started.leavesNothing();
            assertThat(started.refused(sound)).as("tried again").isEqualTo(Reason.SOURCE);
            assertThat(started.count("decode", "failed")).isEqualTo(2);
        }
    }
}
