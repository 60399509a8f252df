package io.playhead.imports;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param look how often jobs are looked for that another process has left
 * @param search how long the file of one recording is searched for
 */
@ConfigurationProperties("playhead.imports")
record ImportsProperties(
        @DefaultValue("30s") Duration look,
        @DefaultValue("60s") Duration search) {

    ImportsProperties {
        if (look.toMillis() < 1 || search.toMillis() < 1) {
            throw new IllegalArgumentException("playhead.imports.look and .search must be positive");
        }
    }
}
