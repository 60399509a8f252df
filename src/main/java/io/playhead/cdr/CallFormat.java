package io.playhead.cdr;

import io.playhead.http.Accept;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** The forms in which calls are given. */
enum CallFormat {
    JSON("application/json"),
    CSV("text/csv; charset=utf-8"),
    NDJSON("application/x-ndjson");

    private final MediaType type;

    CallFormat(String type) {
        this.type = MediaType.parseMediaType(type);
    }

    /**
     * As call-logd chooses: JSON, unless {@code Accept} likes another strictly better. Nothing is unacceptable.
     *
     * @param csv whether {@code ?format=csv} says so
     */
    static CallFormat of(boolean csv, @Nullable String accept) {
        if (csv) {
            return CSV;
        }
        CallFormat best = JSON;
        int most = weight(accept, JSON);
        for (CallFormat other : new CallFormat[] {CSV, NDJSON}) {
            int weight = weight(accept, other);
            if (weight > most) {
                best = other;
                most = weight;
            }
        }
        return best;
    }

    /** {@code text/csv} without its charset names another type, to call-logd. */
    private static int weight(@Nullable String accept, CallFormat format) {
        return accept == null ? 0 : Accept.weightOfExactly(accept, format.type);
    }
}
