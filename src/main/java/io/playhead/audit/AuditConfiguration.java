package io.playhead.audit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.access.Access;
import io.playhead.access.Secret;
import io.playhead.database.Cursors;
import io.playhead.database.Queries;
import io.playhead.http.ApiPath;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

/** The listen log: what takes in, what writes, what reads. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditProperties.class)
class AuditConfiguration {

    private static final Duration REFUSALS = Duration.ofMinutes(1);

    @Bean
    AuditLog auditLog(AuditProperties properties, MeterRegistry meters) {
        AuditLog log = new AuditLog(properties.enabled(), properties.queue());
        Gauge.builder("playhead.audit.waiting", log, AuditLog::waiting)
                .description("Entries of the listen log that wait to be written")
                .register(meters);
        FunctionCounter.builder("playhead.audit.lost", log, AuditLog::lost)
                .description("Entries of the listen log that were lost because too many waited")
                .register(meters);
        return log;
    }

    @Bean
    Listens listens(AuditLog log, InstantSource clock, AuditProperties properties, MeterRegistry meters) {
        Listens listens = new Listens(log, clock, properties.idle());
        Gauge.builder("playhead.audit.playbacks", listens, Listens::playing)
                .description("Playbacks that have begun and not ended")
                .register(meters);
        return listens;
    }

    @Bean
    Refusals refusals(AuditLog log, InstantSource clock) {
        return new Refusals(log, clock, REFUSALS);
    }

    @Bean
    Seal auditSeal(Secret secret) {
        return new Seal(secret);
    }

    @Bean
    AuditRepository auditRepository(
            DatabaseClient database, TransactionalOperator transaction, Queries queries, Seal seal) {
        return new AuditRepository(database, transaction, queries, seal);
    }

    @Bean
    AuditWriter auditWriter(
            AuditLog log, AuditRepository repository, Seal seal, InstantSource clock, MeterRegistry meters) {
        AuditWriter writer = new AuditWriter(log, repository, seal, clock);
        FunctionCounter.builder("playhead.audit.written", writer, AuditWriter::written)
                .description("Entries of the listen log that have been written")
                .register(meters);
        return writer;
    }

    @Bean
    AuditPruning auditPruning(
            DatabaseClient database,
            TransactionalOperator transaction,
            Queries queries,
            AuditRepository repository,
            Seal seal,
            AuditProperties properties,
            InstantSource clock) {
        return new AuditPruning(database, transaction, queries, repository, seal, properties, clock);
    }

    @Bean
    AuditLifecycle auditLifecycle(
            AuditLog log,
            Listens listens,
            Refusals refusals,
            AuditWriter writer,
            AuditPruning pruning,
            AuditProperties properties,
            InstantSource clock) {
        return new AuditLifecycle(log, listens, refusals, writer, pruning, properties, clock);
    }

    @Bean
    AuditHandler auditHandler(Access access, DatabaseClient database, Queries queries, Cursors cursors) {
        return new AuditHandler(access, new AuditEntries(database, queries, cursors));
    }

    @Bean
    ApiPath auditPath(AuditHandler audit) {
        return ApiPath.of("/audit").get(audit::list);
    }

    @Bean
    ApiPath listensPath(AuditHandler audit) {
        return ApiPath.of("/recordings/{recording:" + ApiPath.UUID + "}/listens")
                .get(audit::listens);
    }
}
