package io.playhead.oidc;

import io.playhead.access.AuthorityKind;
import io.playhead.access.AuthoritySource;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/** The authority {@code oidc}, if it is the one that is wanted. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OidcProperties.class)
class OidcConfiguration {

    private static final Duration FILE_CHECK = Duration.ofSeconds(1);

    @Bean
    AuthoritySource oidc(
            OidcProperties properties,
            ObjectProvider<ReactorResourceFactory> resources,
            ObjectProvider<InstantSource> clock) {
        return new AuthoritySource(AuthorityKind.OIDC, () -> {
            properties.require();
            ReactorResourceFactory given = resources.getIfUnique();
            return new OidcAuthority(
                            properties,
                            clock.getIfUnique(InstantSource::system),
                            given == null ? null : given.getLoopResources())
                    .watch(FILE_CHECK);
        });
    }
}
