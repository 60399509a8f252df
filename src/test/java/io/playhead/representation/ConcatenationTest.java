package io.playhead.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;

class ConcatenationTest implements RepresentationContract {

    private static final EntityTag TAG = new EntityTag("c");

    private final AtomicInteger opened = new AtomicInteger();
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private final Concatenation concatenation = concatenation(1, 700, 33, 5, 2_000, 1);

    @Override
    public Representation representation() {
        return concatenation;
    }

    @Override
    public byte[] octets() {
        return all.toByteArray();
    }

    @Test
    void only_the_pieces_that_a_range_meets_are_opened() {
        RepresentationContract.joined(concatenation.read(new ByteRange(702, 730)))
                .block();
        assertThat(opened).hasValue(1);
    }

    @Test
    void a_piece_is_opened_when_the_one_before_it_has_been_read() {
        concatenation
                .read(ByteRange.ofLength(0, concatenation.length()))
                .take(1, true)
                .doOnNext(ByteBuf::release)
                .blockLast();
        assertThat(opened).hasValue(1);
    }

    @Test
    void a_gap_between_pieces_is_refused() {
        var piece = new Concatenation.Piece(new ByteRange(1, 2), counted(new byte[1]));
        assertThatThrownBy(() -> new Concatenation(MediaType.TEXT_PLAIN, TAG, Instant.EPOCH, List.of(piece)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Concatenation concatenation(int... lengths) {
        List<Concatenation.Piece> pieces = new ArrayList<>();
        for (int length : lengths) {
            byte[] octets = OctetsTest.random(length);
            pieces.add(new Concatenation.Piece(ByteRange.ofLength(all.size(), length), counted(octets)));
            all.writeBytes(octets);
        }
        return new Concatenation(MediaType.TEXT_PLAIN, TAG, Instant.EPOCH, pieces);
    }

    private Representation counted(byte[] octets) {
        Octets content = new Octets(MediaType.TEXT_PLAIN, TAG, Instant.EPOCH, octets);
        return new Representation() {
            @Override
            public MediaType mediaType() {
                return content.mediaType();
            }

            @Override
            public long length() {
                return content.length();
            }

            @Override
            public EntityTag validator() {
                return content.validator();
            }

            @Override
            public Instant lastModified() {
                return content.lastModified();
            }

            @Override
            public Flux<ByteBuf> read(ByteRange range) {
                return content.read(range).doOnSubscribe(subscription -> opened.incrementAndGet());
            }
        };
    }
}
