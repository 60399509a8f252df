package io.playhead.audit;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** UUIDs of version 7 (RFC 9562 §5.7): in the order of time, to the millisecond. Distinct, not secret. */
final class EntryId {

    private static final long VERSION = 7L << 12;
    private static final long VARIANT = 1L << 63;

    private EntryId() {}

    static UUID at(Instant time) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(
                time.toEpochMilli() << 16 | VERSION | random.nextLong() & 0xfff, VARIANT | random.nextLong() >>> 2);
    }

    /** Before every one of this millisecond and of later ones. */
    static UUID first(Instant time) {
        return new UUID(Math.max(0, time.toEpochMilli()) << 16, 0);
    }
}
