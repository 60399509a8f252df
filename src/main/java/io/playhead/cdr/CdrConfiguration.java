package io.playhead.cdr;

import io.playhead.access.Access;
import io.playhead.database.Queries;
import io.playhead.http.ApiPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** Calls: their tables and their routes. */
@Configuration(proxyBeanMethods = false)
class CdrConfiguration {

    @Bean
    CallRepository callRepository(DatabaseClient database, Queries queries) {
        return new CallRepository(database, queries);
    }

    @Bean
    RecordingRepository recordingRepository(DatabaseClient database, Queries queries) {
        return new RecordingRepository(database, queries);
    }

    @Bean
    CallHandler callHandler(Access access, CallRepository calls, RecordingStates states) {
        return new CallHandler(access, calls, states);
    }

    @Bean
    ApiPath callsPath(CallHandler calls) {
        return ApiPath.of("/cdr").get(calls::list);
    }

    @Bean
    ApiPath callPath(CallHandler calls) {
        return ApiPath.of("/cdr/{cdr:[0-9]+}").get(calls::get);
    }
}
