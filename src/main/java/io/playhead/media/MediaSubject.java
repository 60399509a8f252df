package io.playhead.media;

import java.math.BigInteger;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a path asks the media of. */
sealed interface MediaSubject permits MediaPath, CallPath {

    /** Whether it is the caller's own calls that are asked for. */
    boolean me();

    BigInteger call();

    /** The one recording; null for all of the call. */
    @Nullable
    UUID only();

    /** Whether it is the media themselves, and not what is made known of them. */
    boolean isMedia();

    /** Its path, without query. */
    String text(String script);

    /** What access to its media is called. */
    String acl();

    /** What the right to take back tickets for them is called. */
    String revocationAcl();
}
