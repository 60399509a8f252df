package io.playhead;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.web.context.ContextLoaderListener;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.DelegatingFilterProxy;

/**
 * A real OpenID Connect provider in this process: Spring Authorization Server on a servlet server of its own. Its one
 * person is {@code alice}, password {@code wonderland}; what her access tokens say is in {@link #claims}.
 */
public final class OidcServer implements AutoCloseable {

    public static final String AUDIENCE = "playhead";
    public static final String CLIENT = "playhead-page";
    public static final String PERSON = "alice";
    public static final String PASSWORD = "wonderland";

    private final Server server = new Server();
    private final String issuer;
    private final CopyOnWriteArrayList<JWK> keys = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final Map<String, Object> claims = new ConcurrentHashMap<>();
    private final AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();

    private OidcServer(int port) {
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        keys.add(rsa());
        try {
            connector.open();
            issuer = "http://localhost:" + connector.getLocalPort();
            context.addBeanFactoryPostProcessor(beans -> beans.registerSingleton("server", this));
            context.register(OidcServerConfiguration.class);
            ServletContextHandler handler = new ServletContextHandler(ServletContextHandler.SESSIONS);
            handler.addEventListener(new ContextLoaderListener(context));
            handler.addFilter(new FilterHolder(counting()), "/*", EnumSet.of(DispatcherType.REQUEST));
            handler.addFilter(
                    new FilterHolder(new DelegatingFilterProxy("springSecurityFilterChain", context)),
                    "/*",
                    EnumSet.of(DispatcherType.REQUEST));
            handler.addServlet(new HttpServlet() {}, "/*");
            server.setHandler(handler);
            server.start();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    public static OidcServer start() {
        return new OidcServer(0);
    }

    /** Another one at the place of this one, which is closed; its keys are new. */
    public OidcServer again() {
        return new OidcServer(Integer.parseInt(issuer.substring(issuer.lastIndexOf(':') + 1)));
    }

    private Filter counting() {
        return (request, response, chain) -> {
            String path = ((HttpServletRequest) request).getRequestURI();
            asked.computeIfAbsent(path, fresh -> new AtomicInteger()).incrementAndGet();
            chain.doFilter(request, response);
        };
    }

    public String issuer() {
        return issuer;
    }

    /** How often the keys have been read. */
    public int keysRead() {
        return asked.getOrDefault("/oauth2/jwks", new AtomicInteger()).get();
    }

    /** How often tokens have been asked for. */
    public int tokensGiven() {
        return asked.getOrDefault("/oauth2/token", new AtomicInteger()).get();
    }

    /** What is in each access token beside what the provider puts there; to be changed at will. */
    public Map<String, Object> claims() {
        return claims;
    }

    /** Public and private keys; the first signs. */
    List<JWK> keys() {
        return keys;
    }

    /** Signs with a new key from now on. @param keep whether the old ones are still published */
    public void rotate(boolean keep) {
        List<JWK> old = keep ? List.copyOf(keys) : List.of();
        keys.clear();
        keys.add(rsa());
        keys.addAll(old);
    }

    /** Signs with a key of an elliptic curve from now on. */
    public void rotateToEllipticCurve() {
        try {
            keys.addFirst(new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .generate());
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static RSAKey rsa() {
        try {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A page at this address signs in here. */
    public void register(String redirect, Duration tokens, boolean refresh) {
        RegisteredClient.Builder client = RegisteredClient.withId(CLIENT)
                .clientId(CLIENT)
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(redirect)
                .postLogoutRedirectUri(redirect)
                .scope("openid")
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(true)
                        .requireAuthorizationConsent(false)
                        .build())
                .tokenSettings(TokenSettings.builder()
                        .accessTokenTimeToLive(tokens)
                        .reuseRefreshTokens(false)
                        .build());
        if (refresh) {
            client.authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN);
        }
        context.getBean(InMemoryRegisteredClientRepository.class).save(client.build());
    }

    /** Good claims for an hour from {@code now} on, to be changed. */
    public JWTClaimsSet.Builder good(Date now) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(PERSON)
                .audience(AUDIENCE)
                .issueTime(now)
                .expirationTime(new Date(now.getTime() + 3_600_000));
    }

    /** A token of these claims, signed as the provider signs. */
    public String signed(JWTClaimsSet claims) {
        return signed(claims, keys.getFirst(), null);
    }

    public static String signed(JWTClaimsSet claims, JWK key, @Nullable JOSEObjectType type) {
        try {
            boolean curve = key instanceof ECKey;
            JWSHeader header = new JWSHeader.Builder(curve ? JWSAlgorithm.ES256 : JWSAlgorithm.RS256)
                    .keyID(key.getKeyID())
                    .type(type)
                    .build();
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(curve ? new ECDSASigner(key.toECKey()) : new RSASSASigner(key.toRSAKey()));
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The key that signs. */
    public JWK key() {
        return keys.getFirst();
    }

    /** What is published. */
    public String published() {
        return new JWKSet(keys).toString(true);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
