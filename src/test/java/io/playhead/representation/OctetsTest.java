package io.playhead.representation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;

class OctetsTest implements RepresentationContract {

    private final byte[] octets = random(150_000);

    @Override
    public Representation representation() {
        return new Octets(MediaType.TEXT_PLAIN, new EntityTag("o"), Instant.EPOCH, octets);
    }

    @Override
    public byte[] octets() {
        return octets;
    }

    @Test
    void they_come_in_buffers_of_64_kib_at_most() {
        Flux<Integer> sizes = representation()
                .read(ByteRange.ofLength(1, 140_000))
                .map(buffer -> {
                    int size = buffer.readableBytes();
                    buffer.release();
                    return size;
                });
        assertThat(sizes.collectList().block()).containsExactly(65_536, 65_536, 8_928);
    }

    static byte[] random(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }
}
