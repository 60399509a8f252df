package io.playhead.identity;

import static java.util.Objects.requireNonNull;

import io.playhead.access.Authority;
import io.playhead.access.Directory;
import io.playhead.access.FailedAttempts;
import io.playhead.database.Queries;
import io.playhead.http.ApiPath;
import io.playhead.http.SideServer;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.r2dbc.core.DatabaseClient;

/** Users, policies and tokens of Playhead's own, where they are wanted, and their API on a port of its own. */
@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {

    private static final String ENABLED = "playhead.identity.enabled";
    private static final String VERSION = "/0.1";

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(IdentityProperties.class)
    static class Properties {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(ENABLED)
    static class Enabled {

        @Bean
        Accounts accounts(DatabaseClient database, Queries queries) {
            return new Accounts(database, queries);
        }

        @Bean
        Tokens tokens(DatabaseClient database, Queries queries, IdentityProperties properties) {
            return new Tokens(database, queries, properties.cache());
        }

        @Bean
        Passwords passwords() {
            return new Passwords();
        }

        @Bean
        AccountHandler accountHandler(Authority authority, Accounts accounts, Passwords passwords) {
            return new AccountHandler(authority, directory(authority), accounts, passwords);
        }

        @Bean
        TokenHandler tokenHandler(
                Authority authority, Accounts accounts, Tokens tokens, Passwords passwords, InstantSource clock) {
            return new TokenHandler(authority, directory(authority), accounts, tokens, passwords, clock);
        }

        @Bean
        TenantHandler tenantHandler(Authority authority) {
            return new TenantHandler(authority, directory(authority));
        }

        @Bean
        SideServer identityServer(
                IdentityProperties properties,
                AccountHandler accounts,
                TokenHandler tokens,
                TenantHandler tenants,
                FailedAttempts failures,
                ReactorResourceFactory resources,
                InstantSource clock) {
            return new SideServer(
                    properties.port(),
                    VERSION,
                    paths(accounts, tokens, tenants, new Guard(failures)),
                    requireNonNull(resources.getLoopResources()),
                    clock);
        }

        private static Directory directory(Authority authority) {
            if (authority instanceof Directory directory) {
                return directory;
            }
            throw new IllegalStateException(ENABLED + " needs playhead.access.authority=static");
        }

        private static List<ApiPath> paths(
                AccountHandler accounts, TokenHandler tokens, TenantHandler tenants, Guard guard) {
            return List.of(
                    ApiPath.of("/users").post(guard.of(accounts::addUser)),
                    ApiPath.of("/policies").post(guard.of(accounts::addPolicy)),
                    ApiPath.of("/users/{user:" + ApiPath.UUID + "}/policies/{policy:" + ApiPath.UUID + "}")
                            .put(guard.of(accounts::give)),
                    ApiPath.of("/token").post(guard.of(tokens::add)),
                    ApiPath.of("/token/{token}")
                            .head(guard.of(tokens::check))
                            .get(guard.of(tokens::get))
                            .delete(guard.of(tokens::revoke)),
                    ApiPath.of("/tenants").get(guard.of(tenants::list)));
        }
    }
}
