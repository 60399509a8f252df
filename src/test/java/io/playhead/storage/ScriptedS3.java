package io.playhead.storage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An endpoint with one object, that answers GETs as S3 does, unless it is told to do otherwise with the next ones. */
final class ScriptedS3 implements AutoCloseable {

    static final String TAG = "\"the-tag\"";

    private final ServerSocket server;
    private final byte[] object;
    private final Queue<Turn> script = new ArrayDeque<>();
    /** First and last octet of each GET. */
    final List<long[]> ranges = new CopyOnWriteArrayList<>();

    final AtomicInteger open = new AtomicInteger();
    volatile Turn always = ScriptedS3::whole;

    /** What one GET is answered with. */
    @FunctionalInterface
    interface Turn {

        void answer(OutputStream out, byte[] object, int first, int end) throws IOException, InterruptedException;
    }

    ScriptedS3(byte[] object) throws IOException {
        this.object = object;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    synchronized void next(Turn... turns) {
        script.addAll(List.of(turns));
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // by the test
        }
    }

    private void serve(Socket connection) {
        open.incrementAndGet();
        try (connection) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = connection.getOutputStream();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                boolean head = line.startsWith("HEAD");
                int first = 0;
                int end = object.length;
                for (String field = in.readLine(); !field.isEmpty(); field = in.readLine()) {
                    String[] parts = field.split("[:=-]");
                    if (field.toLowerCase(Locale.ROOT).startsWith("range:")) {
                        first = Integer.parseInt(parts[2]);
                        end = Integer.parseInt(parts[3]) + 1;
                    }
                }
                if (head) {
                    say(out, "200 OK", "Content-Length: " + object.length);
                } else {
                    ranges.add(new long[] {first, end - 1});
                    turn().answer(out, object, first, end);
                }
            }
        } catch (IOException | InterruptedException over) {
            // by either side
        } finally {
            open.decrementAndGet();
        }
    }

    private synchronized Turn turn() {
        Turn next = script.poll();
        return next == null ? always : next;
    }

    static void say(OutputStream out, String status, String... fields) throws IOException {
        String last = "Last-Modified: Fri, 27 Nov 2026 10:00:00 GMT\r\nETag: " + TAG + "\r\n";
        out.write(("HTTP/1.1 " + status + "\r\n" + last + String.join("\r\n", fields) + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    static void whole(OutputStream out, byte[] object, int first, int end) throws IOException {
        begin(out, object, first, end);
        out.write(object, first, end - first);
    }

    static void begin(OutputStream out, byte[] object, int first, int end) throws IOException {
        say(
                out,
                "206 Partial Content",
                "Content-Range: bytes " + first + "-" + (end - 1) + "/" + object.length,
                "Content-Length: " + (end - first));
    }

    static Turn error(int status, String code) {
        return (out, object, first, end) -> {
            String body = "<Error><Code>" + code + "</Code><Message>no</Message></Error>";
            say(out, status + " No", "Content-Type: application/xml", "Content-Length: " + body.length());
            out.write(body.getBytes(StandardCharsets.ISO_8859_1));
        };
    }

    /** So many octets of what was asked for, and then the connection is no more. */
    static Turn cutAfter(int octets) {
        return (out, object, first, end) -> {
            begin(out, object, first, end);
            out.write(object, first, Math.min(octets, end - first));
            out.flush();
            throw new IOException("cut");
        };
    }

    static Turn stallAfter(int octets) {
        return (out, object, first, end) -> {
            begin(out, object, first, end);
            out.write(object, first, Math.min(octets, end - first));
            out.flush();
            Thread.sleep(30_000);
        };
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
