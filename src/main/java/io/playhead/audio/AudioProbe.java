package io.playhead.audio;

import io.playhead.audio.Probed.State;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

/**
 * Knows what a recording is by a look at its header: at most 128 KiB are read and 64 chunks walked, whatever the file
 * says of itself. Octets decide; the name only where a format has no header, and where nothing else is known.
 */
public final class AudioProbe {

    private static final MediaType WAV = new MediaType("audio", "wav");

    private AudioProbe() {}

    /**
     * Never fails for what the file contains.
     *
     * @param extension of the file's name: with or without the dot, in any case, empty where there is none
     * @throws IOException from the source alone
     */
    public static Probed probe(OctetSource source, String extension) throws IOException {
        String name = extension.toLowerCase(Locale.ROOT).replaceFirst("^\\.", "");
        var file = new Peek(source);
        if (file.length() == 0) {
            return Probed.without(type(name), State.EMPTY);
        }
        return byMagic(file, name).orElseGet(() -> Probed.without(type(name), State.UNRECOGNISED));
    }

    /** MP3 comes last, because it is hardly magic: silence in µ-law looks like the start of a frame. */
    private static Optional<Probed> byMagic(Peek file, String name) throws IOException {
        Optional<Probed> probed = switch (Peek.text(file.at(0, 4))) {
            case "RIFF", "RF64", "BW64" -> WaveProbe.probe(file);
            case "OggS" -> OggProbe.probe(file);
            case "fLaC" -> FlacProbe.probe(file);
            case ".snd" -> AuProbe.probe(file);
            case "#!AM" -> amr(file);
            default -> Mp4Probe.probe(file, name);
        };
        if (probed.isEmpty()) {
            probed = Headerless.probe(file, name);
        }
        return probed.isPresent() ? probed : MpegProbe.probe(file);
    }

    /** RFC 4867 §5. Frames of silence are shorter, so how many there are takes a walk through all of them. */
    private static Optional<Probed> amr(Peek file) throws IOException {
        boolean wide = file.says("#!AMR-WB\n", 0);
        if (!wide && !file.says("#!AMR\n", 0)) {
            return Optional.empty();
        }
        boolean empty = file.length() == (wide ? 9 : 6);
        return Optional.of(Probed.of(
                new MediaType("audio", wide ? "AMR-WB" : "AMR"),
                empty ? State.EMPTY : State.AVAILABLE,
                AudioFormat.stream(
                        Container.AMR,
                        wide ? Codec.AMR_WB : Codec.AMR,
                        wide ? 16_000 : 8000,
                        1,
                        empty ? OptionalLong.of(0) : OptionalLong.empty())));
    }

    /** What the name says, if that is sound or film: a recording is never served as a page or a script. */
    private static MediaType type(String name) {
        return known(name).orElse(WAV);
    }

    private static Optional<MediaType> known(String name) {
        return switch (name) {
            case "wav", "wav49" -> Optional.of(WAV);
            case "mp3" -> Optional.of(MpegProbe.TYPE);
            case "flac" -> Optional.of(FlacProbe.TYPE);
            default ->
                Headerless.type(name)
                        .or(() -> MediaTypeFactory.getMediaType("recording." + name)
                                .filter(known -> known.getType().equals("audio")
                                        || known.getType().equals("video")));
        };
    }

    /** Whether a file whose name ends so is said to be sound or film. @param extension as of {@link #probe} */
    public static boolean isSound(String extension) {
        return known(extension.toLowerCase(Locale.ROOT).replaceFirst("^\\.", ""))
                .isPresent();
    }
}
