package io.playhead.http;

import org.springframework.context.annotation.Bean;

/**
 * What the server of the management port has of its own: it inherits no customizer. Named in a file of Spring Boot's
 * and no {@code @Configuration}, so that it is not found for the public server too.
 */
class ManagementConfiguration {

    @Bean
    BrowserRules managementBrowserRules(HttpProperties properties) {
        return new BrowserRules(properties.strictTransport());
    }

    @Bean
    CertificateCheck managementCertificateCheck() {
        return new CertificateCheck("management.server");
    }
}
