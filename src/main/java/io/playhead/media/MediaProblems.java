package io.playhead.media;

import io.playhead.decoder.DecodingFailure;
import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import io.playhead.problem.ProblemException;
import io.playhead.storage.Place;
import io.playhead.storage.StorageFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What can be wrong with media, in call-logd's words where it has some. */
final class MediaProblems {

    private static final String NOT_DECODABLE = "recording-media-not-decodable";

    private static final String BEING_WRITTEN = "recording-media-being-written";

    private MediaProblems() {}

    /** The recording is there and its media have been deleted: call-logd says 400. */
    static Problem deleted(UUID recording) {
        return Problem.of(
                Kind.MALFORMED,
                "recording-media-not-found",
                "No recording media found",
                Map.of("recording_uuid", recording));
    }

    static Problem missing(UUID recording, Place place) {
        return Problem.of(
                Kind.BROKEN_MEDIA,
                "recording-media-filesystem-not-found",
                "Recording media: not found on filesystem",
                details(recording, place));
    }

    static Problem forbidden(UUID recording, Place place) {
        return Problem.of(
                Kind.BROKEN_MEDIA,
                "recording-media-permission-denied",
                "Recording media: permission denied",
                details(recording, place));
    }

    /** Shows the file's name, never its folder. */
    private static Map<String, ?> details(UUID recording, Place place) {
        return Map.of("recording_uuid", recording, "recording_path", place.name());
    }

    static Problem of(StorageFailure failure, UUID recording, Place place) {
        return switch (failure.reason()) {
            case MISSING, CHANGED -> missing(recording, place);
            case FORBIDDEN -> forbidden(recording, place);
            case BROKEN -> noStorage(recording);
        };
    }

    /** The disk, or the network behind it, failed or does not answer. */
    static Problem noStorage(UUID recording) {
        return Problem.of(
                Kind.UNAVAILABLE,
                "recording-media-storage-unavailable",
                "Recording media: the storage does not answer",
                Map.of("recording_uuid", recording));
    }

    /** @param failure of decoding outside */
    static ProblemException of(DecodingFailure failure, UUID recording) {
        return switch (failure.reason()) {
            case PENDING -> beingDecoded(recording).exception();
            case BUSY -> renditionsBusy().exception();
            case UNREADABLE ->
                unrendered(recording).with("reason", "unreadable").exception(failure);
            case TOO_SLOW -> undecoded(recording).with("reason", "time").exception(failure);
            case TOO_LARGE -> unrendered(recording).with("reason", "size").exception(failure);
            case SOURCE ->
                failure.getCause() instanceof ProblemException known
                        ? known
                        : undecoded(recording).exception(failure);
            case BROKEN -> undecoded(recording).exception(failure);
        };
    }

    /** A recorder still writes to it: where it ends nobody knows yet. */
    static Problem beingWritten(UUID recording, Duration settle) {
        return Problem.of(
                Kind.CONFLICT,
                BEING_WRITTEN,
                "Recording media: still being written",
                Map.of("recording_uuid", recording, Problem.RETRY_AFTER, Math.max(1, settle.toSeconds())));
    }

    /** Whether it was said of a recording that it is still being written. */
    static boolean isBeingWritten(ProblemException failure) {
        return failure.problem().id().equals(BEING_WRITTEN);
    }

    /** It is being decoded for longer than this asker has waited. */
    private static Problem beingDecoded(UUID recording) {
        return Problem.of(
                Kind.UNAVAILABLE,
                "recording-media-being-decoded",
                "Recording media: being decoded, come again",
                Map.of("recording_uuid", recording, Problem.RETRY_AFTER, 2));
    }

    /** Whether it was said of a recording that there is nothing to be heard in it. */
    static boolean isUnrendered(ProblemException failure) {
        return failure.problem().id().equals(NOT_DECODABLE);
    }

    private static Problem undecoded(UUID recording) {
        return Problem.of(
                Kind.UNAVAILABLE,
                "recording-media-decoder-unavailable",
                "Recording media: the decoder does not work",
                Map.of("recording_uuid", recording));
    }

    /** There is no sound in it that can be decoded, though once there was, or more than there may be. */
    static Problem unrendered(UUID recording) {
        return Problem.of(
                Kind.NOT_ACCEPTABLE,
                NOT_DECODABLE,
                "Recording media: cannot be made into another format",
                Map.of("recording_uuid", recording));
    }

    /** So much is being encoded for the tenant that nothing new is begun. */
    static Problem renditionsBusy() {
        return Problem.of(
                Kind.OVERLOADED,
                "renditions-busy",
                "Too many renditions are being made at the moment",
                Map.of(Problem.RETRY_AFTER, 1));
    }

    /** @param available each representation there is: format, type and URL */
    static Problem notAcceptable(List<Map<String, String>> available) {
        return Problem.of(
                Kind.NOT_ACCEPTABLE,
                "not-acceptable",
                "No available representation is acceptable",
                Map.of("available", available));
    }

    static Problem badChoice(String field, List<String> choices) {
        return badField(
                field,
                List.of(Map.of(
                        "message",
                        choices.isEmpty()
                                ? "There is none to choose for this format."
                                : "Must be one of: " + String.join(", ", choices) + ".",
                        "constraint_id",
                        "enum",
                        "constraint",
                        Map.of("choices", choices))));
    }

    /** @param errors each a message, and which constraint it breaks */
    static Problem badField(String field, List<Map<String, Object>> errors) {
        return Problem.of(Kind.MALFORMED, "invalid-data", "Sent data is invalid", Map.of(field, errors));
    }
}
