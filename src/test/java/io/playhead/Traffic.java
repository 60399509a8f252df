package io.playhead;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** Requests of every kind, those included that no client should send. */
final class Traffic {

    private static final int LONG = 64 * 1024 * 1024;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Traffic() {}

    /** Ends when all of it is counted. */
    static void drive(RunningPlayhead playhead) {
        try {
            for (UUID tenant : List.of(RunningPlayhead.TENANT_M, RunningPlayhead.TENANT_U, RunningPlayhead.TENANT_O)) {
                drive(playhead, tenant);
            }
            abort(playhead);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private static void drive(RunningPlayhead playhead, UUID tenant) throws IOException {
        UUID recording = UUID.randomUUID();
        UUID gone = UUID.randomUUID();
        Path file = Files.write(playhead.root().resolve(recording + ".wav"), new byte[1000]);
        int call = TestCall.of(tenant)
                .recording(recording, file)
                .recording(gone, playhead.root().resolve(gone + ".wav"))
                .insertInto(playhead.database());
        String path = "/1.0/cdr/" + call;
        String media = path + "/recordings/" + recording + "/media";
        String token = "X-Auth-Token: " + RunningPlayhead.TOKEN_M;
        for (String range : List.of("bytes=0-9", "bytes=0-9,20-29", "bytes=5000-", "nonsense=1-2")) {
            RawHttp.once(playhead.port(), "GET", media, token, "Range: " + range);
        }
        for (String target : List.of(media, path, path + "9999999", path + "/recordings/" + gone + "/media")) {
            RawHttp.once(playhead.port(), "GET", target, token);
            RawHttp.once(playhead.port(), "HEAD", "/api/call-logd" + target, token);
            RawHttp.once(playhead.port(), "GET", target);
            RawHttp.once(playhead.port(), "DELETE", target, token);
            RawHttp.once(playhead.port(), "BREW" + call, target, token);
        }
        RawHttp.once(playhead.port(), "GET", media, token, "Accept: video/x-" + call);
        RawHttp.once(playhead.port(), "GET", media + "?format=" + call, token);
        RawHttp.once(playhead.port(), "POST", media + "/tickets", token, "Content-Length: 0");
        RawHttp.once(playhead.port(), "POST", media + "/tickets", "Content-Length: 0");
        RawHttp.once(playhead.port(), "GET", "/1.0/cdr?limit=1&tenant=" + tenant, token);
        RawHttp.once(playhead.port(), "GET", "/1.0/cdr?limit=" + recording, token);
        RawHttp.once(playhead.port(), "OPTIONS", "/1.0/cdr", "Access-Control-Request-Method: GET");
        for (String target : List.of("/", "/index.html", "/" + recording, "/1.0/" + recording, "/a/" + call + "/b")) {
            RawHttp.once(playhead.port(), "GET", target, "X-Correlation-Id: " + recording);
        }
    }

    /** A listener who goes away. */
    private static void abort(RunningPlayhead playhead) throws IOException {
        double before = aborted(playhead);
        UUID recording = UUID.randomUUID();
        Path file = playhead.root().resolve(recording + ".wav");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(LONG);
        }
        int call =
                TestCall.of(RunningPlayhead.TENANT_M).recording(recording, file).insertInto(playhead.database());
        try (RawHttp http = RawHttp.plain(playhead.port())) {
            http.send("GET /1.0/cdr/" + call + "/recordings/" + recording + "/media HTTP/1.1\r\nHost: localhost\r\n"
                    + "X-Auth-Token: " + RunningPlayhead.TOKEN_M + "\r\n\r\n");
            http.head();
        }
        eventually("the abort is counted", () -> aborted(playhead) > before);
    }

    private static double aborted(RunningPlayhead playhead) {
        return Scrape.of(playhead).sum("playhead_http_aborted_streams_total", "reason", "client");
    }

    /** Looks again and again until it is so. */
    static void eventually(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + LIMIT + ": " + what);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofMillis(50).toNanos());
        }
    }
}
