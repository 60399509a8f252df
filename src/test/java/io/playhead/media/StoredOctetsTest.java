package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import io.playhead.problem.ProblemException;
import io.playhead.representation.ByteRange;
import io.playhead.storage.FailingDisks;
import io.playhead.storage.Place;
import io.playhead.storage.StoredObject;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a decoder meets when the storage fails it, which is what a listener is told. */
class StoredOctetsTest {

    private static final UUID RECORDING = UUID.randomUUID();

    @TempDir
    private Path folder;

    private static String problem(StoredObject object, Place place) {
        StoredOctets octets = new StoredOctets(object, RECORDING, place);
        ProblemException failure =
                catchThrowableOfType(ProblemException.class, () -> octets.read(0, ByteBuffer.allocate(10)));
        assertThat(failure.problem().details().get("recording_uuid")).isEqualTo(RECORDING);
        return failure.problem().id();
    }

    @Test
    void a_disk_that_fails_is_told_as_one() throws Exception {
        Path file = Files.write(folder.resolve("call.wav"), new byte[100]);
        Place place = new Place(file.toString());
        StoredObject object =
                Objects.requireNonNull(FailingDisks.breaking(folder).open(place).block());

        assertThat(problem(object, place)).isEqualTo("recording-media-storage-unavailable");
    }

    @Test
    void a_disk_that_does_not_answer_holds_a_decoder_for_five_seconds() {
        long begin = System.nanoTime();

        assertThat(problem(new Silent(), new Place("/call.wav"))).isEqualTo("recording-media-storage-unavailable");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    }

    /** Never answers. */
    private static final class Silent implements StoredObject {

        @Override
        public long length() {
            return 100;
        }

        @Override
        public long modifiedNanos() {
            return 0;
        }

        @Override
        public Object state() {
            return this;
        }

        @Override
        public Flux<ByteBuf> read(ByteRange range) {
            return Flux.never();
        }

        @Override
        public Optional<FileRegion> region(ByteRange range) {
            return Optional.empty();
        }

        @Override
        public <T> Mono<T> inspect(Inspection<T> inspection) {
            return Mono.never();
        }
    }
}
