package io.playhead.imports;

import io.playhead.access.Access;
import io.playhead.audit.AuditLog;
import io.playhead.database.OwnConnections;
import io.playhead.database.Queries;
import io.playhead.http.ApiPath;
import io.playhead.storage.RecordingFolders;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** Imports while the server runs. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ImportsProperties.class)
class ImportsConfiguration {

    @Bean
    ImportRunner importRunner(
            OwnConnections connections, RecordingFolders folders, InstantSource clock, ImportsProperties properties) {
        return new ImportRunner(connections, folders, clock, properties.look());
    }

    @Bean
    ImportHandler importHandler(
            Access access,
            DatabaseClient database,
            Queries queries,
            ImportRunner runner,
            RecordingFolders folders,
            AuditLog log,
            InstantSource clock) {
        return new ImportHandler(access, new ImportJobs(database, queries), runner, folders, log, clock);
    }

    @Bean
    ApiPath importsPath(ImportHandler imports) {
        return ApiPath.of("/recordings/imports").post(imports::create);
    }

    @Bean
    ApiPath importPath(ImportHandler imports) {
        return ApiPath.of("/recordings/imports/{import:" + ApiPath.UUID + "}")
                .get(imports::read)
                .delete(imports::delete);
    }

    @Bean
    Relinking relinking(
            OwnConnections connections, RecordingFolders folders, InstantSource clock, ImportsProperties properties) {
        return new Relinking(connections, folders, clock, properties.search());
    }

    @Bean
    RelinkHandler relinkHandler(Access access, Relinking relinking, AuditLog log, InstantSource clock) {
        return new RelinkHandler(access, relinking, log, clock);
    }

    @Bean
    ApiPath relinkPath(RelinkHandler relink) {
        return ApiPath.of("/recordings/{recording:" + ApiPath.UUID + "}/relink").post(relink::create);
    }
}
