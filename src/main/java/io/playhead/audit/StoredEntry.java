package io.playhead.audit;

import io.r2dbc.spi.Readable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry in its place, as its row has it.
 *
 * @param id in the order of time
 * @param tenant the entry's; {@link #NO_TENANT} where it has none
 * @param number from 1 on, within the tenant and writer
 * @param details as JSON
 * @param mac over all of it and the one before
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredEntry(
        UUID tenant,
        UUID writer,
        long number,
        UUID id,
        Instant at,
        String action,
        @Nullable UUID user,
        @Nullable UUID maker,
        @Nullable Long call,
        @Nullable UUID recording,
        @Nullable String address,
        @Nullable String userAgent,
        String outcome,
        String details,
        byte[] mac) {

    static final UUID NO_TENANT = new UUID(0, 0);

    static final String COLUMNS = "tenant_uuid, writer_uuid, number, id, at, action, user_uuid, maker_uuid, call_id,"
            + " recording_uuid, address, user_agent, outcome, details, mac";

    static StoredEntry of(Readable row) {
        return new StoredEntry(
                required(row, "tenant_uuid", UUID.class),
                required(row, "writer_uuid", UUID.class),
                required(row, "number", Long.class),
                required(row, "id", UUID.class),
                required(row, "at", OffsetDateTime.class).toInstant(),
                required(row, "action", String.class),
                row.get("user_uuid", UUID.class),
                row.get("maker_uuid", UUID.class),
                row.get("call_id", Long.class),
                row.get("recording_uuid", UUID.class),
                row.get("address", String.class),
                row.get("user_agent", String.class),
                required(row, "outcome", String.class),
                required(row, "details", String.class),
                required(row, "mac", byte[].class));
    }

    static StoredEntry of(ResultSet row) throws SQLException {
        return new StoredEntry(
                row.getObject("tenant_uuid", UUID.class),
                row.getObject("writer_uuid", UUID.class),
                row.getLong("number"),
                row.getObject("id", UUID.class),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("action"),
                row.getObject("user_uuid", UUID.class),
                row.getObject("maker_uuid", UUID.class),
                row.getObject("call_id", Long.class),
                row.getObject("recording_uuid", UUID.class),
                row.getString("address"),
                row.getString("user_agent"),
                row.getString("outcome"),
                row.getString("details"),
                row.getBytes("mac"));
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }

    /** @param before the seal of the entry before, or the chain's beginning */
    StoredEntry sealed(Seal seal, byte[] before) {
        return new StoredEntry(
                tenant,
                writer,
                number,
                id,
                at,
                action,
                user,
                maker,
                call,
                recording,
                address,
                userAgent,
                outcome,
                details,
                seal.entry(before, this));
    }

    /** Whether it is what was written after that. */
    boolean follows(Seal seal, byte[] before) {
        return Seal.same(mac, seal.entry(before, this));
    }
}
