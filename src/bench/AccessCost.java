import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/**
 * Started by {@code src/bench/access}, which says what it does. A Playhead out of the box has the database and is not
 * measured; beside it are one without a listen log, one with it, and one that asks a wazo-auth, which is here.
 */
final class AccessCost {

    private static final String HEAP = "-Xmx256m";
    private static final int LENGTH = 65536;
    private static final int CONNECTIONS = 16;
    /** The demonstration's tenants. */
    private static final String TENANT = "7a0d0b4e-5a0a-4c6e-9d35-0f4f7d7b9a01";

    private static final String BELOW = "c6a1f0d2-3c53-4b0e-8a37-5d1d9a5f6b02";

    private final Path root;
    private final Path work;
    private final boolean quick;

    private AccessCost(Path root, Path work, boolean quick) {
        this.root = root;
        this.work = work;
        this.quick = quick;
    }

    public static void main(String[] arguments) throws Exception {
        boolean quick = List.of(arguments).contains("--quick");
        new AccessCost(Path.of(arguments[0]), Path.of(arguments[1]), quick).run();
        System.exit(0);
    }

    private void run() throws Exception {
        Playhead playhead = new Playhead(root, work);
        playhead.prepare();
        HttpServer wazo = wazoAuth();
        try (Server host = playhead.start(HEAP);
                Server plain = playhead.beside(1, playhead.fileOfTokens(), "--playhead.audit.enabled=false", HEAP);
                Server listen = playhead.beside(2, playhead.fileOfTokens(), "--playhead.audit.enabled=true", HEAP);
                Server asking = playhead.beside(
                        3,
                        List.of(
                                "--playhead.access.authority=wazo-auth",
                                "--playhead.access.wazo-auth.host=127.0.0.1",
                                "--playhead.access.wazo-auth.port=" + wazo.getAddress().getPort(),
                                "--playhead.access.wazo-auth.username=playhead",
                                "--playhead.access.wazo-auth.password=playhead"),
                        "--playhead.audit.enabled=false",
                        HEAP)) {
            List<Contender> contenders = List.of(
                    contender(playhead, "static authority", 1, plain, false),
                    contender(playhead, "ticket", 1, plain, true),
                    contender(playhead, "listen log", 2, listen, false),
                    contender(playhead, "wazo-auth", 3, asking, false));
            for (int turn = 0; turn < (quick ? 2 : 12); turn++) {
                for (Contender one : contenders) {
                    Sample.take(one, script(), LENGTH, CONNECTIONS, quick ? 1 : 2);
                }
            }
            print(contenders, measured(contenders));
        } finally {
            wazo.stop(0);
        }
    }

    private Path script() {
        return root.resolve("src/bench/ranges.lua");
    }

    private Contender contender(Playhead playhead, String name, int at, Server server, boolean byTicket)
            throws IOException, InterruptedException {
        List<String> targets = new ArrayList<>();
        for (Playhead.Recording recording : playhead.recordings()) {
            targets.add(byTicket ? ticket(playhead, recording, at) : recording.target());
        }
        return new Contender(
                name,
                Playhead.url(at, ""),
                targets,
                byTicket ? Map.of() : Map.of("X-Auth-Token", playhead.token()),
                server.proc());
    }

    private static String ticket(Playhead playhead, Playhead.Recording recording, int at)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(Playhead.url(at, recording.target() + "/tickets")))
                .header("X-Auth-Token", playhead.token())
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            String made = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return JsonMapper.shared().readTree(made).path("url").asString();
        }
    }

    private Measured measured(List<Contender> contenders) throws Exception {
        Measured measured = new Measured("64 KiB range", LENGTH, CONNECTIONS);
        for (int round = 0; round < (quick ? 3 : 9); round++) {
            Sample[] samples = new Sample[contenders.size()];
            for (int turn = 0; turn < samples.length; turn++) {
                int turned = (turn + round) % samples.length;
                int at = round % 2 == 0 ? turned : samples.length - 1 - turned; // not always after the same one
                samples[at] = Sample.take(contenders.get(at), script(), LENGTH, CONNECTIONS, quick ? 1 : 2);
            }
            measured.add(List.of(samples));
        }
        return measured;
    }

    private void print(List<Contender> contenders, Measured measured) {
        System.out.printf("%s, %d rounds, %d connections%n%n", LocalDate.now(), measured.runs(), CONNECTIONS);
        System.out.println("| 64 KiB range | CPU | more than without | Goal | p99 ms | Requests | Errors |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
        for (int at = 0; at < contenders.size(); at++) {
            System.out.printf(
                    "| %s | %.1f µs | %s | %s | %.1f | %,.0f /s | %d |%n",
                    contenders.get(at).name(),
                    measured.median(at, Sample::cpuPerRequest),
                    at == 0 ? "–" : "%+.1f µs".formatted(measured.difference(at, 0, Sample::cpuPerRequest)),
                    at == 0 ? "–" : "≤ +2 µs",
                    measured.median(at, Sample::p99),
                    measured.median(at, Sample::requestsPerSecond),
                    measured.errors(at));
        }
    }

    /** Says yes to whatever is asked, in wazo-auth's words. */
    private static HttpServer wazoAuth() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/api/auth/0.1/token", exchange -> {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            answer(exchange, head ? 204 : 200, """
                    {"data": {"token": "t", "auth_id": "25e7d6ea-3e38-4697-952e-085c7c04c0f5", "acl": ["call-logd.#"],
                      "metadata": {"uuid": "25e7d6ea-3e38-4697-952e-085c7c04c0f5", "tenant_uuid": "%s",
                        "pbx_user_uuid": null},
                      "utc_expires_at": "2999-01-01T00:00:00.000000"}}""".formatted(TENANT));
        });
        server.createContext("/api/auth/0.1/tenants", exchange -> answer(exchange, 200, """
                {"items": [{"uuid": "%s"}, {"uuid": "%s"}], "total": 2, "filtered": 2}""".formatted(TENANT, BELOW)));
        server.start();
        return server;
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
