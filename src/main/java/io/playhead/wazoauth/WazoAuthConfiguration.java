package io.playhead.wazoauth;

import static java.util.Objects.requireNonNull;

import io.playhead.access.AuthorityKind;
import io.playhead.access.AuthoritySource;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.core.scheduler.Schedulers;

/** The authority {@code wazo-auth}, if it is the one that is wanted. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WazoAuthProperties.class)
class WazoAuthConfiguration {

    @Bean
    AuthoritySource wazoAuth(
            WazoAuthProperties properties, ReactorResourceFactory resources, ObjectProvider<InstantSource> clock) {
        return new AuthoritySource(
                AuthorityKind.WAZO_AUTH, () -> open(properties, resources, clock.getIfUnique(InstantSource::system)));
    }

    private static WazoAuthority open(
            WazoAuthProperties properties, ReactorResourceFactory resources, InstantSource clock) {
        WazoAuthClient client =
                new WazoAuthClient(properties, requireNonNull(resources.getLoopResources()), System::nanoTime);
        ServiceLogin login = new ServiceLogin(properties, client);
        ServiceToken service = new ServiceToken(login.token(ServiceToken.LIFETIME), Schedulers.parallel());
        return new WazoAuthority(properties, client, service, clock, System::nanoTime).start();
    }
}
