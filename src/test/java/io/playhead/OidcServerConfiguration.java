package io.playhead;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Spring Authorization Server as a provider for pages: any origin may ask, and a public client gets refresh tokens, as it
 * does from Keycloak. No annotated configuration, which a scan would find.
 */
@EnableWebSecurity
class OidcServerConfiguration {

    @Bean
    @Order(1)
    SecurityFilterChain endpoints(HttpSecurity http, InMemoryRegisteredClientRepository clients) throws Exception {
        OAuth2AuthorizationServerConfigurer endpoints = new OAuth2AuthorizationServerConfigurer();
        return http.securityMatcher(endpoints.getEndpointsMatcher())
                .with(
                        endpoints,
                        server -> server.oidc(Customizer.withDefaults())
                                .clientAuthentication(
                                        client -> client.authenticationConverter(OidcServerConfiguration::refreshing)
                                                .authenticationProvider(new RefreshingClients(clients))))
                // who is asked for silently and is not signed in is told so by the endpoint
                .authorizeHttpRequests(
                        requests -> requests.requestMatchers(request -> "none".equals(request.getParameter("prompt")))
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .exceptionHandling(refused -> refused.defaultAuthenticationEntryPointFor(
                        new LoginUrlAuthenticationEntryPoint("/login"),
                        new MediaTypeRequestMatcher(MediaType.TEXT_HTML)))
                .cors(cors -> cors.configurationSource(request -> anyOrigin()))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain login(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .formLogin(Customizer.withDefaults())
                .build();
    }

    private static CorsConfiguration anyOrigin() {
        CorsConfiguration any = new CorsConfiguration();
        any.setAllowedOrigins(List.of("*"));
        any.setAllowedMethods(List.of("*"));
        any.setAllowedHeaders(List.of("*"));
        return any;
    }

    @Bean
    InMemoryRegisteredClientRepository clients() {
        // there must be one; those of the tests come later
        return new InMemoryRegisteredClientRepository(RegisteredClient.withId("nobody")
                .clientId("nobody")
                .clientSecret("{noop}" + UUID.randomUUID())
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .build());
    }

    @Bean
    AuthorizationServerSettings settings(OidcServer server) {
        return AuthorizationServerSettings.builder().issuer(server.issuer()).build();
    }

    @Bean
    UserDetailsService people() {
        return new InMemoryUserDetailsManager(User.withUsername(OidcServer.PERSON)
                .password("{noop}" + OidcServer.PASSWORD)
                .authorities("listener")
                .build());
    }

    @Bean
    JWKSource<SecurityContext> keys(OidcServer server) {
        return (selector, context) -> selector.select(new JWKSet(server.keys()));
    }

    /** For the provider's own endpoints. */
    @Bean
    JwtDecoder decoder(JWKSource<SecurityContext> keys) {
        return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
    }

    @Bean
    OAuth2TokenGenerator<? extends OAuth2Token> tokens(OidcServer server, JWKSource<SecurityContext> keys) {
        NimbusJwtEncoder encoder = new NimbusJwtEncoder(keys);
        encoder.setJwkSelector(List::getFirst);
        JwtGenerator jwt = new JwtGenerator(encoder);
        jwt.setJwtCustomizer(token -> {
            token.getJwsHeader().algorithm(SignatureAlgorithm.RS256);
            if (OAuth2TokenType.ACCESS_TOKEN.equals(token.getTokenType())) {
                token.getClaims().audience(List.of(OidcServer.AUDIENCE));
                server.claims().forEach((name, value) -> token.getClaims().claim(name, value));
            }
        });
        return new DelegatingOAuth2TokenGenerator(
                jwt,
                token -> OAuth2TokenType.REFRESH_TOKEN.equals(token.getTokenType())
                        ? new OAuth2RefreshToken(
                                UUID.randomUUID().toString(),
                                Instant.now(),
                                Instant.now()
                                        .plus(token.getRegisteredClient()
                                                .getTokenSettings()
                                                .getRefreshTokenTimeToLive()))
                        : null);
    }

    /** A public client that comes with a refresh token: who it is. */
    private static @Nullable Authentication refreshing(HttpServletRequest request) {
        String client = request.getParameter(OAuth2ParameterNames.CLIENT_ID);
        boolean refreshes = AuthorizationGrantType.REFRESH_TOKEN
                .getValue()
                .equals(request.getParameter(OAuth2ParameterNames.GRANT_TYPE));
        return client != null && refreshes && request.getHeader("Authorization") == null
                ? new OAuth2ClientAuthenticationToken(
                        client,
                        ClientAuthenticationMethod.NONE,
                        null,
                        new HashMap<>(Map.of(OAuth2ParameterNames.GRANT_TYPE, "refresh_token")))
                : null;
    }

    private record RefreshingClients(InMemoryRegisteredClientRepository clients) implements AuthenticationProvider {
        @Override
        public @Nullable Authentication authenticate(Authentication asked) {
            OAuth2ClientAuthenticationToken client = (OAuth2ClientAuthenticationToken) asked;
            return "refresh_token".equals(client.getAdditionalParameters().get(OAuth2ParameterNames.GRANT_TYPE))
                    ? new OAuth2ClientAuthenticationToken(
                            Objects.requireNonNull(clients.findByClientId(client.getName())),
                            ClientAuthenticationMethod.NONE,
                            null)
                    : null;
        }

        @Override
        public boolean supports(Class<?> authentication) {
            return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
        }
    }
}
