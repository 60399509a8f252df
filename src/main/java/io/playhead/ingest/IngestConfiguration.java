package io.playhead.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.access.Access;
import io.playhead.audit.AuditLog;
import io.playhead.cdr.CallRepository;
import io.playhead.cdr.CallZone;
import io.playhead.cdr.RecordingRepository;
import io.playhead.database.ChangeListener;
import io.playhead.database.Queries;
import io.playhead.http.ApiPath;
import io.playhead.storage.Destination;
import io.playhead.storage.Parts;
import io.playhead.storage.RecordingStore;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
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
            List<ChangeListener> rows,
            TransactionalOperator transaction) {
        return new Registration(destination.store(), calls, recordings, rows, transaction);
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
    Parts parts(IngestProperties properties) {
        return new Parts(properties.place());
    }

    @Bean
    UploadRepository uploadRepository(DatabaseClient database, Queries queries) {
        return new UploadRepository(database, queries);
    }

    @Bean
    UploadSweep uploadSweep(UploadRepository uploads, Parts parts, InstantSource clock, IngestProperties properties) {
        return new UploadSweep(uploads, parts, clock, properties.expiry());
    }

    @Bean
    Uploads uploads(
            UploadRepository rows, Parts parts, CallRepository calls, Reception reception, Uploads.Settings settings) {
        return new Uploads(rows, parts, calls, reception, settings);
    }

    @Bean
    Uploads.Settings uploadSettings(IngestProperties properties, CallZone zone, InstantSource clock) {
        return new Uploads.Settings(properties, zone, clock);
    }

    @Bean
    Told told(AuditLog log, InstantSource clock, MeterRegistry meters) {
        return new Told(log, clock, new IngestMeters(meters));
    }

    @Bean
    ApiPath recordingsPath(
            Access access,
            Uploads uploads,
            Reception reception,
            IngestProperties properties,
            CallZone zone,
            Told told) {
        IngestHandler handler = new IngestHandler(new IngestAccess(access), uploads, reception, properties, zone, told);
        return ApiPath.of("/recordings")
                .post(handler::post)
                .telling(Tus.abilities(properties.size().toBytes()));
    }

    @Bean
    ApiPath uploadPath(Access access, Uploads uploads, IngestProperties properties, Told told) {
        UploadHandler handler = new UploadHandler(new IngestAccess(access), uploads, Limits.of(properties), told);
        return ApiPath.of("/recordings/uploads/{upload:" + ApiPath.UUID + "}")
                .get(handler::get)
                .put(handler::put)
                .patch(handler::patch)
                .delete(handler::delete)
                .telling(Tus.abilities(properties.size().toBytes()));
    }
}
