package io.playhead.storage;

import io.playhead.storage.StorageFailure.Reason;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What a failure of the client means. */
final class S3Failures {

    private static final Logger log = LoggerFactory.getLogger(S3Failures.class);

    private S3Failures() {}

    /** Of a look at an object, or of a change. */
    static StorageFailure translated(Throwable failure) {
        return of(failure, Reason.MISSING);
    }

    /** Of reading what was found before: nothing there means that it has gone since. */
    static StorageFailure whileReading(Throwable failure) {
        return of(failure, Reason.CHANGED);
    }

    private static StorageFailure of(Throwable failure, Reason nothingThere) {
        boolean wrapped = failure instanceof CompletionException || failure instanceof ExecutionException;
        Throwable within = failure.getCause();
        Throwable cause = wrapped && within != null ? within : failure;
        if (cause instanceof StorageFailure known) {
            return known;
        }
        Reason reason = cause instanceof AwsServiceException answer ? reason(answer, nothingThere) : Reason.BROKEN;
        if (reason == Reason.BROKEN || reason == Reason.FORBIDDEN) {
            log.warn("event=object-storage-failed cause={}", said(cause));
        }
        return new StorageFailure(reason, cause);
    }

    /** What an administrator needs to know; a server's message may name the object. */
    private static String said(Throwable cause) {
        if (cause instanceof AwsServiceException answer) {
            AwsErrorDetails details = answer.awsErrorDetails();
            return answer.statusCode() + (details == null ? "" : " " + details.errorCode());
        }
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }

    private static Reason reason(AwsServiceException answer, Reason nothingThere) {
        return switch (answer.statusCode()) {
            case 404 -> nothingThere;
            case 401, 403 -> Reason.FORBIDDEN;
            case 412, 416 -> Reason.CHANGED;
            default -> Reason.BROKEN;
        };
    }
}
