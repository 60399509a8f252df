package io.playhead.rendition;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.pcm.ArraySamples;
import io.playhead.pcm.Samples;
import io.playhead.pcm.Sounds;
import io.playhead.representation.Representation;
import io.playhead.representation.RepresentationContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Every recipe as a representation, of 25 seconds of two people: three chunks and a header. */
class RecipesTest {

    private static final Samples SOUND =
            new ArraySamples(8000, 2, Sounds.stereo(Sounds.speech(200_123), Sounds.music(8000, 200_123)));
    private static final Renditions RENDITIONS = new Renditions(
            new RenditionProperties(2, 64, DataSize.ofMegabytes(8), false),
            new RenditionMeters(new SimpleMeterRegistry()));
    private static final Map<Recipe, byte[]> WHOLE = new ConcurrentHashMap<>();

    @AfterAll
    static void close() {
        RENDITIONS.close();
        WHOLE.clear();
    }

    @Nested
    class Wave extends Each {
        @Override
        Recipe recipe() {
            return WaveRecipe.PCM_16;
        }
    }

    @Nested
    class Mp3 extends Each {
        @Override
        Recipe recipe() {
            return new Mp3Recipe();
        }
    }

    @Nested
    class OpusInMp4 extends Each {
        @Override
        Recipe recipe() {
            return new OpusMp4Recipe();
        }
    }

    @Nested
    class OpusInOgg extends Each {
        @Override
        Recipe recipe() {
            return new OpusOggRecipe();
        }
    }

    abstract static class Each implements RepresentationContract {

        abstract Recipe recipe();

        @Override
        public Representation representation() {
            return RENDITIONS.of(
                    recipe().of(SOUND), "source", Instant.parse("2026-11-27T10:00:00Z"), UUID.randomUUID());
        }

        /** Made from fresh objects, the last chunk first. */
        @Override
        public byte[] octets() {
            return WHOLE.computeIfAbsent(recipe(), Each::whole);
        }

        private static byte[] whole(Recipe recipe) {
            byte[][] chunks = new byte[recipe.of(SOUND).chunks()][];
            for (int chunk = chunks.length - 1; chunk >= 0; chunk--) {
                try {
                    chunks[chunk] = recipe.of(SOUND).chunk(chunk);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            }
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            for (byte[] chunk : chunks) {
                whole.writeBytes(chunk);
            }
            return whole.toByteArray();
        }

        @Test
        void another_sound_another_validator_and_the_same_sound_the_same() {
            assertThat(representation().validator()).isEqualTo(representation().validator());
            Representation other = RENDITIONS.of(recipe().of(SOUND), "other", Instant.EPOCH, UUID.randomUUID());
            assertThat(other.validator()).isNotEqualTo(representation().validator());
        }
    }
}
