package io.playhead.rendition;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The encoders and what they keep. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RenditionProperties.class)
class RenditionConfiguration {

    @Bean
    Renditions renditions(RenditionProperties properties, MeterRegistry meters) {
        return new Renditions(properties, new RenditionMeters(meters));
    }

    @Bean
    WarmUp warmUp(RenditionProperties properties, Renditions renditions) {
        return new WarmUp(properties.warmUp(), renditions);
    }
}
