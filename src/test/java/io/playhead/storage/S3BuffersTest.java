package io.playhead.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What readers of object storage hold together, and in which portions it goes out. */
class S3BuffersTest {

    private static final int MOST = 16 << 20;

    @Test
    void a_thousand_readers_stay_within_the_room() {
        S3Buffers buffers = new S3Buffers(128 << 20);
        for (int reader = 0; reader < 1000; reader++) {
            int wanted = reader % 2 == 0 ? S3Reading.LARGEST : S3Reading.FIRST;
            assertThat(buffers.take(wanted)).isBetween(S3Buffers.LEAST, wanted);
        }
        assertThat(buffers.taken()).isLessThanOrEqualTo(128 << 20);
    }

    @Test
    void the_fuller_it_is_the_smaller_are_the_pieces() {
        S3Buffers buffers = new S3Buffers(MOST);
        List<Integer> given = new ArrayList<>();
        for (int reader = 0; reader < 40; reader++) {
            given.add(buffers.take(S3Reading.LARGEST));
        }
        assertThat(given).startsWith(S3Reading.LARGEST, S3Reading.LARGEST, S3Reading.FIRST);
        assertThat(given).endsWith(S3Buffers.LEAST);
        assertThat(buffers.tryTake(1)).isFalse();
        given.forEach(buffers::give);
        assertThat(buffers.taken()).isZero();
        assertThat(buffers.take(10)).isEqualTo(10);
    }

    @Test
    void short_buffers_that_wait_go_out_together() {
        WaitingOctets waiting = new WaitingOctets();
        assertThat(waiting.poll()).isNull();
        byte[] octets = StoreContract.random(200_000, 1);
        for (int start = 0; start < octets.length; start += 8_000) {
            waiting.add(Unpooled.copiedBuffer(octets, start, 8_000));
        }
        ByteBuf all = Unpooled.buffer(octets.length);
        List<Integer> lengths = new ArrayList<>();
        for (ByteBuf next = waiting.poll(); next != null; next = waiting.poll()) {
            lengths.add(next.readableBytes());
            all.writeBytes(next);
            next.release();
        }
        assertThat(lengths).containsExactly(64_000, 64_000, 64_000, 8_000);
        assertThat(ByteBufUtil.getBytes(all)).isEqualTo(octets);
    }

    @Test
    void a_long_buffer_goes_out_as_it_is() {
        WaitingOctets waiting = new WaitingOctets();
        ByteBuf large = Unpooled.buffer(100_000).writeZero(100_000);
        waiting.add(Unpooled.copiedBuffer(new byte[10]));
        waiting.add(large);
        assertThat(waiting.poll()).matches(octets -> octets.readableBytes() == 10);
        assertThat(waiting.poll()).isSameAs(large);
    }
}
