package io.playhead.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RunningPlayhead;
import io.playhead.TestDatabase;
import io.playhead.access.Access;
import io.playhead.database.Cursors;
import io.playhead.database.Queries;
import io.playhead.http.ApiRequest;
import io.playhead.http.Query;
import io.playhead.problem.ProblemException;
import io.r2dbc.spi.ConnectionFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.binding.BindMarkersFactory;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What lists cost: how many statements, and how much of the table they read. */
class CallQueriesTest {

    private static final int CALLS = 20_000;
    private static final RunningPlayhead PLAYHEAD = RunningPlayhead.shared();
    private static final TestDatabase DATABASE = PLAYHEAD.database();
    private static final CallSql SQL = new CallSql(true);
    private static final UUID PARENT = UUID.fromString("99999999-0000-4000-8000-000000000001");
    private static final UUID CHILD = UUID.fromString("99999999-0000-4000-8000-000000000002");

    @BeforeAll
    static void many() throws SQLException {
        try (Connection connection = DATABASE.connect()) {
            for (UUID tenant : Set.of(PARENT, CHILD)) {
                run(connection, "INSERT INTO call_logd_tenant VALUES ('" + tenant + "')");
                run(
                        connection,
                        "INSERT INTO call_logd_call_log (tenant_uuid, date, blocked) SELECT '" + tenant
                                + "', '2001-01-01 00:00:00+00'::timestamptz + n * interval '1 second', n % 100 = 0"
                                + " FROM generate_series(1, " + CALLS + ") n");
            }
            run(connection, "ANALYZE call_logd_call_log, playhead.call_index");
        }
    }

    @AfterAll
    static void gone() throws SQLException {
        try (Connection connection = DATABASE.connect()) {
            run(connection, "DELETE FROM call_logd_tenant WHERE uuid IN ('" + PARENT + "', '" + CHILD + "')");
            run(connection, "ANALYZE call_logd_call_log, playhead.call_index");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=25",
                "limit=25&offset=100",
                "limit=25&direction=asc",
                "limit=25&until=2001-01-01T03:00:00",
                "limit=25&from=2001-01-01T01:00:00&until=2001-01-01T03:00:00"
            })
    void a_page_reads_a_page_and_not_the_tenant(String query) throws SQLException {
        for (Set<UUID> tenants : Set.of(Set.of(PARENT), Set.of(PARENT, CHILD))) {
            Plan plan = Plan.of(SQL.page(CallQuery.of(Query.of(query)), new Tenants(tenants)));

            assertThat(plan.text()).contains("call_index_by_date");
            assertThat(plan.most())
                    .as("rows of the widest step for %s of %s in %s", query, tenants, plan.text())
                    .isLessThanOrEqualTo(125 * tenants.size() + 10);
        }
    }

    @Test
    void a_list_of_a_thousand_calls_takes_two_statements() {
        AtomicInteger statements = new AtomicInteger();
        CallRepository calls = new CallRepository(
                counting(statements),
                counting(statements),
                new Queries(Duration.ofSeconds(30)),
                PLAYHEAD.bean(Cursors.class),
                SQL);

        Page page = Objects.requireNonNull(calls.page(CallQuery.of(Query.of("")), new Tenants(Set.of(PARENT)))
                .block());

        assertThat(page.calls()).hasSize(1000);
        assertThat(page.counters().total()).isEqualTo(CALLS);
        assertThat(page.counters().filtered()).isEqualTo(CALLS - CALLS / 100);
        assertThat(statements).hasValueLessThanOrEqualTo(2).hasPositiveValue();
    }

    @Test
    void a_request_that_is_refused_asks_the_database_nothing() {
        AtomicInteger statements = new AtomicInteger();
        CallHandler handler = new CallHandler(
                PLAYHEAD.bean(Access.class),
                new CallRepository(
                        counting(statements),
                        counting(statements),
                        new Queries(Duration.ofSeconds(30)),
                        PLAYHEAD.bean(Cursors.class),
                        SQL),
                PLAYHEAD.bean(RecordingStates.class),
                ZoneOffset.UTC);

        for (String token : Set.of("wrong", RunningPlayhead.TOKEN_NOTHING)) {
            refused(handler.list(request(token, "", Map.of())));
            refused(handler.get(request(token, "", Map.of("cdr", "1"))));
        }
        refused(handler.list(request(RunningPlayhead.TOKEN_M, "limit=x", Map.of())));
        refused(handler.list(request(RunningPlayhead.TOKEN_M, "tenant=" + RunningPlayhead.TENANT_X, Map.of())));
        refused(handler.get(request(RunningPlayhead.TOKEN_M, "", Map.of("cdr", "2147483648"))));

        assertThat(statements).hasValue(0);
    }

    @Test
    void no_tenants_see_nothing() {
        CallRepository calls = PLAYHEAD.bean(CallRepository.class);
        Tenants nobody = new Tenants(Set.of());

        Page page = calls.page(CallQuery.of(Query.of("limit=0")), nobody).block();

        assertThat(page).isEqualTo(new Page(List.of(), Optional.empty(), new Page.Counters(0, 0)));
    }

    private static DatabaseClient counting(AtomicInteger statements) {
        return DatabaseClient.builder()
                .connectionFactory(PLAYHEAD.bean(ConnectionFactory.class))
                .bindMarkers(BindMarkersFactory.indexed("$", 1))
                .executeFunction(statement -> {
                    statements.incrementAndGet();
                    return statement.execute();
                })
                .build();
    }

    private static void refused(Mono<?> answer) {
        StepVerifier.create(answer).verifyError(ProblemException.class);
    }

    private static ApiRequest request(String token, String query, Map<String, String> variables) {
        return new ApiRequest(
                variables, Query.of(query), name -> name.equals("X-Auth-Token") ? token : null, "", Mono.empty());
    }

    private static void run(Connection connection, String statement) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.execute();
        }
    }

    /** What PostgreSQL did. @param most rows that one step gave, over all its loops */
    private record Plan(String text, long most) {

        private static final Pattern ROWS = Pattern.compile("actual rows=([0-9.]+) loops=([0-9]+)");

        static Plan of(CallSql.Statement statement) throws SQLException {
            try (Connection connection = DATABASE.connect();
                    PreparedStatement prepared = connection.prepareStatement(
                            "EXPLAIN (ANALYZE, TIMING off) " + statement.text().replaceAll("\\$[0-9]+", "?"))) {
                // parameters in the order in which they stand in the text
                Matcher parameter = Pattern.compile("\\$([0-9]+)").matcher(statement.text());
                int at = 1;
                while (parameter.find()) {
                    bind(connection, prepared, at++, statement.values().get(Integer.parseInt(parameter.group(1)) - 1));
                }
                StringBuilder text = new StringBuilder();
                ResultSet rows = prepared.executeQuery();
                while (rows.next()) {
                    text.append(rows.getString(1)).append('\n');
                }
                return new Plan(text.toString(), most(text.toString()));
            }
        }

        private static void bind(Connection connection, PreparedStatement prepared, int at, Object value)
                throws SQLException {
            if (value instanceof UUID[] uuids) {
                prepared.setArray(at, connection.createArrayOf("uuid", uuids));
            } else if (value instanceof OffsetDateTime time) {
                prepared.setObject(at, time);
            } else {
                prepared.setObject(at, value);
            }
        }

        private static long most(String text) {
            long most = 0;
            Matcher step = ROWS.matcher(text);
            while (step.find()) {
                most = Math.max(most, Math.round(Double.parseDouble(step.group(1)) * Long.parseLong(step.group(2))));
            }
            return most;
        }
    }
}
