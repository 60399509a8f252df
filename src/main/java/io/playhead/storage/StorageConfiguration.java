package io.playhead.storage;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The stores there are. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DiskProperties.class)
class StorageConfiguration {

    @Bean
    Disk disk() {
        return Disk.SYSTEM;
    }

    @Bean
    StorageHealth storageHealthIndicator(List<RecordingStore> stores) {
        return new StorageHealth(stores);
    }

    @Bean
    RecordingFolders recordingFolders(DiskStore store) {
        return RecordingFolders.of(store.roots());
    }

    @Bean
    DiskStore diskStore(DiskProperties properties, Disk disk, MeterRegistry meters) {
        DiskStore store = new DiskStore(properties, disk);
        StorageMeters.bind(store, meters);
        return store;
    }
}
