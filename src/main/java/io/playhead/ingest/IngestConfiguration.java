package io.playhead.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.access.Access;
import io.playhead.audit.AuditLog;
import io.playhead.cdr.CallRepository;
import io.playhead.cdr.CallZone;
import io.playhead.cdr.RecordingRepository;
import io.playhead.http.ApiPath;
import io.playhead.storage.Destination;
import io.playhead.storage.RecordingStore;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.reactive.TransactionalOperator;

/** How recordings come in. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IngestProperties.class)
class IngestConfiguration {

    @Bean
    Registration registration(
            Destination destination,
            CallRepository calls,
            RecordingRepository recordings,
            TransactionalOperator transaction) {
        return new Registration(destination.store(), calls, recordings, transaction);
    }

    @Bean
    Reception reception(
            Registration registration,
            List<RecordingStore> stores,
            RecordingRepository recordings,
            IngestProperties properties) {
        return new Reception(registration, new KnownRecordings(recordings, stores), properties);
    }

    @Bean
    IngestHandler ingestHandler(
            Access access,
            Reception reception,
            CallZone zone,
            IngestProperties properties,
            AuditLog log,
            InstantSource clock,
            MeterRegistry meters) {
        return new IngestHandler(access, reception, properties, zone, new Told(log, clock, new IngestMeters(meters)));
    }

    @Bean
    ApiPath recordingsPath(IngestHandler handler) {
        return ApiPath.of("/recordings").post(handler::post);
    }
}
