package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.audio.AudioFormat;
import io.playhead.audio.Blocks;
import io.playhead.audio.Codec;
import io.playhead.audio.Container;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is kept of sounds weighs what their decoders learn. */
class SoundsTest {

    private static int weight(Codec codec, int hours) {
        long frames = hours * 3600L * 8000;
        return Sounds.weight(new AudioFormat(
                Container.WAVE, codec, 8000, 1, OptionalLong.of(frames), Optional.of(new Blocks(60, frames, 65, 320))));
    }

    @Test
    void a_decoder_with_a_state_weighs_more_the_longer_the_recording_is() {
        assertThat(weight(Codec.GSM, 2)).isBetween(260_000, 600_000);
        assertThat(weight(Codec.G722, 22)).isBetween(2_800_000, 6_000_000);
        assertThat(weight(Codec.GSM, 200_000)).isEqualTo(Integer.MAX_VALUE);
        assertThat(weight(Codec.ULAW, 22)).isEqualTo(weight(Codec.ULAW, 0));
    }
}
