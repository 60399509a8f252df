package io.playhead.cdr;

import java.util.Set;
import java.util.UUID;

/** The tenants that a query may see. None means that it sees nothing. */
public record Tenants(Set<UUID> uuids) {

    public Tenants {
        uuids = Set.copyOf(uuids);
    }

    UUID[] array() {
        return uuids.toArray(UUID[]::new);
    }
}
