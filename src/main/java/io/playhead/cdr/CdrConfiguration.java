package io.playhead.cdr;

import io.playhead.access.Access;
import io.playhead.http.ApiPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** Calls: their tables and their routes. */
@Configuration(proxyBeanMethods = false)
class CdrConfiguration {

    @Bean
    CallRepository callRepository(DatabaseClient database) {
        return new CallRepository(database);
    }

    @Bean
    RecordingRepository recordingRepository(DatabaseClient database) {
        return new RecordingRepository(database);
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
