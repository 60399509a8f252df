package io.playhead.ingest;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Media types as they are told, and what files of them are called. */
final class MediaTypes {

    private MediaTypes() {}

    /** Null if none is told, or what is told is none. */
    static @Nullable MediaType of(@Nullable String told) {
        try {
            return told == null || told.isBlank() ? null : MediaType.parseMediaType(told);
        } catch (InvalidMediaTypeException garbage) {
            return null;
        }
    }

    /** Empty where the octets must tell. */
    static Optional<String> extension(MediaType type) {
        return switch (type.getSubtype().toLowerCase(Locale.ROOT)) {
            case "mpeg", "mp3" -> Optional.of("mp3");
            case "ogg" -> Optional.of("ogg");
            case "opus" -> Optional.of("opus");
            case "flac", "x-flac" -> Optional.of("flac");
            case "mp4", "m4a", "x-m4a" -> Optional.of("m4a");
            case "basic", "pcmu" -> Optional.of("ulaw");
            case "pcma" -> Optional.of("alaw");
            case "gsm" -> Optional.of("gsm");
            case "g722" -> Optional.of("g722");
            case "amr" -> Optional.of("amr");
            case "amr-wb" -> Optional.of("awb");
            default -> Optional.empty();
        };
    }
}
