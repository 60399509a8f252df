package io.playhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import org.junit.jupiter.api.Test;

/** Long bodies are sent by the kernel from the open file. */
class PlainMediaTest implements MediaHttpContract {

    @Override
    public RunningPlayhead playhead() {
        return RunningPlayhead.shared();
    }

    @Override
    public RawHttp connect() {
        return RawHttp.plain(playhead().port());
    }

    @Test
    void a_script_name_from_just_anybody_does_not_count() {
        StoredMedia media = StoredMedia.of(playhead(), ALPHABET);
        RawHttp.Answer answer = RawHttp.once(playhead().port(), "GET", media.path(), TOKEN, "X-Script-Name: /proxied");
        assertThat(answer.header("Content-Location")).isEqualTo(media.path() + "?format=original");
    }
}
