package io.playhead.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.playhead.representation.ByteRange;
import io.playhead.representation.Concatenation;
import io.playhead.representation.EntityTag;
import io.playhead.representation.Representation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Speaks HTTP for every representation: preconditions, ranges, status and headers (RFC 9110 §13, §14, §15). */
public final class RangeResponder {

    private static final byte[] FAILED =
            "{\"message\": \"The media is no longer, or not yet, what the request was made for.\"}\n"
                    .getBytes(US_ASCII);
    private static final byte[] UNSATISFIABLE =
            "{\"message\": \"The server cannot provide the requested range.\"}\n".getBytes(US_ASCII);

    private final InstantSource clock;
    private final Boundaries boundaries = new Boundaries();

    public RangeResponder(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * 200, 206, 304, 412 or 416. Reads nothing.
     *
     * @param head whether the method is HEAD, for which {@code Range} does not count (§14.2)
     * @param extra what the caller has to say of the representation, such as {@code Vary} and
     *     {@code Content-Disposition}; becomes the reply's. Errors carry none of what describes content
     */
    public Reply reply(boolean head, Conditions conditions, Representation representation, HttpHeaders extra) {
        Instant now = clock.instant();
        HttpHeaders headers = describing(representation, extra, now);
        Reply reply = switch (Preconditions.weigh(
                conditions, head, representation.validator(), representation.lastModified(), now)) {
            case FAILED -> refusal(412, headers, FAILED);
            case NOT_MODIFIED -> new Reply(304, headers, Reply.NO_BODY);
            case WHOLE -> whole(representation, headers);
            case RANGE -> ranges(conditions, representation, headers);
        };
        return head ? reply.withoutBody() : reply;
    }

    /**
     * As {@link #reply} of what changes without a date that says so: there is no {@code Last-Modified}, and conditions with
     * dates do not count.
     */
    public Reply undated(boolean head, Conditions conditions, Representation representation, HttpHeaders extra) {
        Reply reply = reply(head, conditions.withoutDates(), representation, extra);
        reply.headers().remove(HttpHeaderNames.LAST_MODIFIED);
        return reply;
    }

    /**
     * 304 or 412 where conditions settle it before there is more than a validator, of what has no date: conditions with one
     * do not count. Else empty, and {@code extra} is as it was.
     */
    public Optional<Reply> settled(boolean head, Conditions conditions, EntityTag validator, HttpHeaders extra) {
        Preconditions.Verdict verdict =
                Preconditions.weigh(conditions.withoutDates(), head, validator, Instant.EPOCH, clock.instant());
        Optional<Reply> reply = switch (verdict) {
            case FAILED -> Optional.of(refusal(412, describing(validator, extra), FAILED));
            case NOT_MODIFIED -> Optional.of(new Reply(304, describing(validator, extra), Reply.NO_BODY));
            case WHOLE, RANGE -> Optional.empty();
        };
        return head ? reply.map(Reply::withoutBody) : reply;
    }

    private static HttpHeaders describing(EntityTag validator, HttpHeaders extra) {
        return extra.add(HttpHeaderNames.ETAG, validator.toString())
                .add(HttpHeaderNames.ACCEPT_RANGES, HttpHeaderValues.BYTES);
    }

    /** A date in the future is given as the present (§8.8.2.1). */
    private static HttpHeaders describing(Representation representation, HttpHeaders extra, Instant now) {
        Instant lastModified = representation.lastModified();
        return describing(representation.validator(), extra)
                .add(HttpHeaderNames.LAST_MODIFIED, HttpDate.format(lastModified.isAfter(now) ? now : lastModified));
    }

    private Reply ranges(Conditions conditions, Representation representation, HttpHeaders headers) {
        String field = Objects.requireNonNull(conditions.range());
        return switch (RangeSet.of(field, representation.length())) {
            case RangeSet.Ignored ignored -> whole(representation, headers);
            case RangeSet.Unsatisfiable none -> unsatisfiable(representation, headers);
            case RangeSet.Satisfiable some -> partial(representation, some.ranges(), headers);
        };
    }

    private static Reply whole(Representation representation, HttpHeaders headers) {
        return representation.length() == 0
                ? content(200, representation, Reply.NO_BODY, 0, headers)
                : part(200, representation, ByteRange.ofLength(0, representation.length()), headers);
    }

    private Reply partial(Representation representation, List<ByteRange> ranges, HttpHeaders headers) {
        return ranges.size() == 1
                ? single(representation, ranges.getFirst(), headers)
                : several(representation, ranges, headers);
    }

    private static Reply single(Representation representation, ByteRange range, HttpHeaders headers) {
        headers.set(HttpHeaderNames.CONTENT_RANGE, Multipart.contentRange(range, representation.length()));
        return part(206, representation, range, headers);
    }

    private Reply several(Representation representation, List<ByteRange> ranges, HttpHeaders headers) {
        Concatenation multipart = Multipart.of(representation, ranges, boundaries.next());
        return part(206, multipart, ByteRange.ofLength(0, multipart.length()), headers);
    }

    private static Reply part(int status, Representation representation, ByteRange range, HttpHeaders headers) {
        return content(status, representation, new Body.Part(representation, range), range.length(), headers);
    }

    private static Reply content(
            int status, Representation representation, Body body, long length, HttpHeaders headers) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, representation.mediaType().toString());
        headers.set(HttpHeaderNames.CONTENT_LENGTH, Long.toString(length));
        return new Reply(status, headers, body);
    }

    private static Reply unsatisfiable(Representation representation, HttpHeaders headers) {
        headers.set(HttpHeaderNames.CONTENT_RANGE, "bytes */" + representation.length());
        return refusal(416, headers, UNSATISFIABLE);
    }

    /** What says something of the media would say it of the words here. */
    private static Reply refusal(int status, HttpHeaders headers, byte[] words) {
        headers.remove(HttpHeaderNames.CONTENT_DISPOSITION);
        headers.remove(HttpHeaderNames.CONTENT_LOCATION);
        headers.remove(DigestField.REPR_DIGEST);
        return Reply.of(status, headers, HttpHeaderValues.APPLICATION_JSON, words);
    }
}
