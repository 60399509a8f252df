package io.playhead.audit;

import static io.playhead.audit.Audited.PLAYHEAD;
import static io.playhead.audit.Audited.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Writers that come and go. */
class AuditWriterTest {

    private static final UUID TENANT = RunningPlayhead.TENANT_O;

    private final AuditRepository repository = PLAYHEAD.bean(AuditRepository.class);
    private final Seal seal = PLAYHEAD.bean(Seal.class);

    /** A process that has written, and was last heard of then. */
    private WriterState writer(Instant seen) {
        WriterState begun = Objects.requireNonNull(
                repository.register(UUID.randomUUID(), seen).block());
        Chains.Sealed sealed = Chains.none(seal, begun.uuid())
                .seal(List.of(
                        AuditEntry.of(seen, Action.RETENTION_CHANGED, TENANT, Actor.NOBODY),
                        AuditEntry.of(seen, Action.HOLD_CHANGED, TENANT, Actor.NOBODY)));
        WriterState after = begun.wrote(2, 1);
        repository.write(begun, after, sealed, null).block();
        return after;
    }

    @Test
    void a_process_that_was_killed_leaves_a_gap_with_its_bounds() {
        Instant seen = Instant.now().minus(Duration.ofMinutes(5)).truncatedTo(ChronoUnit.MILLIS);
        WriterState killed = writer(seen);

        JsonNode gap = eventually("action=log.gap&tenant=" + TENANT, entry -> of(entry, killed));

        assertThat(gap.path("outcome").asString()).isEqualTo("writer-lost");
        assertThat(gap.path("tenant_uuid").asString()).isEqualTo(TENANT.toString());
        assertThat(Instant.parse(gap.at("/details/from").asString())).isEqualTo(seen);
        assertThat(Instant.parse(gap.at("/details/until").asString()))
                .isAfter(seen)
                .isBefore(Instant.now().plusSeconds(1));
        eventually(
                "action=log.gap",
                entry -> of(entry, killed) && entry.path("tenant_uuid").isNull());
        assertThat(Sql.run(
                        PLAYHEAD.database(),
                        "SELECT ended_how FROM playhead.audit_writer WHERE writer_uuid = ?",
                        killed.uuid()))
                .containsExactly("gap");
        assertThat(Sql.number(
                        PLAYHEAD.database(),
                        "SELECT count(*) FROM playhead.audit_entry WHERE details LIKE ?",
                        "%" + killed.uuid() + "%"))
                .as("one for each chain of it, and one for nobody")
                .isEqualTo(2);
        assertThat(Verified.of(PLAYHEAD.database()).text()).contains("all as they were written");
    }

    private static boolean of(JsonNode entry, WriterState writer) {
        return entry.at("/details/writer").asString().equals(writer.uuid().toString());
    }

    @Test
    void one_that_others_have_given_up_goes_on_as_another() {
        UUID before = PLAYHEAD.bean(AuditWriter.class).uuid();
        Sql.run(
                PLAYHEAD.database(),
                "UPDATE playhead.audit_writer SET ended_at = now(), ended_how = 'gap' WHERE writer_uuid = ?",
                before);
        String mark = UUID.randomUUID().toString();
        PLAYHEAD.bean(AuditLog.class)
                .log(AuditEntry.of(Instant.now(), Action.POLICY_CHANGED, TENANT, Actor.NOBODY)
                        .with("mark", mark));

        JsonNode written = eventually(
                "action=policy.changed",
                entry -> entry.at("/details/mark").asString().equals(mark));

        assertThat(written.path("writer_uuid").asString()).isNotEqualTo(String.valueOf(before));
        assertThat(Verified.of(PLAYHEAD.database()).text()).contains("all as they were written");
    }

    @Test
    void of_a_writer_that_is_older_than_the_retention_only_its_row_is_left() {
        Instant longAgo = Instant.parse("2020-01-01T00:00:00Z");
        WriterState old = writer(longAgo);
        repository.update(old, old.ended(longAgo, WriterState.STOPPED)).block();

        PLAYHEAD.bean(AuditPruning.class).prune(longAgo.plusSeconds(1)).block();

        for (String table : List.of("audit_entry", "audit_chain", "audit_head")) {
            assertThat(Sql.number(
                            PLAYHEAD.database(),
                            "SELECT count(*) FROM playhead." + table + " WHERE writer_uuid = ?",
                            old.uuid()))
                    .as(table)
                    .isZero();
        }
        assertThat(Sql.run(
                        PLAYHEAD.database(),
                        "SELECT pruned FROM playhead.audit_writer WHERE writer_uuid = ?",
                        old.uuid()))
                .containsExactly("t");
        assertThat(Verified.of(PLAYHEAD.database()).text()).contains("all as they were written");
    }

    @Test
    void what_was_altered_is_not_pruned() {
        Instant longAgo = Instant.parse("2021-01-01T00:00:00Z");
        WriterState old = writer(longAgo);
        repository.update(old, old.ended(longAgo, WriterState.STOPPED)).block();
        String where = " WHERE number = 1 AND writer_uuid = '" + old.uuid() + "'";
        Sql.run(PLAYHEAD.database(), "UPDATE playhead.audit_entry SET outcome = 'other'" + where);

        PLAYHEAD.bean(AuditPruning.class).prune(longAgo.plusSeconds(1)).block();

        assertThat(Sql.run(PLAYHEAD.database(), "SELECT outcome FROM playhead.audit_entry" + where))
                .containsExactly("other");
        assertThat(Verified.of(PLAYHEAD.database()).text()).contains("writer " + old.uuid() + ", entry 1: is altered");
        Sql.run(PLAYHEAD.database(), "UPDATE playhead.audit_entry SET outcome = 'done'" + where);
        PLAYHEAD.bean(AuditPruning.class).prune(longAgo.plusSeconds(1)).block();
        assertThat(Sql.run(PLAYHEAD.database(), "SELECT outcome FROM playhead.audit_entry" + where))
                .isEmpty();
    }
}
