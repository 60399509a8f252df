package io.playhead.storage;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A place in a bucket: {@code s3://bucket/key}, in which nothing is percent-encoded. */
record S3Place(String bucket, String key) {

    private static final Logger security = LoggerFactory.getLogger("io.playhead.security");
    private static final String SCHEME = "s3://";

    static boolean isOne(Place place) {
        return place.location().startsWith(SCHEME);
    }

    /** @throws StorageFailure {@code MISSING} if it lies in none of these buckets, which is a security event */
    static S3Place within(List<S3Properties.Bucket> buckets, Place place) {
        return lookedFor(buckets, place).orElseThrow(() -> {
            security.warn("event=place-outside-buckets file={}", place.name());
            return new StorageFailure(StorageFailure.Reason.MISSING, null);
        });
    }

    /** Empty if it lies in none of them. */
    static Optional<S3Place> lookedFor(List<S3Properties.Bucket> buckets, Place place) {
        return of(place).filter(it -> it.isIn(buckets));
    }

    private static Optional<S3Place> of(Place place) {
        String rest = isOne(place) ? place.location().substring(SCHEME.length()) : "";
        int slash = rest.indexOf('/');
        return slash < 1 || slash == rest.length() - 1
                ? Optional.empty()
                : Optional.of(new S3Place(rest.substring(0, slash), rest.substring(slash + 1)));
    }

    /** Dots that a server or a proxy might take for steps in a path lead nowhere. */
    private boolean isIn(List<S3Properties.Bucket> buckets) {
        return buckets.stream().anyMatch(it -> bucket.equals(it.name()) && key.startsWith(it.prefix()))
                && Arrays.stream(key.split("/", -1)).noneMatch(part -> part.equals(".") || part.equals(".."));
    }

    Place place() {
        return new Place(SCHEME + bucket + "/" + key);
    }
}
