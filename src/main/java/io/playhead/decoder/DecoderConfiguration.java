package io.playhead.decoder;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The decoder outside, if there is one. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DecoderProperties.class)
class DecoderConfiguration {

    @Bean
    OutsideDecoder outsideDecoder(DecoderProperties properties, MeterRegistry registry, InstantSource clock) {
        DecoderMeters meters = new DecoderMeters(registry);
        return FfmpegSearch.found(properties)
                .map(ffmpeg -> decoder(ffmpeg, properties, meters, clock))
                .orElse(OutsideDecoder.NONE);
    }

    static OutsideDecoder decoder(
            Ffmpeg ffmpeg, DecoderProperties properties, DecoderMeters meters, InstantSource clock) {
        CacheFolder folder = CacheFolder.claim(properties.cache().place());
        KeptSounds kept = new KeptSounds(folder, properties.cache().size().toBytes(), clock);
        Decodings decodings = new Decodings(ffmpeg, properties, folder, kept, meters);
        meters.bind(decodings);
        return decodings;
    }
}
