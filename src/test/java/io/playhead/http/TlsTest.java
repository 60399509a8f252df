package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.Eventually;
import io.playhead.LogWatch;
import io.playhead.RawHttp;
import io.playhead.RunningPlayhead;
import io.playhead.TestCertificate;
import io.playhead.TestDatabase;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A certificate of Playhead's own: given by files, changed while it runs, refused where it cannot be right. */
@ExtendWith(OutputCaptureExtension.class)
class TlsTest {

    private static final String BUNDLE = "spring.ssl.bundle.pem.public";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static TestCertificate first;

    @SuppressWarnings("NullAway.Init")
    private static TestCertificate second;

    @SuppressWarnings("NullAway.Init")
    private static TestDatabase database;

    @BeforeAll
    static void certificates() throws IOException {
        first = TestCertificate.in(Files.createDirectory(folder.resolve("first")));
        second = TestCertificate.in(Files.createDirectory(folder.resolve("second")));
        database = TestDatabase.create();
    }

    private static Map<String, String> bundle(Path certificate, Path key) {
        return new HashMap<>(Map.of(
                BUNDLE + ".keystore.certificate",
                certificate.toUri().toString(),
                BUNDLE + ".keystore.private-key",
                key.toUri().toString(),
                BUNDLE + ".keystore.verify-keys",
                "true",
                BUNDLE + ".reload-on-update",
                "true",
                "spring.ssl.bundle.watch.file.quiet-period",
                "100ms",
                "server.ssl.bundle",
                "public"));
    }

    @Test
    void a_new_certificate_is_shown_without_a_restart_on_both_ports_and_a_wrong_one_never() throws IOException {
        Path live = Files.createDirectory(folder.resolve("live"));
        Path certificate = Files.copy(first.certificate(), live.resolve("tls.crt"));
        Path key = Files.copy(first.key(), live.resolve("tls.key"));
        Map<String, String> settings = bundle(certificate, key);
        settings.put("management.server.ssl.enabled", "true");
        settings.put("management.server.ssl.bundle", "public");
        try (RunningPlayhead playhead = RunningPlayhead.start(settings, database);
                LogWatch log = new LogWatch();
                RawHttp open = RawHttp.secure(playhead.port())) {
            BigInteger before = serial(playhead.port());
            assertThat(serial(playhead.managementPort())).isEqualTo(before);
            assertThat(open.request("GET", "/").status()).isEqualTo(200);

            // the certificate alone: half a change, or a wrong one
            replace(second.certificate(), certificate);
            Eventually.holds(
                    "it is told of",
                    Duration.ofSeconds(20),
                    () -> log.lines().stream().anyMatch(line -> line.contains("SSL reload error")));
            assertThat(serial(playhead.port())).isEqualTo(before);

            replace(second.key(), key);
            Eventually.holds(
                    "the new one is shown",
                    Duration.ofSeconds(20),
                    () -> !serial(playhead.port()).equals(before)
                            && !serial(playhead.managementPort()).equals(before));
            assertThat(open.request("GET", "/").status())
                    .as("an open connection goes on")
                    .isEqualTo(200);
        }
    }

    private static void replace(Path by, Path file) throws IOException {
        Path beside = Files.copy(by, file.resolveSibling("new"));
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static BigInteger serial(int port) {
        try (RawHttp http = RawHttp.secure(port)) {
            Certificate shown = ((SSLSocket) http.socket()).getSession().getPeerCertificates()[0];
            return ((X509Certificate) shown).getSerialNumber();
        } catch (SSLPeerUnverifiedException none) {
            throw new AssertionError(none);
        }
    }

    @Test
    void the_protocol_is_http_1_1_over_tls_1_2_or_later_and_nothing_is_answered_in_plain() throws IOException {
        try (RunningPlayhead playhead = RunningPlayhead.start(bundle(first.certificate(), first.key()), database)) {
            try (RawHttp http = RawHttp.secure(playhead.port())) {
                SSLSocket socket = (SSLSocket) http.socket();
                assertThat(http.request("GET", "/").status()).isEqualTo(200);
                assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
                assertThat(socket.getApplicationProtocol()).isEmpty();
            }
            try (RawHttp plain = RawHttp.plain(playhead.port())) {
                plain.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(new String(plain.socket().getInputStream().readAllBytes()))
                        .doesNotContain("HTTP/1.1");
            }
            assertThat(RawHttp.once(playhead.managementPort(), "GET", "/actuator/health/liveness")
                            .status())
                    .as("probes stay plain")
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "first  | nowhere | nowhere",
                "nowhere| first   | nowhere",
                "first  | garbage | private key",
                "garbage| first   | certificate",
                "first  | second  | private key",
                "first  | cut     | private key",
                "first  |         | private key",
            })
    void a_start_that_cannot_speak_tls_says_why(String certificate, String key, String why, CapturedOutput output)
            throws IOException {
        for (boolean bundled : new boolean[] {false, true}) {
            int before = output.getAll().length();
            Map<String, String> settings = bundled
                    ? bundle(file(certificate, false), file(String.valueOf(key), true))
                    : new HashMap<>(Map.of(
                            "server.ssl.certificate",
                            file(certificate, false).toString(),
                            "server.ssl.certificate-private-key",
                            file(String.valueOf(key), true).toString()));
            if (key == null) {
                settings.keySet().removeIf(name -> name.endsWith("private-key"));
            }
            assertThatThrownBy(() -> RunningPlayhead.start(settings, database)).isNotNull();
            String said = output.getAll().substring(before);
            assertThat(said).contains("APPLICATION FAILED TO START").containsIgnoringCase(why);
            assertThat(said)
                    .contains(bundled ? "spring.ssl.bundle" : "server.ssl")
                    .doesNotContain("\tat ");
        }
    }

    private static Path file(String name, boolean key) throws IOException {
        return switch (name) {
            case "first" -> key ? first.key() : first.certificate();
            case "second" -> key ? second.key() : second.certificate();
            case "garbage" -> Files.writeString(folder.resolve("garbage"), "no PEM at all");
            case "cut" ->
                Files.writeString(
                        folder.resolve("cut"),
                        Files.readString(first.key()).replaceFirst("(?s)(BEGIN.{60}).*(\n---)", "$1$2"));
            default -> folder.resolve("nowhere");
        };
    }

    @Test
    void http_2_is_refused_at_the_start(CapturedOutput output) {
        assertThatThrownBy(() -> RunningPlayhead.start(Map.of("server.http2.enabled", "true"), database))
                .isNotNull();
        assertThat(output).contains("server.http2.enabled must be false");
    }

    @Test
    void a_certificate_whose_time_is_over_is_told_of(CapturedOutput output) throws IOException {
        TestCertificate over = TestCertificate.in(Files.createDirectory(folder.resolve("over")), "-100d");
        try (RunningPlayhead playhead = RunningPlayhead.start(bundle(over.certificate(), over.key()), database)) {
            assertThat(output).contains("event=certificate-not-valid server=server");
            assertThat(RawHttp.once(playhead.managementPort(), "GET", "/actuator/prometheus")
                            .text())
                    .contains("ssl_chain_expiry_seconds");
        }
    }
}
