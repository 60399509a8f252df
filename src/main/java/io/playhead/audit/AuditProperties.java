package io.playhead.audit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param enabled whether anything is told at all
 * @param idle how long nothing may be on its way of a playback until it has ended
 * @param queue most entries that wait to be written
 * @param heartbeat how often a writer says that it is there; after six times as long without it has gone
 * @param retention how long entries are kept; null keeps them all
 */
@ConfigurationProperties("playhead.audit")
record AuditProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("60s") Duration idle,
        @DefaultValue("50000") int queue,
        @DefaultValue("10s") Duration heartbeat,
        @Nullable Duration retention) {

    /** Heartbeats that may be missed. */
    private static final int PATIENCE = 6;

    AuditProperties {
        positive("idle", idle);
        positive("heartbeat", heartbeat);
        positive("retention", retention);
        if (queue < 1) {
            throw new IllegalArgumentException("playhead.audit.queue must be at least 1: " + queue);
        }
    }

    Duration patience() {
        return heartbeat.multipliedBy(PATIENCE);
    }

    private static void positive(String name, @Nullable Duration value) {
        if (value != null && (value.isNegative() || value.isZero())) {
            throw new IllegalArgumentException("playhead.audit." + name + " must be positive: " + value);
        }
    }
}
