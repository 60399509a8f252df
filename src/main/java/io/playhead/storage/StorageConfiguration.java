package io.playhead.storage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** The stores there are. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({StorageProperties.class, DiskProperties.class, S3Properties.class})
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

    @Bean
    @Conditional(OnBuckets.class)
    S3Store s3Store(S3Properties properties) {
        S3Credentials credentials =
                new S3Credentials(DefaultCredentialsProvider.builder().build());
        return new S3Store(
                properties, new S3Calls(S3Client.of(properties, credentials).build(), credentials));
    }

    @Bean
    MeterBinder s3Meters(Optional<S3Store> store) {
        return meters -> StorageMeters.bind(store, meters);
    }

    @Bean
    Destination destination(StorageProperties properties, DiskStore disk, Optional<S3Store> s3) {
        if (properties.writeTo() == StorageProperties.Kind.DISK) {
            return new Destination(disk);
        }
        return new Destination(s3.orElseThrow(() -> new IllegalArgumentException(
                "playhead.storage.write-to is s3, and playhead.storage.s3.buckets names none")));
    }

    @Bean
    DiskSweep diskSweep(DiskStore store, Disk disk) {
        return new DiskSweep(store, disk);
    }
}
