package io.playhead.cdr;

import io.playhead.RunningPlayhead;
import io.playhead.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A few hundred calls of every kind, in several tenants, in a year of their own; and what is known of each. */
final class CallWorld {

    private static final Instant BEGIN = Instant.parse("1970-01-01T00:00:00Z");
    static final String WINDOW = "from=1970-01-01T00:00&until=1971-01-01T00:00";
    static final List<UUID> TENANTS = List.of(
            RunningPlayhead.TENANT_M, RunningPlayhead.TENANT_U, RunningPlayhead.TENANT_O, RunningPlayhead.TENANT_X);
    static final List<UUID> USERS = List.of(
            RunningPlayhead.USER_1,
            RunningPlayhead.USER_2,
            UUID.fromString("0d000000-0000-4000-8000-000000000003"),
            UUID.fromString("fd000000-0000-4000-8000-000000000004"));
    static final List<String> NAMES =
            List.of("Ána O'Neil", "100% Öl", "back\\slash", "under_score", "Anna", "\"quoted\", Inc");
    static final List<String> NUMBERS = List.of("7701", "77014", "4577", "+49770", "7745");
    static final List<String> TAGS = List.of("rh", " rh", "", "a\"b", "wichtig");
    static final List<String> DIRECTIONS = List.of("internal", "inbound", "outbound");

    private static final int CALLS = 300;

    private final List<Known> calls;

    private CallWorld(List<Known> calls) {
        this.calls = calls;
    }

    record Member(
            UUID uuid, UUID user, int line, boolean source, boolean answered, boolean requested, List<String> tags) {}

    record Known(
            int id,
            UUID tenant,
            Instant date,
            @Nullable Instant answer,
            @Nullable Instant end,
            @Nullable String sourceName,
            @Nullable String sourceExten,
            @Nullable String destinationName,
            @Nullable String destinationExten,
            @Nullable String requestedExten,
            @Nullable String requestedInternalExten,
            @Nullable String requestedInternalContext,
            @Nullable String direction,
            @Nullable String conversation,
            @Nullable Boolean blocked,
            @Nullable Boolean voicemail,
            int recordings,
            List<Member> members) {

        String status() {
            if (Boolean.TRUE.equals(blocked)) {
                return "blocked";
            }
            return answer != null ? "answered" : Boolean.TRUE.equals(voicemail) ? "voicemail" : "unknown";
        }

        @Nullable
        Member source() {
            return members.stream()
                    .filter(Member::source)
                    .min(Comparator.comparing(member -> member.uuid().toString()))
                    .orElse(null);
        }

        @Nullable
        Member destination() {
            return members.stream()
                    .filter(member -> !member.source())
                    .max(Comparator.comparing(Member::answered)
                            .thenComparing(member -> member.user().toString()))
                    .orElse(null);
        }
    }

    List<Known> calls() {
        return calls;
    }

    static CallWorld in(TestDatabase database, long seed) {
        Random random = new Random(seed);
        List<Known> calls = new ArrayList<>();
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            for (UUID tenant : TENANTS) {
                run(connection, "INSERT INTO call_logd_tenant VALUES (?) ON CONFLICT DO NOTHING", tenant);
            }
            for (int index = 0; index < CALLS; index++) {
                calls.add(insert(connection, made(random)));
            }
            connection.commit();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return new CallWorld(Collections.unmodifiableList(calls));
    }

    private static Known made(Random random) {
        // few moments, so that many calls begin at the same one
        Instant date = BEGIN.plusSeconds(random.nextInt(40) * 3600L * 24 * 9);
        Instant answer = random.nextInt(3) == 0 ? null : date.plusSeconds(random.nextInt(5));
        Instant end = random.nextInt(6) == 0 ? null : date.plusSeconds(random.nextInt(60) - 1L);
        List<Member> members = IntStream.range(0, random.nextInt(4))
                .mapToObj(number -> new Member(
                        new UUID(random.nextLong(), random.nextLong()),
                        pick(random, USERS),
                        random.nextInt(20),
                        number == 0 && random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextInt(3) == 0,
                        TAGS.stream().filter(tag -> random.nextInt(4) == 0).toList()))
                .collect(Collectors.toList());
        return new Known(
                0,
                pick(random, TENANTS),
                date,
                answer,
                end,
                orNull(random, NAMES),
                orNull(random, NUMBERS),
                orNull(random, NAMES),
                orNull(random, NUMBERS),
                orNull(random, NUMBERS),
                orNull(random, NUMBERS),
                random.nextBoolean() ? "inside" : null,
                orNull(random, DIRECTIONS),
                random.nextBoolean() ? "1000." + random.nextInt(5) : null,
                flag(random),
                flag(random),
                random.nextInt(3) == 0 ? random.nextInt(3) : 0,
                members);
    }

    static <T> T pick(Random random, List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private static <T> @Nullable T orNull(Random random, List<T> some) {
        return random.nextInt(4) == 0 ? null : pick(random, some);
    }

    private static @Nullable Boolean flag(Random random) {
        int chance = random.nextInt(6);
        return chance == 0 ? Boolean.TRUE : chance < 3 ? Boolean.FALSE : null;
    }

    private static Known insert(Connection connection, Known call) throws SQLException {
        int id;
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO call_logd_call_log (tenant_uuid, date, date_answer, date_end, source_name, source_exten,
                  destination_name, destination_exten, requested_exten, requested_internal_exten,
                  requested_internal_context, direction, conversation_id, blocked, reached_voicemail)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id""")) {
            bind(
                    statement,
                    call.tenant(),
                    call.date(),
                    call.answer(),
                    call.end(),
                    call.sourceName(),
                    call.sourceExten(),
                    call.destinationName(),
                    call.destinationExten(),
                    call.requestedExten(),
                    call.requestedInternalExten(),
                    call.requestedInternalContext(),
                    call.direction(),
                    call.conversation(),
                    call.blocked(),
                    call.voicemail());
            ResultSet row = statement.executeQuery();
            row.next();
            id = row.getInt(1);
        }
        for (Member member : call.members()) {
            run(
                    connection,
                    "INSERT INTO call_logd_call_log_participant"
                            + " (uuid, call_log_id, user_uuid, line_id, role, answered, requested, tags)"
                            + " VALUES (?, ?, ?, ?, CAST(? AS call_logd_call_log_participant_role), ?, ?, ?)",
                    member.uuid(),
                    id,
                    member.user(),
                    member.line(),
                    member.source() ? "source" : "destination",
                    member.answered(),
                    member.requested(),
                    connection.createArrayOf("varchar", member.tags().toArray()));
        }
        for (int number = 0; number < call.recordings(); number++) {
            run(
                    connection,
                    "INSERT INTO call_logd_recording (start_time, end_time, call_log_id) VALUES (?, ?, ?)",
                    call.date().plusSeconds(number),
                    call.date().plusSeconds(number + 1L),
                    id);
        }
        return new Known(
                id,
                call.tenant(),
                call.date(),
                call.answer(),
                call.end(),
                call.sourceName(),
                call.sourceExten(),
                call.destinationName(),
                call.destinationExten(),
                call.requestedExten(),
                call.requestedInternalExten(),
                call.requestedInternalContext(),
                call.direction(),
                call.conversation(),
                call.blocked(),
                call.voicemail(),
                call.recordings(),
                call.members());
    }

    private static void run(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            statement.execute();
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int index = 0; index < values.length; index++) {
            Object value = values[index];
            statement.setObject(index + 1, value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value);
        }
    }
}
