package io.playhead.http;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Http2;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.WebServerSslBundle;

/**
 * Looks at the certificate and the key that a server is given before it listens: with what cannot be read, and with a
 * key of another certificate, every handshake would fail, and nothing before.
 */
final class CertificateCheck implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {

    private static final Logger log = LoggerFactory.getLogger(CertificateCheck.class);
    private static final String[] KEY_TYPES = {"RSA", "EC", "EdDSA", "RSASSA-PSS"};
    private static final byte[] ANYTHING = new byte[32];

    private final String server;

    /** @param server how its properties begin, such as {@code management.server} */
    CertificateCheck(String server) {
        this.server = server;
    }

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        Http2 http2 = factory.getHttp2();
        if (http2 != null && http2.isEnabled()) {
            throw new IllegalStateException("server.http2.enabled must be false: HTTP/1.1 is what is spoken here");
        }
        Ssl ssl = factory.getSsl();
        if (ssl != null && ssl.isEnabled()) {
            bundles(factory, ssl).forEach(this::check);
        }
    }

    /** The usual one, and those of other names of the server. */
    private List<SslBundle> bundles(NettyReactiveWebServerFactory factory, Ssl ssl) {
        try {
            List<SslBundle> bundles = new ArrayList<>();
            SslBundles known = factory.getSslBundles();
            bundles.add(WebServerSslBundle.get(ssl, known));
            ssl.getServerNameBundles()
                    .forEach(named -> bundles.add(Objects.requireNonNull(known).getBundle(named.bundle())));
            return bundles;
        } catch (RuntimeException unusable) {
            throw unusable(CertificateFailures.reason(unusable), unusable);
        }
    }

    private void check(SslBundle bundle) {
        X509KeyManager keys = Arrays.stream(bundle.getManagers().getKeyManagers())
                .filter(X509KeyManager.class::isInstance)
                .map(X509KeyManager.class::cast)
                .findFirst()
                .orElseThrow(() -> unusable("there is none", null));
        String[] names = Stream.of(KEY_TYPES)
                .map(type -> keys.getServerAliases(type, null))
                .filter(Objects::nonNull)
                .flatMap(Arrays::stream)
                .distinct()
                .toArray(String[]::new);
        if (names.length == 0) {
            throw unusable("there is no certificate with its key", null);
        }
        for (String name : names) {
            X509Certificate certificate = keys.getCertificateChain(name)[0];
            if (!belongTogether(keys.getPrivateKey(name), certificate.getPublicKey())) {
                throw unusable("the private key is not that of the certificate", null);
            }
            warnOfDates(certificate);
        }
    }

    private IllegalStateException unusable(String why, @Nullable Throwable cause) {
        return new IllegalStateException(
                server + ".ssl: the certificate or its private key cannot be used: " + why, cause);
    }

    private void warnOfDates(X509Certificate certificate) {
        try {
            certificate.checkValidity();
        } catch (CertificateException outside) {
            log.warn("event=certificate-not-valid server={} cause={}", server, outside.toString());
        }
    }

    /** Whether what the one signs the other verifies. */
    private static boolean belongTogether(PrivateKey key, PublicKey publicKey) {
        try {
            Signature signature = Signature.getInstance(algorithm(key));
            signature.initSign(key);
            signature.update(ANYTHING);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(ANYTHING);
            return signature.verify(signed);
        } catch (GeneralSecurityException strangers) {
            return false;
        }
    }

    private static String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }
}
