package io.playhead.audit;

import io.playhead.http.Replies;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Where the chains of one writer end: each batch of entries makes new ones of them, which are kept once it is written. */
final class Chains {

    private final Seal seal;
    private final UUID writer;
    private final Map<UUID, Head> heads;

    private Chains(Seal seal, UUID writer, Map<UUID, Head> heads) {
        this.seal = seal;
        this.writer = writer;
        this.heads = heads;
    }

    static Chains none(Seal seal, UUID writer) {
        return new Chains(seal, writer, Map.of());
    }

    /** The last entry of a tenant's chain. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Head(UUID tenant, long number, byte[] mac) {}

    /** @param heads of the chains that the entries are in */
    record Sealed(List<StoredEntry> entries, Collection<Head> heads, Chains after) {}

    Collection<Head> heads() {
        return heads.values();
    }

    int size() {
        return heads.size();
    }

    Sealed seal(List<AuditEntry> entries) {
        Map<UUID, Head> changed = new LinkedHashMap<>();
        List<StoredEntry> sealed = new ArrayList<>(entries.size());
        for (AuditEntry entry : entries) {
            UUID tenant = entry.tenant() == null ? StoredEntry.NO_TENANT : entry.tenant();
            Head head = changed.getOrDefault(tenant, heads.get(tenant));
            StoredEntry next = sealed(
                    entry,
                    tenant,
                    head == null ? 1 : head.number() + 1,
                    head == null ? seal.beginning(tenant, writer) : head.mac());
            sealed.add(next);
            changed.put(tenant, new Head(tenant, next.number(), next.mac()));
        }
        Map<UUID, Head> all = new LinkedHashMap<>(heads);
        all.putAll(changed);
        return new Sealed(sealed, changed.values(), new Chains(seal, writer, all));
    }

    private StoredEntry sealed(AuditEntry entry, UUID tenant, long number, byte[] before) {
        Actor actor = entry.actor();
        return new StoredEntry(
                        tenant,
                        writer,
                        number,
                        EntryId.at(entry.at()),
                        entry.at(),
                        entry.action().text(),
                        actor.user(),
                        actor.maker(),
                        entry.call(),
                        entry.recording(),
                        actor.address(),
                        actor.userAgent(),
                        entry.outcome(),
                        Replies.text(entry.details()),
                        before)
                .sealed(seal, before);
    }
}
