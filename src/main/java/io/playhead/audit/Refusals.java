package io.playhead.audit;

import io.playhead.access.RefusedCaller;
import io.playhead.http.Refusal;
import io.playhead.http.RefusalListener;
import io.playhead.problem.Kind;
import io.playhead.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Requests that were turned away. The first of its kind is told at once; those like it that follow within a minute are
 * counted and told of together, so that nobody fills the log by knocking. Of ever new kinds some hundreds a minute are
 * told apart, and the rest together.
 */
final class Refusals implements RefusalListener {

    /** Kinds that are told apart in one window. */
    static final int MOST = 500;

    private static final int LONGEST_PATH = 200;

    private final AuditLog log;
    private final InstantSource clock;
    private final Duration window;
    private final Map<Like, Repeated> repeats = new HashMap<>();
    private Instant begun = Instant.MIN;

    Refusals(AuditLog log, InstantSource clock, Duration window) {
        this.log = log;
        this.clock = clock;
        this.window = window;
    }

    /** What makes refusals alike. */
    private record Like(
            @Nullable String address,
            @Nullable UUID tenant,
            @Nullable UUID user,
            @Nullable UUID maker,
            String reason,
            String method) {}

    private record Repeated(long times, Instant last) {

        Repeated and(Instant later) {
            return new Repeated(times + 1, later);
        }
    }

    @Override
    public void refused(Refusal refusal) {
        if (!log.isEnabled() || !isRefusal(refusal)) {
            return;
        }
        Problem problem = refusal.failure().problem();
        Instant now = clock.instant();
        AuditEntry entry = entry(refusal, now).with("path", Actor.text(refusal.path(), LONGEST_PATH));
        boolean first;
        synchronized (repeats) {
            if (begun == Instant.MIN) {
                begun = now;
            }
            first = count(like(entry, refusal.method()), now);
        }
        if (first) {
            log.log(entry.with("status", problem.status())
                    .with("correlation", refusal.correlation().toString()));
        }
    }

    /**
     * Not yours and not there look alike: what is not found by one who is known counts too. So does who was told to come
     * later.
     */
    private static boolean isRefusal(Refusal refusal) {
        Kind kind = refusal.failure().problem().kind();
        return kind == Kind.UNAUTHENTICATED
                || kind == Kind.FORBIDDEN
                || kind == Kind.OVERLOADED
                || kind == Kind.NOT_FOUND && refusal.tenant() != null;
    }

    private static AuditEntry entry(Refusal refusal, Instant now) {
        RefusedCaller caller = refusal.failure().getCause() instanceof RefusedCaller known ? known : null;
        UUID user = caller == null ? refusal.user() : caller.user().orElse(null);
        boolean byTicket = caller != null && caller.isByTicket();
        return AuditEntry.of(
                        now,
                        Action.REFUSED,
                        caller == null ? refusal.tenant() : caller.tenant(),
                        Actor.of(
                                byTicket ? null : user, byTicket ? user : null, refusal.address(), refusal.userAgent()))
                .outcome(reason(refusal.failure().problem()))
                .with("method", refusal.method());
    }

    /** The more exact one of the contract's words. */
    private static String reason(Problem problem) {
        return problem.details().get("reason") instanceof String reason ? reason : problem.id();
    }

    private static Like like(AuditEntry entry, String method) {
        Actor actor = entry.actor();
        return new Like(actor.address(), entry.tenant(), actor.user(), actor.maker(), entry.outcome(), method);
    }

    /** @return whether it is the first of its kind */
    private boolean count(Like like, Instant now) {
        Like kind = repeats.containsKey(like) || repeats.size() < MOST
                ? like
                : new Like(null, null, null, null, "others", "any");
        Repeated before = repeats.get(kind);
        boolean others = !kind.equals(like);
        repeats.put(kind, before != null ? before.and(now) : new Repeated(others ? 1 : 0, now));
        return before == null && !others;
    }

    /** Tells of what has been repeated, if the window has ended. @param now whether to do so in any case */
    void tellRepeated(boolean now) {
        Instant until = clock.instant();
        Instant from;
        List<Map.Entry<Like, Repeated>> all;
        synchronized (repeats) {
            if (repeats.isEmpty() || !now && until.isBefore(begun.plus(window))) {
                return;
            }
            from = begun;
            all = new ArrayList<>(repeats.entrySet());
            repeats.clear();
            begun = Instant.MIN;
        }
        all.stream()
                .filter(kind -> kind.getValue().times() > 0)
                .forEach(kind -> log.log(repeated(kind.getKey(), kind.getValue(), from)));
    }

    private static AuditEntry repeated(Like like, Repeated repeated, Instant from) {
        return AuditEntry.of(
                        repeated.last(),
                        Action.REFUSED,
                        like.tenant(),
                        new Actor(like.user(), like.maker(), like.address(), null))
                .outcome(like.reason())
                .with("method", like.method())
                .with("repeated", repeated.times())
                .with("since", from.toString());
    }
}
