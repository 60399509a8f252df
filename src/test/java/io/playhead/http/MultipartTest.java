package io.playhead.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.representation.ByteRange;
import io.playhead.representation.EntityTag;
import io.playhead.representation.Octets;
import io.playhead.representation.Representation;
import io.playhead.representation.RepresentationContract;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class MultipartTest implements RepresentationContract {

    private static final Pattern PART =
            Pattern.compile("Content-Type: audio/wav\r\nContent-Range: bytes (\\d+)-(\\d+)/(\\d+)\r\n\r\n");

    @Override
    public Representation representation() {
        return Multipart.of(Asked.recording(Asked.WHOLE), List.of(new ByteRange(18, 20), new ByteRange(0, 3)), "b");
    }

    @Override
    public byte[] octets() {
        return """
                --b
                Content-Type: audio/wav
                Content-Range: bytes 18-19/20

                st
                --b
                Content-Type: audio/wav
                Content-Range: bytes 0-2/20

                abc
                --b--
                """.replace("\n", "\r\n").getBytes(ISO_8859_1);
    }

    @RepeatedTest(100)
    void every_part_is_that_range_of_the_whole(RepetitionInfo round) {
        Random random = new Random(round.getCurrentRepetition());
        byte[] octets = new byte[200 + random.nextInt(2_000)];
        random.nextBytes(octets);
        List<String> ranges = new ArrayList<>();
        for (int start = random.nextInt(10); start < octets.length && ranges.size() < 16; ) {
            int last = Math.min(octets.length - 1, start + random.nextInt(100));
            ranges.add(random.nextInt(ranges.size() + 1), start + "-" + last);
            start = last + 2 + random.nextInt(80);
        }
        Reply reply = Asked.reply(
                "GET",
                "Range: bytes=" + String.join(",", ranges),
                new Octets(Asked.WAV, new EntityTag("v1"), Asked.MODIFIED, octets));
        assertThat(reply.status()).isEqualTo(206);
        assertThat(parts(reply, octets))
                .as("seed %s", round.getCurrentRepetition())
                .isEqualTo(ranges);
    }

    @Test
    void parts_have_no_range_in_common_headers() {
        Reply reply = Asked.reply("GET", "Range: bytes=0-1,18-", Asked.recording(Asked.WHOLE));
        assertThat(reply.headers().contains("Content-Range")).isFalse();
        assertThat(reply.headers().get("ETag")).isEqualTo("\"v1\"");
        assertThat(parts(reply, Asked.WHOLE.getBytes(ISO_8859_1))).containsExactly("0-1", "18-19");
    }

    @Test
    void no_two_bodies_have_one_boundary() {
        Boundaries boundaries = new Boundaries();
        Set<String> seen = new HashSet<>();
        for (int time = 0; time < 1_000; time++) {
            assertThat(boundaries.next()).matches("[0-9a-f]{32}");
            assertThat(seen.add(boundaries.next())).isTrue();
        }
        assertThat(seen).doesNotContain(new Boundaries().next());
    }

    @Test
    void parts_of_terabytes_have_an_exact_length() {
        long length = 5L << 40;
        Reply reply = Asked.reply("GET", "Range: bytes=0-" + (length / 2) + ",-1", new Counting(length));
        long envelope = Long.parseLong(reply.headers().get("Content-Length")) - (length / 2 + 1) - 1;
        assertThat(envelope).isBetween(200L, 400L);
    }

    /** Reads the body as any client would, without our own classes; gives the ranges in their order. */
    private static List<String> parts(Reply reply, byte[] whole) {
        Matcher type = Pattern.compile("multipart/byteranges;\\s*boundary=([0-9A-Za-z]{1,70})")
                .matcher(reply.headers().get("Content-Type"));
        assertThat(type.matches()).isTrue();
        String body = Asked.text(reply.body());
        assertThat(reply.headers().get("Content-Length")).isEqualTo(Integer.toString(body.length()));
        List<String> parts = new ArrayList<>();
        String delimiter = "--" + type.group(1);
        Matcher part = PART.matcher(body);
        int at = 0;
        while (!body.startsWith(delimiter + "--\r\n", at)) {
            assertThat(body.startsWith(delimiter + "\r\n", at)).isTrue();
            assertThat(part.find(at + delimiter.length() + 2)).isTrue();
            assertThat(part.start()).isEqualTo(at + delimiter.length() + 2);
            int first = Integer.parseInt(part.group(1));
            int last = Integer.parseInt(part.group(2));
            assertThat(part.group(3)).isEqualTo(Integer.toString(whole.length));
            at = part.end() + last + 1 - first;
            assertThat(body.substring(part.end(), at))
                    .isEqualTo(new String(whole, first, last + 1 - first, ISO_8859_1));
            assertThat(body.startsWith("\r\n", at)).isTrue();
            at += 2;
            parts.add(first + "-" + last);
        }
        assertThat(at + delimiter.length() + 4).isEqualTo(body.length());
        return parts;
    }
}
