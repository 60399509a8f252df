package io.playhead;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 client that sends exactly what it is told and takes the answer to pieces itself. One connection; not for
 * use by several threads.
 */
public final class RawHttp implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    private RawHttp(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    public static RawHttp plain(int port) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(20_000);
            return new RawHttp(socket);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** As {@link #plain}, from another address of this machine, such as 127.0.0.2. */
    public static RawHttp from(String address, int port) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(address), 0);
            socket.setSoTimeout(20_000);
            return new RawHttp(socket);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Over TLS, whatever certificate is shown. */
    public static RawHttp secure(int port) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anyone()}, null);
            Socket socket = context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(20_000);
            return new RawHttp(socket);
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /**
     * @param headers names in small letters; lines of a repeated name joined by {@code ", "}
     */
    public record Answer(int status, Map<String, String> headers, byte[] body) {

        public @Nullable String header(String name) {
            return headers.get(name.toLowerCase(java.util.Locale.ROOT));
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** One request on a connection of its own. @param headers lines such as {@code Range: bytes=0-1} */
    public static Answer once(int port, String method, String target, String... headers) {
        try (RawHttp http = plain(port)) {
            return http.request(method, target, headers);
        }
    }

    /** Sends a request without a body and reads the answer. */
    public Answer request(String method, String target, String... headers) {
        StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        List.of(headers).forEach(line -> request.append(line).append("\r\n"));
        send(request.append("\r\n").toString());
        return answer(method.equals("HEAD"));
    }

    /** @param headers with {@code Content-Length} among them */
    public Answer request(String method, String target, byte[] body, String... headers) {
        StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        List.of(headers).forEach(line -> request.append(line).append("\r\n"));
        send(request.append("\r\n").toString());
        send(body);
        return answer(method.equals("HEAD"));
    }

    /** Sends these characters, each as one octet. */
    public void send(String octets) {
        send(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void send(byte[] octets) {
        try {
            socket.getOutputStream().write(octets);
            socket.getOutputStream().flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Reads one whole answer; fails if the connection ends before. */
    public Answer answer(boolean toHead) {
        try {
            String statusLine = line();
            Map<String, String> headers = headers();
            int status = Integer.parseInt(statusLine.split(" ", 3)[1]);
            boolean none = toHead || status == 304 || status == 204;
            return new Answer(status, headers, none ? new byte[0] : body(headers));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Reads status line and headers only. */
    public Answer head() {
        return answer(true);
    }

    /** Up to {@code most} octets of a body, or -1 at the end of the connection. */
    public int read(byte[] into, int most) throws IOException {
        return in.read(into, 0, most);
    }

    /** Whether the server has closed the connection, waiting for it a moment. */
    public boolean closedByServer() {
        try {
            return in.read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    public Socket socket() {
        return socket;
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (first, next) -> first + ", " + next);
        }
        return new LinkedHashMap<>(headers);
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            return chunked();
        }
        String length = headers.get("content-length");
        if (length == null) {
            return in.readAllBytes();
        }
        byte[] body = in.readNBytes(Integer.parseInt(length));
        if (body.length < Integer.parseInt(length)) {
            throw new EOFException("only " + body.length + " of " + length + " octets");
        }
        return body;
    }

    private byte[] chunked() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = size(); size > 0; size = size()) {
            body.write(in.readNBytes(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int size() throws IOException {
        return Integer.parseInt(line().strip(), 16);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the connection ended within a line: " + line);
            }
            line.append((char) octet);
        }
        return line.isEmpty() ? "" : line.substring(0, line.length() - 1);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static final class Anyone implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
