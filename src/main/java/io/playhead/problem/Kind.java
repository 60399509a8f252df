package io.playhead.problem;

/** The few ways in which a request can fail; HTTP has no more answers than these. */
public enum Kind {
    MALFORMED(400),
    UNAUTHENTICATED(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    NOT_ACCEPTABLE(406),
    TOO_SLOW(408),
    CONFLICT(409),
    OUTDATED(412),
    TOO_LARGE(413),
    UNSUPPORTED(415),
    OVERLOADED(429),
    BROKEN_MEDIA(500),
    UNEXPECTED(500),
    UNAVAILABLE(503);

    private final int status;

    Kind(int status) {
        this.status = status;
    }

    /** The HTTP status, unless a contract names another for one of its problems. */
    public int status() {
        return status;
    }
}
