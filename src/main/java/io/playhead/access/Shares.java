package io.playhead.access;

import io.playhead.http.Exchange;
import io.playhead.http.Lease;
import io.playhead.http.Pace;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that nobody who downloads much slows those who listen: how many bodies each tenant and each caller may have
 * on their way, and how many octets a second all of these together bring. Of this replica alone.
 */
public final class Shares {

    private final ShareHolders tenants;
    private final ShareHolders callers;

    Shares(ShareHolders tenants, ShareHolders callers) {
        this.tenants = tenants;
        this.callers = callers;
    }

    /**
     * Where a body of media or of an export is about to begin, before anything is said: counts it until the exchange
     * ends, and sets its pace.
     *
     * @param tenant whose the octets are
     * @param caller who asked, or had the ticket made; null where nobody did
     * @throws io.playhead.problem.ProblemException {@code too-many-streams}
     */
    public void begin(UUID tenant, @Nullable UUID caller, Exchange exchange) {
        if (tenants.unlimited() && callers.unlimited()) {
            return;
        }
        ShareHolders.Share ofCaller = caller == null ? null : callers.begin(caller);
        ShareHolders.Share ofTenant;
        try {
            ofTenant = tenants.begin(tenant);
        } catch (RuntimeException refused) {
            callers.end(ofCaller);
            throw refused;
        }
        exchange.hold(new Held(ofTenant, ofCaller));
    }

    private final class Held implements Lease {

        private final ShareHolders.@Nullable Share tenant;
        private final ShareHolders.@Nullable Share caller;
        private final @Nullable Pace pace;
        private final AtomicBoolean released = new AtomicBoolean();

        private Held(ShareHolders.@Nullable Share tenant, ShareHolders.@Nullable Share caller) {
            this.tenant = tenant;
            this.caller = caller;
            List<Pace.Limit> limits = Stream.of(tenants.limit(tenant), callers.limit(caller))
                    .filter(Objects::nonNull)
                    .toList();
            this.pace = limits.isEmpty() ? null : new Pace(limits);
        }

        @Override
        public @Nullable Pace pace() {
            return pace;
        }

        @Override
        public void release() {
            if (released.compareAndSet(false, true)) {
                tenants.end(tenant);
                callers.end(caller);
            }
        }
    }
}
