package io.playhead;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Playhead over TLS, with a certificate of its own, behind a proxy on this machine, in what it takes for Kubernetes. It
 * logs each answer, and takes no token from an address.
 */
public final class SecurePlayhead {

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
            TestCertificate made = TestCertificate.in(folder);
            return RunningPlayhead.start(Map.of(
                    "server.ssl.certificate", "file:" + made.certificate(),
                    "server.ssl.certificate-private-key", "file:" + made.key(),
                    "playhead.http.trusted-proxies", "127.0.0.1",
                    "playhead.http.stalled", "1s",
                    "playhead.http.access-log", "true",
                    "playhead.access.query-token", "false",
                    "playhead.storage.disk.idle", "200ms",
                    "spring.main.cloud-platform", "kubernetes"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
