package io.playhead.audio;

import io.playhead.audio.Probed.State;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.http.MediaType;

/**
 * MP4, M4A and QuickTime's films (ISO 14496-12): a film with a picture is {@code video/mp4}, else {@code audio/mp4}.
 * Frames are not counted: edit lists and the codec's delay make that more than a look. A file without its index
 * ({@code moov}, which many recorders write last) is truncated.
 */
final class Mp4Probe {

    private static final MediaType AUDIO = new MediaType("audio", "mp4");
    private static final MediaType VIDEO = new MediaType("video", "mp4");

    private Mp4Probe() {}

    /** @param extension tells sound from film where the index does not */
    static Optional<Probed> probe(Peek file, String extension) throws IOException {
        if (!file.says("ftyp", 4)) {
            return Optional.empty();
        }
        boolean sound = extension.equals("m4a") || file.says("M4A ", 8);
        Mp4Boxes boxes = Mp4Boxes.walk(file);
        if (!boxes.hasIndex()) {
            boolean cut = boxes.hasMedia() || boxes.isCut();
            return Optional.of(Probed.without(sound ? AUDIO : VIDEO, cut ? State.TRUNCATED : State.EMPTY));
        }
        State state = boxes.isCut() ? State.TRUNCATED : boxes.hasMedia() ? State.AVAILABLE : State.EMPTY;
        OptionalLong frames = state == State.EMPTY ? OptionalLong.of(0) : OptionalLong.empty();
        return Optional.of(new Probed(type(boxes), state, format(boxes, frames), false));
    }

    private static MediaType type(Mp4Boxes boxes) {
        if (boxes.hasPicture()) {
            return VIDEO;
        }
        return boxes.codec() == Codec.OPUS ? new MediaType(AUDIO, Map.of("codecs", "opus")) : AUDIO;
    }

    private static Optional<AudioFormat> format(Mp4Boxes boxes, OptionalLong frames) {
        return AudioFormat.plausible(boxes.hertz(), boxes.channels())
                ? Optional.of(AudioFormat.stream(Container.MP4, boxes.codec(), boxes.hertz(), boxes.channels(), frames))
                : Optional.empty();
    }
}
