package io.playhead;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A certificate of {@code localhost} that it has signed itself, and its key, both in PEM. */
public record TestCertificate(Path certificate, Path key) {

    private static final char[] PASSWORD = "changeit".toCharArray();

    /** @param folder an empty one */
    public static TestCertificate in(Path folder) throws IOException {
        return in(folder, "-1H");
    }

    /** @param start when it begins to be good, for 90 days, in the words of Java's tool: {@code -100d} */
    public static TestCertificate in(Path folder, String start) throws IOException {
        try {
            KeyStore store = keyStore(folder.resolve("keys.p12"), start);
            return new TestCertificate(
                    pem(folder, "CERTIFICATE", store.getCertificate("playhead").getEncoded()),
                    pem(
                            folder,
                            "PRIVATE KEY",
                            store.getKey("playhead", PASSWORD).getEncoded()));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Java can make a certificate only by its own tool. */
    private static KeyStore keyStore(Path file, String start) throws IOException, GeneralSecurityException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process keytool = new ProcessBuilder(
                        tool,
                        "-genkeypair",
                        "-alias",
                        "playhead",
                        "-keyalg",
                        "EC",
                        "-startdate",
                        start,
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
