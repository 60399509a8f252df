package io.playhead.database;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings Playhead's own database to the tables of this version. Runs over JDBC, once, before anything listens. An
 * existing Wazo's database is left as it is. What a newer version has made stays: every migration leaves the version
 * before it at work.
 *
 * @param applied how many steps this start took
 */
record Migrations(int applied) {

    private static final Logger log = LoggerFactory.getLogger(Migrations.class);
    private static final String OF_NEWER_VERSIONS = "*:future";

    static Migrations run(DatabaseProperties properties) {
        if (properties.owner() == DatabaseProperties.Owner.WAZO) {
            WazoDatabase.check(properties);
            return new Migrations(0);
        }
        return run(properties, MigrationFiles.FOLDER);
    }

    /** @param folder with the migrations, as Flyway names places */
    static Migrations run(DatabaseProperties properties, String folder) {
        MigrateResult result = Flyway.configure()
                .dataSource(properties.jdbcUrl(), properties.username(), properties.password())
                .locations(folder)
                .defaultSchema("playhead")
                .createSchemas(true)
                .table("schema_history")
                .ignoreMigrationPatterns(OF_NEWER_VERSIONS)
                .connectRetries(10)
                .load()
                .migrate();
        String version = result.migrationsExecuted == 0 ? result.initialSchemaVersion : result.targetSchemaVersion;
        log.info("database is at version {}, {} steps taken", version, result.migrationsExecuted);
        return new Migrations(result.migrationsExecuted);
    }
}
