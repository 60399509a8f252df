package io.playhead.storage;

import reactor.core.publisher.Mono;

/** Octets at rest, of which a few can be looked at. */
public interface Inspectable {

    /** In octets. */
    long length();

    /** When they were last modified, in nanoseconds since 1970, UTC. */
    long modifiedNanos();

    /** Looks at octets here and there, on a thread that may wait for them. */
    <T> Mono<T> inspect(StoredObject.Inspection<T> inspection);
}
