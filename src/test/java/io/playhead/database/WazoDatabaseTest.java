package io.playhead.database;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WazoDatabaseTest {

    private final TestDatabase database = TestDatabase.create();

    @Test
    void what_the_database_lacks_is_named() throws SQLException {
        lacks("call-logd's tables");
        Migrations.run(properties(DatabaseProperties.Owner.PLAYHEAD));
        assertThatCode(() -> Migrations.run(properties(DatabaseProperties.Owner.WAZO)))
                .doesNotThrowAnyException();
        run("UPDATE call_logd_alembic_version SET version_num = 'fc88d78f53b8'");
        lacks("call-logd's revision 0776735d0419");
        run("UPDATE call_logd_alembic_version SET version_num = '0776735d0419'");
        run("DROP TABLE playhead.recording_facts");
        lacks("the table playhead.recording_facts");
    }

    private void lacks(String what) {
        assertThatThrownBy(() -> Migrations.run(properties(DatabaseProperties.Owner.WAZO)))
                .hasMessageStartingWith("playhead.database.owner is wazo, but the database lacks " + what);
    }

    private DatabaseProperties properties(DatabaseProperties.Owner owner) {
        return new DatabaseProperties(
                database.url(),
                database.username(),
                database.password(),
                owner,
                1,
                1,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
    }

    private void run(String statement) throws SQLException {
        try (Connection connection = database.connect();
                Statement runnable = connection.createStatement()) {
            runnable.execute(statement);
        }
    }
}
