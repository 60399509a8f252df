package io.playhead.access;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Tenants and who stands above whom. Each one's descendants are worked out once. */
public final class TenantTree {

    private final Map<UUID, Set<UUID>> within;
    private final Set<UUID> highest;

    /** @param parents of every tenant; free of cycles, each parent a tenant itself */
    TenantTree(Map<UUID, Optional<UUID>> parents) {
        Map<UUID, Set<UUID>> building = new HashMap<>();
        parents.forEach((tenant, ignored) -> {
            Optional<UUID> above = Optional.of(tenant);
            while (above.isPresent()) {
                building.computeIfAbsent(above.get(), fresh -> new HashSet<>()).add(tenant);
                above = parents.getOrDefault(above.get(), Optional.empty());
            }
        });
        building.replaceAll((tenant, descendants) -> Set.copyOf(descendants));
        within = Map.copyOf(building);
        highest = parents.entrySet().stream()
                .filter(tenant -> tenant.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @param yaml as the static authority's file, {@code tenants} alone
     * @throws RuntimeException that says in a sentence what is wrong
     */
    public static TenantTree read(byte[] yaml) {
        return StaticFile.read(yaml).tenants();
    }

    /** Whether it is one that has nobody above it. */
    boolean isHighest(UUID tenant) {
        return highest.contains(tenant);
    }

    public boolean knows(UUID tenant) {
        return within.containsKey(tenant);
    }

    /** The tenant and all below it; empty if it is unknown. */
    public Set<UUID> from(UUID tenant) {
        return within.getOrDefault(tenant, Set.of());
    }

    /** The tenants met twice on the way up from {@code tenant}, in order; empty if the way ends. */
    static Set<UUID> cycle(UUID tenant, Map<UUID, Optional<UUID>> parents) {
        Set<UUID> met = new LinkedHashSet<>();
        Optional<UUID> at = Optional.of(tenant);
        while (at.isPresent()) {
            if (!met.add(at.get())) {
                return met;
            }
            at = parents.getOrDefault(at.get(), Optional.empty());
        }
        return Set.of();
    }
}
