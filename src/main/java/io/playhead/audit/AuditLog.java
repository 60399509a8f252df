package io.playhead.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what is to be told, and never waits: it is written a moment later. What comes while as many entries as may
 * wait are waiting is lost, and counted, and a gap entry will say so.
 */
public final class AuditLog {

    /** Tenants whose losses are counted apart; those of others are counted together, as nobody's. */
    private static final int TENANTS = 1000;

    private final boolean enabled;
    private final int most;
    private final Queue<AuditEntry> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong lost = new AtomicLong();
    private final Map<@Nullable UUID, Loss> losses = new HashMap<>();

    /** @param enabled else nothing is taken in @param most how many entries may wait */
    AuditLog(boolean enabled, int most) {
        this.enabled = enabled;
        this.most = most;
    }

    /** What one tenant has lost. */
    record Loss(@Nullable UUID tenant, long entries, Instant first, Instant last) {

        Loss and(Loss later) {
            return new Loss(
                    tenant,
                    entries + later.entries,
                    first.isBefore(later.first) ? first : later.first,
                    last.isAfter(later.last) ? last : later.last);
        }
    }

    boolean isEnabled() {
        return enabled;
    }

    /** From any thread. */
    public void log(AuditEntry entry) {
        if (!enabled) {
            return;
        }
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            lost.incrementAndGet();
            lose(new Loss(entry.tenant(), 1, entry.at(), entry.at()));
            return;
        }
        waiting.add(entry);
    }

    private void lose(Loss loss) {
        synchronized (losses) {
            UUID tenant = losses.size() < TENANTS || losses.containsKey(loss.tenant()) ? loss.tenant() : null;
            losses.merge(tenant, new Loss(tenant, loss.entries(), loss.first(), loss.last()), Loss::and);
        }
    }

    /** The oldest that wait, at most so many, which then count as waiting until they are {@link #written}. */
    List<AuditEntry> take(int atMost) {
        List<AuditEntry> taken = new ArrayList<>();
        AuditEntry next;
        while (taken.size() < atMost && (next = waiting.poll()) != null) {
            taken.add(next);
        }
        return taken;
    }

    void written(int entries) {
        count.addAndGet(-entries);
    }

    /** What was lost since this was last asked. */
    List<Loss> losses() {
        synchronized (losses) {
            List<Loss> since = List.copyOf(losses.values());
            losses.clear();
            return since;
        }
    }

    /** A loss that could not be told of. */
    void keep(List<Loss> untold) {
        untold.forEach(this::lose);
    }

    int waiting() {
        return count.get();
    }

    long lost() {
        return lost.get();
    }
}
