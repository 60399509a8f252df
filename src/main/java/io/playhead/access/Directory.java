package io.playhead.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What the static authority's file says, for whoever serves it to others. */
public interface Directory {

    /** @param acl as written */
    record Holder(UUID user, UUID tenant, List<String> acl) {}

    /** @param name empty where the file has none */
    record Tenant(UUID uuid, String name, Optional<UUID> parent) {}

    /** Whose a token of the file is; empty if it is none, or has expired. */
    Optional<Holder> holder(Credential credential);

    /** Those of the given that there are, in the file's order. */
    List<Tenant> tenants(Set<UUID> among);
}
