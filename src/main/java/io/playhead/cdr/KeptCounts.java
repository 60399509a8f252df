package io.playhead.cdr;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Counts that take long, such as of all calls with some text in them, for as long as the tenants' calls stay as they
 * are. What tells is the number of their calls and the last transaction that wrote of one.
 */
final class KeptCounts {

    /** Columns for a statement whose first parameter are the tenants. */
    static final String STATE = """
            (SELECT coalesce(max(CAST(CAST(changed AS text) AS bigint)), 0) FROM unnest(CAST($1 AS uuid[])) AS t (uuid)
               CROSS JOIN LATERAL (SELECT changed FROM playhead.call_index i WHERE i.tenant_uuid = t.uuid
                 ORDER BY changed DESC LIMIT 1) l) AS last_change,
            CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint) AS horizon""";

    private static final int MOST = 10_000;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Cache<Key, Kept> kept = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterAccess(LONGEST)
            .executor(Runnable::run)
            .build();

    private record Key(CallFilter filter, Tenants tenants) {}

    private record Kept(State state, long filtered) {}

    /**
     * The calls of some tenants as one statement saw them.
     *
     * @param settled whether no transaction is open that could still write below the last change: if one is, the same
     *     state may come to mean something else
     */
    record State(long total, long lastChange, boolean settled) {

        static State of(Readable row) {
            long lastChange = Objects.requireNonNull(row.get("last_change", Long.class));
            return new State(
                    Objects.requireNonNull(row.get("total", Long.class)),
                    lastChange,
                    Objects.requireNonNull(row.get("horizon", Long.class)) > lastChange);
        }

        private boolean isSame(State other) {
            return total == other.total && lastChange == other.lastChange;
        }
    }

    /** What the filter leaves, if it was counted in this state. */
    OptionalLong filtered(CallFilter filter, Tenants tenants, State now) {
        Kept before = kept.getIfPresent(new Key(filter, tenants));
        return before != null && before.state().isSame(now) ? OptionalLong.of(before.filtered()) : OptionalLong.empty();
    }

    /** How many of so many calls the filter left when it was last counted; nothing if it never was. */
    Optional<Page.Counters> last(CallFilter filter, Tenants tenants) {
        return Optional.ofNullable(kept.getIfPresent(new Key(filter, tenants)))
                .map(before -> new Page.Counters(before.state().total(), before.filtered()));
    }

    void keep(CallFilter filter, Tenants tenants, State state, long filtered) {
        if (state.settled()) {
            kept.put(new Key(filter, tenants), new Kept(state, filtered));
        }
    }
}
