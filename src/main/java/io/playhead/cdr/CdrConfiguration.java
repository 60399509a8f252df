package io.playhead.cdr;

import io.playhead.access.Access;
import io.playhead.database.Cursors;
import io.playhead.database.DatabaseOwner;
import io.playhead.database.DatabaseZone;
import io.playhead.database.Queries;
import io.playhead.database.Searches;
import io.playhead.http.ApiPath;
import java.util.Objects;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

/** Calls: their tables and their routes. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CdrProperties.class)
class CdrConfiguration {

    @Bean
    CallRepository callRepository(
            DatabaseClient database, Searches searches, Queries queries, Cursors cursors, DatabaseOwner owner) {
        return new CallRepository(database, searches.client(), queries, cursors, new CallSql(owner.isPlayhead()));
    }

    @Bean
    CallCountUpkeep callCountUpkeep(DatabaseClient database, TransactionalOperator transaction, DatabaseOwner owner) {
        return new CallCountUpkeep(database, transaction, owner);
    }

    @Bean
    RecordingRepository recordingRepository(DatabaseClient database, Queries queries) {
        return new RecordingRepository(database, queries);
    }

    @Bean
    CallHandler callHandler(Access access, CallRepository calls, RecordingStates states, CallZone zone) {
        return new CallHandler(access, calls, states, zone.zone());
    }

    @Bean
    CallZone callZone(CdrProperties properties, DatabaseZone database) {
        return new CallZone(Objects.requireNonNullElseGet(properties.timeZone(), database::zone));
    }

    @Bean
    CallEvents callEvents(
            Access access, DatabaseClient database, Queries queries, CallRepository calls, DatabaseOwner owner) {
        return new CallEvents(
                access,
                owner.isPlayhead()
                        ? new IndexedChanges(database, queries, calls)
                        : new PolledChanges(database, queries, calls));
    }

    @Bean
    ApiPath callEventsPath(CallEvents events) {
        return ApiPath.of("/cdr/events").get(events::all);
    }

    @Bean
    ApiPath myCallEventsPath(CallEvents events) {
        return ApiPath.of("/users/me/cdr/events").get(events::mine);
    }

    @Bean
    ApiPath callsPath(CallHandler calls) {
        return ApiPath.of("/cdr").get(calls::list);
    }

    @Bean
    ApiPath callPath(CallHandler calls) {
        return ApiPath.of("/cdr/{cdr:[0-9]+}").get(calls::get);
    }

    @Bean
    ApiPath callsOfUserPath(CallHandler calls) {
        return ApiPath.of("/users/{user:" + ApiPath.UUID + "}/cdr").get(calls::listOfUser);
    }

    @Bean
    ApiPath myCallsPath(CallHandler calls) {
        return ApiPath.of("/users/me/cdr").get(calls::listMine);
    }
}
