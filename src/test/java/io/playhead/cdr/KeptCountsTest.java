package io.playhead.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.Sql;
import io.playhead.TestCall;
import io.playhead.TestDatabase;
import io.playhead.http.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A count that is kept is the one that counting anew would give, whatever has been written meanwhile. */
class KeptCountsTest {

    private static final RunningPlayhead PLAYHEAD = RunningPlayhead.shared();
    private static final TestDatabase DATABASE = PLAYHEAD.database();
    private static final String NAME = "Kept Counter " + UUID.randomUUID();
    private static final String LIST = "/1.0/cdr?limit=1&search=" + NAME.replace(" ", "%20");

    private static int filtered() {
        RawHttp.Answer answer = RawHttp.once(PLAYHEAD.port(), "GET", LIST, "X-Auth-Token: " + RunningPlayhead.TOKEN_U1);
        assertThat(answer.status()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.text()).path("filtered").asInt();
    }

    private static int call() {
        return TestCall.of(RunningPlayhead.TENANT_U).sourceName(NAME).insertInto(DATABASE);
    }

    @Test
    void every_change_is_counted_at_once() {
        List<Integer> calls = new ArrayList<>();
        assertThat(filtered()).isZero();
        for (int count = 1; count < 4; count++) {
            calls.add(call());
            assertThat(filtered()).isEqualTo(count);
            assertThat(filtered()).as("kept").isEqualTo(count);
        }
        Sql.run(DATABASE, "UPDATE call_logd_call_log SET source_name = 'other' WHERE id = ?", calls.get(0));
        assertThat(filtered()).as("changed").isEqualTo(2);
        Sql.run(DATABASE, "UPDATE call_logd_call_log SET blocked = true WHERE id = ?", calls.get(1));
        assertThat(filtered()).as("blocked").isEqualTo(1);
        Sql.run(DATABASE, "DELETE FROM call_logd_call_log WHERE id = ?", calls.get(2));
        assertThat(filtered()).as("deleted").isZero();
    }

    /** Its number is lower than that of one that has ended before it: what was counted meanwhile must not be kept. */
    @Test
    void a_transaction_that_ends_late_is_counted_too() throws SQLException {
        int before = filtered();
        try (Connection late = DATABASE.connect();
                Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("INSERT INTO call_logd_call_log (tenant_uuid, date, source_name) VALUES ('"
                    + RunningPlayhead.TENANT_U + "', now(), '" + NAME + "')");
            call();
            assertThat(filtered()).isEqualTo(before + 1);
            assertThat(filtered()).isEqualTo(before + 1);
            late.commit();
        }
        assertThat(filtered()).isEqualTo(before + 2);
    }

    @Test
    void what_is_kept_is_not_counted_again() {
        KeptCounts counts = new KeptCounts();
        CallFilter filter = CallQuery.of(Query.of("search=x")).filter();
        Tenants tenants = new Tenants(Set.of(RunningPlayhead.TENANT_U));
        KeptCounts.State state = new KeptCounts.State(10, 100, true);

        counts.keep(filter, tenants, state, 3);

        assertThat(counts.filtered(filter, tenants, state)).hasValue(3);
        assertThat(counts.filtered(filter, tenants, new KeptCounts.State(10, 100, false)))
                .hasValue(3);
        assertThat(counts.filtered(filter, tenants, new KeptCounts.State(11, 100, true)))
                .isEmpty();
        assertThat(counts.filtered(filter, tenants, new KeptCounts.State(10, 101, true)))
                .isEmpty();
        assertThat(counts.filtered(filter, new Tenants(Set.of(RunningPlayhead.TENANT_X)), state))
                .isEmpty();
        assertThat(counts.filtered(CallQuery.of(Query.of("search=y")).filter(), tenants, state))
                .isEmpty();
        counts.keep(filter, tenants, new KeptCounts.State(12, 102, false), 4);
        assertThat(counts.filtered(filter, tenants, new KeptCounts.State(12, 102, true)))
                .as("unsettled ones are not kept")
                .isEmpty();
    }
}
