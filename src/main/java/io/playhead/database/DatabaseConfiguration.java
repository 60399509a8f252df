package io.playhead.database;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;

/** One pool for queries; one connection of its own for change notices. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
class DatabaseConfiguration {

    /** To plan a page takes longer than to read it. */
    private static final String PLANNED_ONCE = "force_generic_plan";

    /** Each combination of filters is one; a server keeps some ten kilobytes for each on each connection. */
    private static final int STATEMENTS = 256;

    private static final String PLANNED_EACH_TIME = "force_custom_plan";

    @Bean
    Migrations migrations(DatabaseProperties properties) {
        return Migrations.run(properties);
    }

    @Bean
    DatabaseOwner databaseOwner(DatabaseProperties properties) {
        return new DatabaseOwner(properties.owner() == DatabaseProperties.Owner.PLAYHEAD);
    }

    @Bean
    DatabaseZone databaseZone(DatabaseProperties properties) {
        return properties.owner() == DatabaseProperties.Owner.WAZO
                ? () -> RoleZone.of(properties)
                : () -> ZoneOffset.UTC;
    }

    /** Depends on the migrations, so that no query runs before the tables are there. */
    @Bean(destroyMethod = "dispose")
    ConnectionPool connectionFactory(DatabaseProperties properties, Migrations migrations) {
        return new QueryPool(
                connections(properties, "playhead", ofLists(properties)),
                properties,
                "playhead",
                1,
                properties.connections());
    }

    @Bean
    DatabaseClient databaseClient(ConnectionFactory connectionFactory) {
        return DatabaseClient.create(connectionFactory);
    }

    @Bean
    Queries queries(DatabaseProperties properties) {
        return new Queries(properties.statement());
    }

    /** Their connections are no bean: what asks for one to query with shall not get these. */
    @Bean
    Cursors cursors(DatabaseProperties properties, Migrations migrations, Queries queries) {
        return new Cursors(
                new QueryPool(
                        connections(properties, "playhead readings", PLANNED_EACH_TIME),
                        properties,
                        "playhead-readings",
                        0,
                        properties.readings()),
                queries);
    }

    /** Their connections are no bean either. */
    @Bean
    Searches searches(DatabaseProperties properties, Migrations migrations) {
        return new Searches(new QueryPool(
                connections(properties, "playhead searches", PLANNED_EACH_TIME),
                properties,
                "playhead-searches",
                0,
                Math.max(1, properties.connections() / 2)));
    }

    @Bean
    OwnConnections ownConnections(DatabaseProperties properties, Migrations migrations) {
        return new OwnConnections(properties, migrations);
    }

    @Bean
    DatabaseHealth databaseHealthIndicator(DatabaseClient database) {
        return new DatabaseHealth(database);
    }

    @Bean
    ReactiveTransactionManager transactionManager(ConnectionFactory connectionFactory) {
        return new R2dbcTransactionManager(connectionFactory);
    }

    @Bean
    TransactionalOperator transactionalOperator(ReactiveTransactionManager transactionManager) {
        return TransactionalOperator.create(transactionManager);
    }

    @Bean(destroyMethod = "close")
    ChangeNotices changeNotices(
            DatabaseProperties properties,
            Migrations migrations,
            DatabaseClient database,
            ObjectProvider<ChangeListener> listeners) {
        return new ChangeNotices(
                connections(properties, "playhead notices", PLANNED_ONCE),
                database,
                () -> List.copyOf(listeners.orderedStream().toList()));
    }

    /** Which indexes an existing Wazo's database has, and what a plan for any values would make of them, nobody knows. */
    private static String ofLists(DatabaseProperties properties) {
        return properties.owner() == DatabaseProperties.Owner.PLAYHEAD ? PLANNED_ONCE : PLANNED_EACH_TIME;
    }

    /** @param planned PostgreSQL's {@code plan_cache_mode} */
    private static PostgresqlConnectionFactory connections(
            DatabaseProperties properties, String application, String planned) {
        ConnectionFactoryOptions options = ConnectionFactoryOptions.parse(properties.r2dbcUrl())
                .mutate()
                .option(ConnectionFactoryOptions.USER, properties.username())
                .option(ConnectionFactoryOptions.PASSWORD, properties.password())
                .build();
        PostgresqlConnectionConfiguration configuration = PostgresqlConnectionFactoryProvider.builder(options)
                .applicationName(application)
                .connectTimeout(properties.acquire())
                .tcpKeepAlive(true)
                .preparedStatementCacheQueries(STATEMENTS)
                .options(settings(properties, planned))
                .build();
        return new PostgresqlConnectionFactory(configuration);
    }

    private static Map<String, String> settings(DatabaseProperties properties, String planned) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "TimeZone",
                "UTC",
                "plan_cache_mode",
                planned,
                "statement_timeout",
                Long.toString(properties.statement().toMillis())));
        if (planned.equals(PLANNED_ONCE)) {
            // to start processes for a page takes longer than the page
            settings.put("max_parallel_workers_per_gather", "0");
        }
        return settings;
    }
}
