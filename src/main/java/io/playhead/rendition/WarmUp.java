package io.playhead.rendition;

import io.playhead.pcm.Samples;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Encodes a little of every format when the program has started, so that the first listener does not wait for classes to
 * be loaded and loops to be compiled.
 */
final class WarmUp implements ApplicationListener<ApplicationReadyEvent> {

    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

    private static final UUID NOBODY = new UUID(0, 0);
    private static final int TIMES = 4;
    private static final List<Recipe> RECIPES =
            List.of(WaveRecipe.PCM_16, new Mp3Recipe(), new OpusMp4Recipe(), new OpusOggRecipe());

    private final boolean wanted;
    private final Renditions renditions;

    WarmUp(boolean wanted, Renditions renditions) {
        this.wanted = wanted;
        this.renditions = renditions;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        if (!wanted) {
            return;
        }
        renditions
                .work(NOBODY, WarmUp::encode)
                .subscribe(done -> {}, failure -> log.warn("event=warm-up-failed cause={}", failure.toString()));
    }

    private static int encode() throws IOException {
        int octets = 0;
        for (int time = 0; time < TIMES; time++) {
            for (Recipe recipe : RECIPES) {
                octets += recipe.of(new Saw()).chunk(1).length;
            }
        }
        return octets;
    }

    /** Ten seconds of a sound that has all that encoders look for. */
    private record Saw() implements Samples {

        @Override
        public int hertz() {
            return 8000;
        }

        @Override
        public int channels() {
            return 1;
        }

        @Override
        public long frames() {
            return 80_000;
        }

        @Override
        public void read(long from, int count, short[] into) {
            for (int at = 0; at < count; at++) {
                long frame = from + at;
                into[at] = (short) (frame * 397 ^ frame * frame / 64);
            }
        }
    }
}
