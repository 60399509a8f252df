package io.playhead.imports;

import io.playhead.database.OwnConnections;
import io.playhead.storage.RecordingFolders;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The watch, where it is switched on. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("playhead.storage.watch.enabled")
@EnableConfigurationProperties(WatchProperties.class)
class WatchConfiguration {

    @Bean
    GrowingFiles growingFiles(WatchProperties properties) {
        return new GrowingFiles(properties.settle());
    }

    @Bean
    Watch watch(
            OwnConnections connections,
            RecordingFolders folders,
            GrowingFiles growing,
            WatchProperties properties,
            InstantSource clock) {
        return new Watch(connections, folders, growing, properties, clock);
    }
}
