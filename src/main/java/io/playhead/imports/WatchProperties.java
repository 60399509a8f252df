package io.playhead.imports;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param enabled whether recordings are registered as a PBX completes their files
 * @param settle how long nobody may have written to a file
 * @param unfinished the same of one whose header says that it is not complete, or that there is nothing in it yet
 * @param scan how often all roots are looked through
 * @param pattern how files are named, beside a Wazo's
 * @param tenant whose the files are whose path names no tenant
 * @param zone of times in names that say none
 * @param createCalls whether calls are made for recordings that have none
 */
@ConfigurationProperties("playhead.storage.watch")
record WatchProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("10s") Duration settle,
        @DefaultValue("5m") Duration unfinished,
        @DefaultValue("10m") Duration scan,
        @DefaultValue List<String> pattern,
        @Nullable UUID tenant,
        @Nullable ZoneId zone,
        @DefaultValue("false") boolean createCalls) {

    WatchProperties {
        pattern = List.copyOf(pattern);
        if (settle.toMillis() < 100 || unfinished.compareTo(settle) < 0) {
            throw new IllegalArgumentException(
                    "playhead.storage.watch.settle must be at least 100ms, and .unfinished not less");
        }
        if (scan.toMillis() < 100) {
            throw new IllegalArgumentException("playhead.storage.watch.scan must be at least 100ms: " + scan);
        }
        if (enabled) {
            try {
                Names.of(pattern, ZoneOffset.UTC);
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("playhead.storage.watch.pattern: " + wrong.getMessage(), wrong);
            }
        }
    }

    ImportWish wish() {
        return new ImportWish(
                Names.of(pattern, zone == null ? ZoneOffset.UTC : zone),
                tenant,
                null,
                true,
                createCalls,
                false,
                false,
                settle,
                unfinished);
    }
}
