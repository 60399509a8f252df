package io.playhead;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Playhead over TLS, with a certificate of its own, behind a proxy on this machine, in what it takes for Kubernetes. */
public final class SecurePlayhead {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private static @Nullable RunningPlayhead shared;

    private SecurePlayhead() {}

    /** Started once in a run. Files are let go soon after their last use, clients that take nothing after a second. */
    public static synchronized RunningPlayhead shared() {
        if (shared == null) {
            shared = start();
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    private static RunningPlayhead start() {
        try {
            Path folder = Files.createTempDirectory("playhead-tls");
            KeyStore store = keyStore(folder.resolve("keys.p12"));
            Path key = pem(
                    folder, "PRIVATE KEY", store.getKey("playhead", PASSWORD).getEncoded());
            Path certificate =
                    pem(folder, "CERTIFICATE", store.getCertificate("playhead").getEncoded());
            return RunningPlayhead.start(Map.of(
                    "server.ssl.certificate", "file:" + certificate,
                    "server.ssl.certificate-private-key", "file:" + key,
                    "management.server.ssl.enabled", "false",
                    "playhead.http.trusted-proxies", "127.0.0.1",
                    "playhead.http.stalled", "1s",
                    "playhead.storage.disk.idle", "200ms",
                    "spring.main.cloud-platform", "kubernetes"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Java can make a certificate only by its own tool. */
    private static KeyStore keyStore(Path file) throws IOException, GeneralSecurityException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process keytool = new ProcessBuilder(
                        tool,
                        "-genkeypair",
                        "-alias",
                        "playhead",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!Files.exists(file)) {
            throw new IllegalStateException(said);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static Path pem(Path folder, String label, byte[] der) throws IOException {
        String text = "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), label);
        return Files.writeString(folder.resolve(label.replace(' ', '-') + ".pem"), text);
    }
}
