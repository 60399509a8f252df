package io.playhead.audit;

import java.util.UUID;

/** Which chain. */
record ChainName(UUID tenant, UUID writer) {

    /** For people: where to look. */
    String entry(long number) {
        return this + ", entry " + number;
    }

    @Override
    public String toString() {
        return "tenant " + (tenant.equals(StoredEntry.NO_TENANT) ? "none" : tenant) + ", writer " + writer;
    }
}
