package io.playhead.ingest;

import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import io.playhead.problem.ProblemException;
import io.playhead.storage.StorageFailure;
import java.util.Map;
import java.util.UUID;

/** What can be wrong with a recording that is coming in. */
final class IngestProblems {

    static final String DIGEST_MISMATCH = "digest-mismatch";

    private IngestProblems() {}

    /** @param reason one of a few words, in the manual */
    static Problem form(String reason) {
        return Problem.of(
                Kind.MALFORMED,
                "recording-form-malformed",
                "The body cannot be read as a call and its recording",
                Map.of("reason", reason));
    }

    static Problem tooLarge(long most) {
        return Problem.of(
                Kind.TOO_LARGE, "recording-too-large", "The recording is larger than it may be", Map.of("most", most));
    }

    static Problem metadataTooLarge(long most) {
        return Problem.of(
                Kind.TOO_LARGE,
                "recording-metadata-too-large",
                "What is said of the call is longer than it may be",
                Map.of("most", most));
    }

    /** @param limit which was reached: {@code idle} or {@code time} */
    static Problem tooSlow(String limit) {
        return Problem.of(
                Kind.TOO_SLOW, "recording-too-slow", "The recording does not come in time", Map.of("limit", limit));
    }

    static Problem typeNotTaken(String type) {
        return Problem.of(
                Kind.UNSUPPORTED,
                "recording-type-not-taken",
                "Recordings of this type are not taken",
                Map.of("type", type));
    }

    static Problem notAudio(UUID recording) {
        return Problem.of(
                Kind.UNSUPPORTED,
                "recording-not-audio",
                "The octets are not recognised as audio",
                Map.of("recording_uuid", recording));
    }

    /** Of the request. */
    static Problem bodyNotTaken() {
        return Problem.of(
                Kind.UNSUPPORTED,
                "recording-body-not-taken",
                "The body must be multipart/form-data or application/json",
                Map.of());
    }

    static Problem digestMalformed(String field) {
        return Problem.of(Kind.MALFORMED, "digest-malformed", "A digest cannot be read", Map.of("field", field));
    }

    static Problem digestMismatch(String field) {
        return Problem.of(
                Kind.MALFORMED, DIGEST_MISMATCH, "The octets are not those of the digest", Map.of("field", field));
    }

    /** Another recording is registered under its UUID, whoever's it is. */
    static Problem conflict(UUID recording) {
        return Problem.of(
                Kind.CONFLICT,
                "recording-conflict",
                "Another recording has this UUID",
                Map.of("recording_uuid", recording));
    }

    /** There is none, or none of the tenant's, or its time is over. */
    static Problem noUpload(UUID upload) {
        return Problem.of(Kind.NOT_FOUND, "upload-not-found", "No such upload", Map.of("upload_uuid", upload));
    }

    static Problem uploadOffset(UUID upload) {
        return Problem.of(
                Kind.CONFLICT,
                "upload-offset-conflict",
                "The upload is at another offset",
                Map.of("upload_uuid", upload));
    }

    static Problem uploadBusy(UUID upload) {
        return Problem.of(
                Kind.CONFLICT, "upload-busy", "Somebody else is at this upload", Map.of("upload_uuid", upload));
    }

    /** It ended before, or goes beyond, the length that it was to have. */
    static Problem uploadLength(UUID upload) {
        return Problem.of(
                Kind.MALFORMED,
                "upload-length-mismatch",
                "The upload is not as long as was said",
                Map.of("upload_uuid", upload));
    }

    static Problem uploadField(String field) {
        return Problem.of(
                Kind.MALFORMED,
                "upload-field-malformed",
                "A field of an upload cannot be read",
                Map.of("field", field));
    }

    static Problem tusVersion() {
        return Problem.of(
                Kind.OUTDATED,
                "tus-version-unknown",
                "Uploads are resumed by tus 1.0.0",
                Map.of("versions", Tus.VERSION));
    }

    /** The disk, or the network behind it, failed or is full. */
    static ProblemException noStorage(UUID recording, StorageFailure failure) {
        return Problem.of(
                        Kind.UNAVAILABLE,
                        "recording-media-storage-unavailable",
                        "Recording media: the storage does not answer",
                        Map.of("recording_uuid", recording))
                .exception(failure);
    }
}
