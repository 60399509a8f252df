package io.playhead.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The server's limits and meters, and the way from WebFlux to the API's functions. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpProperties.class)
class HttpConfiguration {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    TrustedProxies trustedProxies(HttpProperties properties) {
        return new TrustedProxies(properties.trustedProxies());
    }

    @Bean
    HttpMeters httpMeters(MeterRegistry registry) {
        return new HttpMeters(registry);
    }

    @Bean
    ServerCustomizer serverCustomizer(HttpProperties properties, HttpMeters meters) {
        return new ServerCustomizer(properties, meters);
    }

    @Bean
    ObservedRequests observedRequests() {
        return new ObservedRequests();
    }

    @Bean
    BrowserRules browserRules(HttpProperties properties) {
        return new BrowserRules(properties.strictTransport());
    }

    @Bean
    CertificateCheck certificateCheck() {
        return new CertificateCheck("server");
    }

    @Bean
    RangeResponder rangeResponder(InstantSource clock) {
        return new RangeResponder(clock);
    }

    @Bean
    Cors cors(HttpProperties properties) {
        return new Cors(new Origins(properties.origins()));
    }

    @Bean
    Refused refused(ObjectProvider<RefusalListener> listeners) {
        return new Refused(listeners);
    }

    @Bean
    ValueRoutes valueRoutes(
            TrustedProxies proxies, Cors cors, HttpMeters meters, InstantSource clock, Refused refused) {
        return new ValueRoutes(proxies, cors, meters, new ReplyWriter(), clock, refused);
    }

    @Bean
    UnreadableTargets unreadableTargets(Cors cors, HttpMeters meters) {
        return new UnreadableTargets(cors, meters, new ReplyWriter());
    }

    @Bean
    RouterFunction<ServerResponse> apiRoutes(
            TrustedProxies proxies, HttpProperties properties, ObjectProvider<ApiPath> paths, Refused refused) {
        return new ApiRoutes(proxies, new JsonBodies(properties), refused)
                .of(paths.orderedStream().toList());
    }

    @Bean
    ManagementPort managementPort(WebEndpointProperties endpoints) {
        return new ManagementPort(endpoints.getBasePath());
    }

    @Bean
    ApiFilter apiFilter(
            Cors cors,
            HttpMeters meters,
            ManagementPort management,
            InstantSource clock,
            ObjectProvider<PageOrigins> origins) {
        return new ApiFilter(cors, meters, management, clock, origins.getIfAvailable(() -> new PageOrigins(List.of())));
    }

    @Bean
    ApiFailures apiFailures(InstantSource clock) {
        return new ApiFailures(clock);
    }

    @Bean
    EndOfDrain endOfDrain(HttpMeters meters) {
        return new EndOfDrain(meters);
    }
}
