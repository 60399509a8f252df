package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.representation.ByteRange;
import io.playhead.representation.Representation;
import io.playhead.representation.RepresentationContract;
import org.junit.jupiter.api.Test;

class SliceTest implements RepresentationContract {

    private static final long FAR = 3L << 32;

    @Override
    public Representation representation() {
        return new Slice(new Counting(FAR + 20_000), new ByteRange(FAR + 7, FAR + 10_007));
    }

    @Override
    public byte[] octets() {
        byte[] octets = new byte[10_000];
        for (int at = 0; at < octets.length; at++) {
            octets[at] = (byte) (at + 7);
        }
        return octets;
    }

    @Test
    void a_range_beyond_four_gigabytes_is_found() {
        Reply reply = Asked.reply("GET", "Range: bytes=" + (FAR + 7) + "-" + (FAR + 10_006), new Counting(FAR << 8));
        assertThat(reply.headers().get("Content-Length")).isEqualTo("10000");
        assertThat(Asked.octets(reply.body())).isEqualTo(octets());
    }
}
