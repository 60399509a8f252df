package io.playhead.audit;

import io.playhead.http.Delivery;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is being listened to on this replica. An answer to a request for a range costs a look-up and a few fields; entries
 * are made when a playback begins, and when nothing of it has been on its way for a while.
 */
public final class Listens {

    /** Beyond so many at a time each answer is a playback of its own: whoever sends odd headers gets no memory by it. */
    static final int MOST = 50_000;

    private final AuditLog log;
    private final InstantSource clock;
    private final long idleNanos;
    private final Map<Playback.Key, Playback> playing = new ConcurrentHashMap<>();

    Listens(AuditLog log, InstantSource clock, Duration idle) {
        this.log = log;
        this.clock = clock;
        this.idleNanos = idle.toNanos();
    }

    /**
     * A body is about to be sent.
     *
     * @return to be told of what becomes of it; null if nobody wants to know
     */
    public @Nullable Delivery begin(
            Listener listener, Heard heard, @Nullable InetAddress address, @Nullable String userAgent) {
        if (!log.isEnabled()) {
            return null;
        }
        Playback.Key key = new Playback.Key(
                listener,
                heard.call(),
                heard.recording(),
                heard.format(),
                heard.whole().validator(),
                address,
                userAgent);
        while (true) {
            Playback known = playing.get(key);
            if (known != null && known.join()) {
                return new Watched(known, heard, true);
            }
            Playback fresh = new Playback(key, heard, clock.instant());
            fresh.join();
            boolean kept = playing.size() < MOST;
            if (!kept || replaced(key, known, fresh)) {
                fresh.startedEntries().forEach(log::log);
                return new Watched(fresh, heard, kept);
            }
        }
    }

    private boolean replaced(Playback.Key key, @Nullable Playback ended, Playback fresh) {
        return ended == null ? playing.putIfAbsent(key, fresh) == null : playing.replace(key, ended, fresh);
    }

    /** Ends those that nothing is on its way of any more. */
    void endIdle() {
        long now = System.nanoTime();
        for (Playback playback : playing.values()) {
            if (playback.endIfIdle(now, idleNanos)) {
                ended(playback);
            }
        }
    }

    /** Ends all, for there will be no others. */
    void endAll() {
        playing.values().forEach(this::endNow);
    }

    private void endNow(Playback playback) {
        if (playback.end()) {
            ended(playback);
        }
    }

    private void ended(Playback playback) {
        playing.remove(playback.key(), playback);
        playback.endedEntries(clock.instant()).forEach(log::log);
    }

    int playing() {
        return playing.size();
    }

    /** Whether a body is on its way. */
    boolean isDelivering() {
        return playing.values().stream().anyMatch(Playback::isUnderWay);
    }

    /** One answer of a playback. */
    private final class Watched implements Delivery {

        private final Playback playback;
        private final Heard heard;
        private final boolean kept;
        private long sent;
        private long told;
        private boolean ended;
        private @Nullable String broken;

        private Watched(Playback playback, Heard heard, boolean kept) {
            this.playback = playback;
            this.heard = heard;
            this.kept = kept;
        }

        @Override
        public void sent(long octets) {
            sent += octets;
            if (ended) {
                tell();
            }
        }

        @Override
        public void brokenOff(String reason) {
            broken = reason;
            if (ended) {
                playback.brokenOff(reason);
            }
        }

        @Override
        public void ended() {
            ended = true;
            tell();
            playback.leave(System.nanoTime());
            if (!kept) {
                endNow(playback);
            }
        }

        private void tell() {
            String how = broken != null ? broken : sent == heard.body().range().length() ? "delivered" : "client";
            playback.cover(heard.body().octets(heard.whole(), sent), sent - told, how);
            told = sent;
        }
    }
}
