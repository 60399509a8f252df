package io.playhead.database;

import io.playhead.TestDatabase;
import java.time.Duration;

/** What is configured for a database of the tests. */
final class TestProperties {

    private TestProperties() {}

    static DatabaseProperties own(TestDatabase database) {
        return of(database, DatabaseProperties.Owner.PLAYHEAD);
    }

    static DatabaseProperties wazo(TestDatabase database) {
        return of(database, DatabaseProperties.Owner.WAZO);
    }

    private static DatabaseProperties of(TestDatabase database, DatabaseProperties.Owner owner) {
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
}
