package io.playhead.storage;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * The state in which an object was found.
 *
 * @param tag the server's, quotes included: pins what is read; null with a server that gives none
 * @param modifiedNanos since 1970, UTC: of the file which it was, where it has been moved here
 */
record S3Facts(S3Place place, @Nullable String tag, long length, long modifiedNanos) {

    /** Kept with an object that was moved here, so that no validator of it changes. */
    static final String MODIFIED = "playhead-modified-nanos";

    static S3Facts of(S3Place place, HeadObjectResponse answer) {
        return new S3Facts(
                place, answer.eTag(), answer.contentLength(), modified(answer.metadata(), answer.lastModified()));
    }

    /** Whether an answer is of this state; a server may know no conditions, or no tags. */
    boolean fit(GetObjectResponse answer) {
        return tag != null
                ? tag.equals(answer.eTag())
                : modified(answer.metadata(), answer.lastModified()) == modifiedNanos;
    }

    private static long modified(Map<String, String> metadata, Instant last) {
        String kept = metadata.get(MODIFIED);
        if (kept != null) {
            try {
                return Long.parseLong(kept);
            } catch (NumberFormatException notOurs) {
                // as if it were not there
            }
        }
        return TimeUnit.SECONDS.toNanos(last.getEpochSecond()) + last.getNano();
    }
}
