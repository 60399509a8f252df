package io.playhead.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the listen log as it is at one moment, and compares it with what was sealed and signed: each entry with the one
 * before it, each chain with its head, its heads of each hour and where what is left of it begins, each writer with its
 * chains, and the writers with each other.
 */
final class Verification {

    private static final int PORTION = 1000;
    /** Of which each is told in words. */
    private static final int TOLD = 1000;

    private static final String ENTRIES =
            "SELECT " + StoredEntry.COLUMNS + " FROM playhead.audit_entry ORDER BY tenant_uuid, writer_uuid, number";

    private final Connection connection;
    private final Map<String, Seal> seals = new HashMap<>();
    private final LoggedHeads logged;
    private final List<String> faults = new ArrayList<>();
    private final Map<UUID, WriterState> writers = new HashMap<>();
    private final Map<ChainName, Chain> chains =
            new TreeMap<>((one, other) -> one.equals(other) ? 0 : one.toString().compareTo(other.toString()));
    private final Set<ChainName> unknown = new HashSet<>();
    private long missingWriters;
    private long count;
    private long entries;
    private long gaps;

    /** @param seals with the secrets that were ever used */
    Verification(Connection connection, List<Seal> seals, LoggedHeads logged) {
        this.connection = connection;
        seals.forEach(seal -> this.seals.put(seal.keyId(), seal));
        this.logged = logged;
    }

    /** A chain as its row has it, and how far its entries have been read. */
    private static final class Chain {

        private final @Nullable Seal seal;
        private final long number;
        private final byte[] mac;
        private final long pruned;
        private long at;
        /** The seal of the last entry read; null if it cannot be known. */
        private byte @Nullable [] before;

        private Chain(@Nullable Seal seal, long number, byte[] mac, long pruned, byte @Nullable [] before) {
            this.seal = seal;
            this.number = number;
            this.mac = mac;
            this.pruned = pruned;
            this.at = pruned;
            this.before = before;
        }
    }

    /** The first of them, each a sentence that says where. */
    List<String> faults() {
        return faults;
    }

    long count() {
        return count;
    }

    String summary() {
        return "%d entries in %d chains of %d writers, all as they were written; %d of them tell of gaps"
                .formatted(entries, chains.size(), writers.size(), gaps);
    }

    void run() throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        try (Statement unlimited = connection.createStatement()) {
            unlimited.execute("SET LOCAL statement_timeout = 0");
        }
        each("SELECT * FROM playhead.audit_writer ORDER BY ordinal", this::writer);
        each("SELECT * FROM playhead.audit_chain ORDER BY tenant_uuid, writer_uuid", this::chain);
        compareWriters();
        each("SELECT * FROM playhead.audit_head", this::head);
        each(ENTRIES, row -> entry(StoredEntry.of(row)));
        chains.forEach(this::ends);
        compareHeads();
        compareLogged();
        connection.rollback();
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void each(String sql, Row reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(PORTION);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    private void fault(String sentence) {
        count++;
        if (faults.size() < TOLD) {
            faults.add(sentence);
        }
    }

    private @Nullable Seal seal(@Nullable String key, String of) {
        Seal seal = seals.get(String.valueOf(key));
        if (seal == null) {
            fault(of + ": is signed with a secret that is not given");
        }
        return seal;
    }

    private void writer(ResultSet row) throws SQLException {
        WriterState state = new WriterState(
                row.getObject("writer_uuid", UUID.class),
                row.getLong("ordinal"),
                instant(row, "started_at"),
                instant(row, "seen_at"),
                row.getLong("entries"),
                row.getInt("chains"),
                row.getObject("ended_at") == null ? null : instant(row, "ended_at"),
                row.getString("ended_how"),
                row.getBoolean("pruned"));
        String name = "writer " + state.uuid();
        if (state.ordinal() != writers.size() + 1L + missingWriters) {
            fault("before " + name + ": " + (state.ordinal() - 1 - writers.size() - missingWriters)
                    + " writers are missing");
            missingWriters = state.ordinal() - 1 - writers.size();
        }
        Seal seal = seal(row.getString("key_id"), name);
        if (seal != null && !Seal.same(row.getBytes("signature"), seal.writer(state))) {
            fault(name + ": its row is not as it was signed");
        }
        writers.put(state.uuid(), state);
    }

    private void chain(ResultSet row) throws SQLException {
        ChainName name = name(row);
        long number = row.getLong("number");
        byte[] mac = row.getBytes("mac");
        Seal seal = seal(row.getString("key_id"), name.toString());
        if (seal != null && !signed(row, "signature", seal, Seal.HEAD, name, number, mac)) {
            fault(name + ": its end is not as it was signed");
        }
        long pruned = row.getLong("pruned_number");
        byte[] before = seal == null ? null : seal.beginning(name.tenant(), name.writer());
        if (pruned > number) {
            fault(name + ": what is left of it begins behind its end");
        }
        if (pruned > 0) {
            before = row.getBytes("pruned_mac");
            Seal pruner = seal(row.getString("pruned_key_id"), name.toString());
            if (pruner != null
                    && (before == null
                            || !signed(row, "pruned_signature", pruner, Seal.PRUNED, name, pruned, before))) {
                fault(name + ": where what is left of it begins is not as it was signed");
            }
        }
        chains.put(name, new Chain(seal, number, mac, pruned, before));
    }

    private static boolean signed(
            ResultSet row, String column, Seal seal, String kind, ChainName name, long number, byte[] mac)
            throws SQLException {
        return Seal.same(row.getBytes(column), seal.head(kind, name.tenant(), name.writer(), number, mac));
    }

    private void compareWriters() {
        Map<UUID, Long> numbers = new HashMap<>();
        Map<UUID, Integer> counts = new HashMap<>();
        chains.forEach((name, chain) -> {
            numbers.merge(name.writer(), chain.number, Long::sum);
            counts.merge(name.writer(), 1, Integer::sum);
            if (!writers.containsKey(name.writer())) {
                fault(name + ": its writer is not known");
            }
        });
        writers.forEach((uuid, state) -> {
            if (state.pruned()) {
                return;
            }
            if (counts.getOrDefault(uuid, 0) != state.chains()) {
                fault("writer " + uuid + ": it wrote " + state.chains() + " chains, and there are "
                        + counts.getOrDefault(uuid, 0));
            } else if (numbers.getOrDefault(uuid, 0L) != state.entries()) {
                fault("writer " + uuid + ": it wrote " + state.entries() + " entries, and its chains have "
                        + numbers.getOrDefault(uuid, 0L));
            }
        });
    }

    private void head(ResultSet row) throws SQLException {
        ChainName name = name(row);
        long number = row.getLong("number");
        Seal seal = seal(row.getString("key_id"), name.toString());
        if (seal != null && !signed(row, "signature", seal, Seal.HOUR, name, number, row.getBytes("mac"))) {
            fault(name.entry(number) + ": the head of an hour is not as it was signed");
        }
    }

    private void entry(StoredEntry entry) {
        entries++;
        gaps += entry.action().equals(Action.GAP.text()) ? 1 : 0;
        ChainName name = new ChainName(entry.tenant(), entry.writer());
        Chain chain = chains.get(name);
        if (chain == null) {
            if (unknown.add(name)) {
                fault(name.entry(entry.number()) + ": there is no such chain");
            }
            return;
        }
        if (entry.number() <= chain.at) {
            fault(name.entry(entry.number()) + ": lies before where what is left of the chain begins");
            return;
        }
        if (entry.number() > chain.number) {
            fault(name.entry(entry.number()) + ": lies behind the chain's end");
            return;
        }
        compare(name, chain, entry);
        chain.at = entry.number();
        chain.before = entry.mac();
    }

    private void compare(ChainName name, Chain chain, StoredEntry entry) {
        if (entry.number() > chain.at + 1) {
            missing(name, chain.at + 1, entry.number() - 1);
        } else if (chain.seal != null && chain.before != null && !entry.follows(chain.seal, chain.before)) {
            fault(name.entry(entry.number()) + ": is altered, or is not in its place");
        }
        if (entry.number() == chain.number && !Seal.same(entry.mac(), chain.mac)) {
            fault(name.entry(entry.number()) + ": is not the one that the chain ended with");
        }
    }

    private void missing(ChainName name, long first, long last) {
        fault(name.entry(first) + (first == last ? ": is missing" : " to " + last + ": are missing"));
    }

    private void ends(ChainName name, Chain chain) {
        if (chain.at < chain.number) {
            missing(name, chain.at + 1, chain.number);
        }
    }

    private void compareHeads() throws SQLException {
        each(
                """
                SELECT h.tenant_uuid, h.writer_uuid, h.number
                FROM playhead.audit_head h
                LEFT JOIN playhead.audit_chain c USING (tenant_uuid, writer_uuid)
                LEFT JOIN playhead.audit_entry e ON e.tenant_uuid = h.tenant_uuid AND e.writer_uuid = h.writer_uuid
                  AND e.number = h.number
                WHERE h.number > coalesce(c.pruned_number, 0) AND e.mac IS DISTINCT FROM h.mac
                ORDER BY h.tenant_uuid, h.writer_uuid, h.number""",
                row -> fault(name(row).entry(row.getLong("number")) + ": is not the one that was signed in its hour"));
    }

    private void compareLogged() throws SQLException {
        logged.unsigned().forEach(this::fault);
        for (Map.Entry<ChainName, TreeMap<Long, byte[]>> heads : logged.heads().entrySet()) {
            ChainName name = heads.getKey();
            WriterState writer = writers.get(name.writer());
            if (writer != null && writer.pruned()) {
                continue;
            }
            Chain chain = chains.get(name);
            for (Map.Entry<Long, byte[]> head : heads.getValue().entrySet()) {
                if (chain == null || head.getKey() > chain.pruned) {
                    compareLogged(name, head.getKey(), head.getValue());
                }
            }
        }
    }

    private void compareLogged(ChainName name, long number, byte[] mac) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT mac FROM playhead.audit_entry WHERE tenant_uuid = ? AND writer_uuid = ? AND number = ?")) {
            statement.setObject(1, name.tenant());
            statement.setObject(2, name.writer());
            statement.setLong(3, number);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || !Seal.same(row.getBytes("mac"), mac)) {
                    fault(name.entry(number) + ": is not the one that the log has");
                }
            }
        }
    }

    private static ChainName name(ResultSet row) throws SQLException {
        return new ChainName(row.getObject("tenant_uuid", UUID.class), row.getObject("writer_uuid", UUID.class));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
