package io.playhead.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings of object storage that cannot be meant are refused at the start. */
class S3PropertiesTest {

    private static S3Properties bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("playhead.storage.s3", S3Properties.class);
    }

    @Test
    void nothing_set_is_no_object_storage() {
        assertThat(bound(Map.of()).buckets()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "buckets[0].name, a/b",
        "buckets[0].prefix, calls/",
        "kms-key, some-key",
        "connections, 0",
        "attempts, 0",
        "timeout, 0s",
        "connect-timeout, -1s",
        "facts, -1s",
        "buffers, 1KB"
    })
    void what_cannot_be_meant_is_refused(String name, String value) {
        assertThatThrownBy(() -> bound(Map.of("playhead.storage.s3." + name, value)))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("playhead.storage.s3");
    }

    @ParameterizedTest
    @CsvSource({"/calls/", "calls"})
    void a_prefix_is_a_folder_of_the_bucket(String prefix) {
        assertThatThrownBy(() -> new S3Properties.Bucket("recordings", prefix))
                .hasMessageContaining("playhead.storage.s3.buckets[].prefix");
    }
}
