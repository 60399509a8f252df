import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Says yes to whatever is asked, in wazo-auth's words; and can be away. */
final class WazoStandIn implements AutoCloseable {

    /** The demonstration's tenants. */
    private static final String TENANT = "7a0d0b4e-5a0a-4c6e-9d35-0f4f7d7b9a01";

    private static final String BELOW = "c6a1f0d2-3c53-4b0e-8a37-5d1d9a5f6b02";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> unanswered = new ArrayList<>();
    private HttpServer server;
    private ServerSocket silence;
    private final int port;

    WazoStandIn() throws IOException {
        server = listen(0);
        port = server.getAddress().getPort();
    }

    private HttpServer listen(int at) throws IOException {
        HttpServer listening = HttpServer.create(address(at), 0);
        listening.setExecutor(threads);
        listening.createContext("/api/auth/0.1/token", exchange -> {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            answer(exchange, head ? 204 : 200, """
                    {"data": {"token": "t", "auth_id": "25e7d6ea-3e38-4697-952e-085c7c04c0f5", "acl": ["call-logd.#"],
                      "metadata": {"uuid": "25e7d6ea-3e38-4697-952e-085c7c04c0f5", "tenant_uuid": "%s",
                        "pbx_user_uuid": null},
                      "utc_expires_at": "2999-01-01T00:00:00.000000"}}""".formatted(TENANT));
        });
        listening.createContext("/api/auth/0.1/tenants", exchange -> answer(exchange, 200, """
                {"items": [{"uuid": "%s"}, {"uuid": "%s"}], "total": 2, "filtered": 2}""".formatted(TENANT, BELOW)));
        listening.start();
        return listening;
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    int port() {
        return port;
    }

    /** Connections are refused. */
    void leave() {
        server.stop(0);
    }

    /** Connections are taken, and nothing is ever said. */
    void fallSilent() throws IOException {
        leave();
        silence = new ServerSocket();
        silence.setReuseAddress(true);
        silence.bind(address(port), 1000);
        threads.execute(this::keepSilent);
    }

    private void keepSilent() {
        try {
            while (true) {
                unanswered.add(silence.accept());
            }
        } catch (IOException over) {
            // it is to answer again
        }
    }

    void comeBack() throws IOException {
        if (silence != null) {
            silence.close();
            for (Socket socket : unanswered) {
                socket.close();
            }
            unanswered.clear();
            silence = null;
        }
        server = listen(port);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] octets = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, status == 204 ? -1 : octets.length);
            if (status != 204) {
                exchange.getResponseBody().write(octets);
            }
        }
    }
}
