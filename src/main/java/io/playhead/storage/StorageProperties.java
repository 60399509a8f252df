package io.playhead.storage;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param writeTo where new recordings are written */
@ConfigurationProperties("playhead.storage")
record StorageProperties(@DefaultValue("disk") Kind writeTo) {

    /** A kind of storage. */
    enum Kind {
        DISK,
        S3
    }
}
