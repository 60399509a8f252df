package io.playhead.access;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.http.PageOrigins;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The door, and the authority behind it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({AccessProperties.class, LimitsProperties.class})
class AccessConfiguration {

    private static final Duration FILE_CHECK = Duration.ofSeconds(1);

    /** Closed with the context, like every bean that can be. */
    @Bean
    Authority authority(
            AccessProperties properties,
            ObjectProvider<InstantSource> clock,
            ObjectProvider<IssuedTokens> issued,
            ObjectProvider<AuthoritySource> others) {
        AuthorityKind kind = requireNonNull(properties.authority());
        return switch (kind) {
            case STATIC ->
                new StaticAuthority(
                                requireNonNull(properties.staticFile().file()),
                                clock(clock),
                                issued.getIfUnique(() -> IssuedTokens.NONE))
                        .watch(FILE_CHECK);
            case WAZO_AUTH, OIDC ->
                others.stream()
                        .filter(source -> source.kind() == kind)
                        .findFirst()
                        .orElseThrow()
                        .opening()
                        .get();
        };
    }

    @Bean
    RouterFunction<ServerResponse> signInRoutes(AccessProperties properties, Authority authority) {
        return new SignIn(properties.authorityName(), authority).routes();
    }

    @Bean
    PageOrigins pageOrigins(Authority authority) {
        return new PageOrigins(authority.pageOrigins());
    }

    @Bean
    AuthorityHealth authorityHealthIndicator(Authority authority) {
        return new AuthorityHealth(authority);
    }

    @Bean
    Access access(Authority authority, FailedAttempts failures, AccessProperties properties) {
        return new Access(authority, failures, properties.queryToken());
    }

    @Bean
    FailedAttempts failedAttempts(LimitsProperties limits, MeterRegistry meters) {
        return new FailedAttempts(limits.failures(), meters, System::nanoTime);
    }

    @Bean
    Shares shares(LimitsProperties limits, MeterRegistry meters) {
        return new Shares(
                new ShareHolders("tenant", limits.tenant(), meters),
                new ShareHolders("caller", limits.caller(), meters));
    }

    @Bean
    Secret secret(AccessProperties properties) {
        return properties.readSecret();
    }

    private static InstantSource clock(ObjectProvider<InstantSource> given) {
        return given.getIfUnique(InstantSource::system);
    }
}
