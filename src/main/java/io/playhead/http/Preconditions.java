package io.playhead.http;

import io.playhead.representation.EntityTag;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which answer the conditions of a GET or HEAD leave open (RFC 9110 §13). */
final class Preconditions {

    enum Verdict {
        /** 412. */
        FAILED,
        /** 304. */
        NOT_MODIFIED,
        /** 200; a {@code Range}, if there is one, does not count. */
        WHOLE,
        /** What {@code Range} asks for. */
        RANGE
    }

    private Preconditions() {}

    /**
     * In the order of §13.2.2.
     *
     * @param lastModified whole seconds
     */
    static Verdict weigh(Conditions conditions, boolean head, EntityTag tag, Instant lastModified, Instant now) {
        if (conditions.equals(Conditions.NONE)) {
            return Verdict.WHOLE;
        }
        if (fails(conditions, tag, lastModified, now)) {
            return Verdict.FAILED;
        }
        if (isKnown(conditions, tag, lastModified, now)) {
            return Verdict.NOT_MODIFIED;
        }
        boolean ranged = !head
                && conditions.range() != null
                && (conditions.ifRange() == null || isSame(conditions.ifRange(), tag, lastModified, now));
        return ranged ? Verdict.RANGE : Verdict.WHOLE;
    }

    /** {@code If-Match}, and only without it {@code If-Unmodified-Since} (§13.1.1, §13.1.4). */
    private static boolean fails(Conditions conditions, EntityTag tag, Instant lastModified, Instant now) {
        if (conditions.ifMatch() != null) {
            return !EntityTags.matchStrongly(conditions.ifMatch(), tag);
        }
        return date(conditions.ifUnmodifiedSince(), now)
                .filter(lastModified::isAfter)
                .isPresent();
    }

    /** {@code If-None-Match}, and only without it {@code If-Modified-Since} (§13.1.2, §13.1.3). */
    private static boolean isKnown(Conditions conditions, EntityTag tag, Instant lastModified, Instant now) {
        if (conditions.ifNoneMatch() != null) {
            return EntityTags.matchWeakly(conditions.ifNoneMatch(), tag);
        }
        return date(conditions.ifModifiedSince(), now)
                .filter(date -> !lastModified.isAfter(date))
                .isPresent();
    }

    /** {@code If-Range} (§13.1.5): a date counts only if a second change within its second is out (§8.8.2.2). */
    private static boolean isSame(String ifRange, EntityTag tag, Instant lastModified, Instant now) {
        if (ifRange.endsWith("\"")) {
            return EntityTags.isStrongly(ifRange, tag);
        }
        return !lastModified.plusSeconds(1).isAfter(now)
                && HttpDate.parse(ifRange, now).filter(lastModified::equals).isPresent();
    }

    /** A date that is none is as if the field were not there. */
    private static Optional<Instant> date(@Nullable String field, Instant now) {
        return field == null ? Optional.empty() : HttpDate.parse(field, now);
    }
}
