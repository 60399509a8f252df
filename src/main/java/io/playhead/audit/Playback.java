package io.playhead.audit;

import io.playhead.representation.ByteRange;
import io.playhead.representation.EntityTag;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ranges of one representation that the same client takes one after the other. Its own lock guards what changes. */
final class Playback {

    /**
     * What makes ranges of one playback. Another validator is another rate, channel or bit rate, other octets of the file or
     * other pieces of the call: there an octet is another moment.
     */
    record Key(
            Listener listener,
            long call,
            @Nullable UUID recording,
            String format,
            EntityTag validator,
            @Nullable InetAddress address,
            @Nullable String userAgent) {}

    private static final long MILLIS = 1000;

    private final UUID id;
    private final Key key;
    private final UUID tenant;
    private final List<Heard.Piece> pieces;
    private final long octets;
    private final @Nullable Duration length;
    private final Instant started;

    private final Coverage covered = new Coverage();
    private long sent;
    private int requests;
    private int under;
    private long lastNanos;
    private String outcome = "delivered";
    private boolean closed;

    Playback(Key key, Heard heard, Instant started) {
        this.id = EntryId.at(started);
        this.key = key;
        this.tenant = heard.tenant();
        this.pieces = heard.pieces();
        this.octets = heard.whole().length();
        this.length = heard.length();
        this.started = started;
    }

    Key key() {
        return key;
    }

    /** One more answer. @return false if it has ended already, so that the answer belongs to another */
    synchronized boolean join() {
        if (closed) {
            return false;
        }
        under++;
        requests++;
        return true;
    }

    /** What an answer has sent so far, whose earlier octets may be among it. */
    synchronized void cover(List<ByteRange> ranges, long more, String how) {
        ranges.forEach(covered::add);
        sent += more;
        outcome = how;
    }

    synchronized void brokenOff(String reason) {
        outcome = reason;
    }

    synchronized void leave(long nanos) {
        under--;
        lastNanos = nanos;
    }

    synchronized boolean isUnderWay() {
        return under > 0;
    }

    /** Ends it if nothing has been on its way for so long. @return whether it has ended by this */
    synchronized boolean endIfIdle(long nanos, long idleNanos) {
        if (closed || under > 0 || nanos - lastNanos < idleNanos) {
            return false;
        }
        closed = true;
        return true;
    }

    /** Whatever is on its way. @return whether it has ended by this */
    synchronized boolean end() {
        if (closed) {
            return false;
        }
        closed = true;
        if (under > 0) {
            outcome = "shutdown";
        }
        return true;
    }

    /** One for each recording. */
    List<AuditEntry> startedEntries() {
        return pieces.stream()
                .map(piece -> entry(started, Action.LISTEN_STARTED, piece).outcome("started"))
                .toList();
    }

    /** One for each recording, with the seconds of it that were heard. */
    synchronized List<AuditEntry> endedEntries(Instant at) {
        List<ByteRange> intervals = covered.intervals();
        return pieces.stream().map(piece -> endedEntry(at, piece, intervals)).toList();
    }

    private AuditEntry endedEntry(Instant at, Heard.Piece piece, List<ByteRange> intervals) {
        AuditEntry entry = entry(at, Action.LISTEN_ENDED, piece)
                .outcome(outcome)
                .with("started_at", started.toString())
                .with("requests", requests)
                .with("sent", sent)
                .with("covered", covered.octets())
                .with(
                        "ranges",
                        intervals.stream()
                                .map(range -> List.of(range.start(), range.end()))
                                .toList())
                .with("seconds", length == null ? null : seconds(intervals, piece));
        return covered.isExact() ? entry : entry.with("exact", false);
    }

    private AuditEntry entry(Instant at, Action action, Heard.Piece piece) {
        return AuditEntry.of(
                        at,
                        action,
                        tenant,
                        Actor.of(key.listener().user(), key.listener().maker(), key.address(), key.userAgent()))
                .about(key.call(), piece.recording())
                .with("playback", id.toString())
                .with("format", key.format())
                .with("octets", octets)
                .with("by", key.listener().ticket() == null ? "token" : "ticket")
                .with("home_tenant_uuid", text(key.listener().home()))
                .with("whole_call", key.recording() == null ? true : null);
    }

    private static @Nullable String text(@Nullable UUID uuid) {
        return uuid == null ? null : uuid.toString();
    }

    /** Of the recording itself, wherever in the whole it lies. */
    private List<List<Double>> seconds(List<ByteRange> intervals, Heard.Piece piece) {
        return intervals.stream()
                .filter(range -> key.recording() != null
                        || seconds(range.start()) < piece.to() && seconds(range.end()) > piece.from())
                .map(range -> List.of(within(piece, range.start()), within(piece, range.end())))
                .toList();
    }

    private double within(Heard.Piece piece, long position) {
        double second = Math.clamp(seconds(position), piece.from(), piece.to()) - piece.from();
        return Math.round(second * 10) / 10.0;
    }

    /** As if the octets were spread evenly over the time, which is so within a frame and but for the header. */
    private double seconds(long position) {
        double whole = length == null ? 0 : (double) length.toMillis() / MILLIS;
        return octets == 0 ? 0 : whole * position / octets;
    }
}
