import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One page of a Chromium without a screen, by its DevTools protocol. */
final class Chromium implements AutoCloseable {

    private static final List<String> PROGRAMS = List.of("chromium", "chromium-browser", "google-chrome");

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket page;
    private final Answers answers = new Answers();
    private int asked;

    Chromium(Path folder) throws Exception {
        process = new ProcessBuilder(
                        program(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--mute-audio",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--autoplay-policy=no-user-gesture-required",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        String devTools = devTools(process.inputReader());
        String port = URI.create(devTools).getPort() + "";
        HttpRequest open = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new?about:blank"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        String opened = http.send(open, HttpResponse.BodyHandlers.ofString()).body();
        String socket = JsonMapper.shared().readTree(opened).path("webSocketDebuggerUrl").asString();
        page = http.newWebSocketBuilder().buildAsync(URI.create(socket), answers).get(10, TimeUnit.SECONDS);
    }

    static boolean isThere() {
        return found().findFirst().isPresent();
    }

    private static String program() {
        return found().findFirst().orElseThrow();
    }

    private static Stream<String> found() {
        return PROGRAMS.stream().filter(name -> Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Path.of(folder, name).toFile().canExecute()));
    }

    private static String devTools(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("DevTools listening on ")) {
                Thread.ofVirtual().start(() -> output.lines().forEach(more -> {}));
                return line.substring("DevTools listening on ".length());
            }
        }
        throw new IOException("Chromium did not start");
    }

    void open(String url) throws Exception {
        ask("Page.navigate", Map.of("url", url));
        evaluate("new Promise(done => document.readyState === 'complete' ? done() : addEventListener('load', done))");
    }

    /** @param expression of JavaScript, a promise perhaps, that gives a number */
    double evaluate(String expression) throws Exception {
        JsonNode answer = ask(
                "Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(answer.path("exceptionDetails").toString());
        }
        return answer.path("result").path("value").asDouble(0);
    }

    private JsonNode ask(String method, Map<String, ?> parameters) throws Exception {
        int id = ++asked;
        CompletableFuture<JsonNode> answer = answers.expect(id);
        String message = JsonMapper.shared()
                .writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
        page.sendText(message, true).get(10, TimeUnit.SECONDS);
        return answer.get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        page.abort();
        process.destroy();
    }

    /** One at a time. */
    private static final class Answers implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();
        private volatile int id;
        private volatile CompletableFuture<JsonNode> answer = new CompletableFuture<>();

        CompletableFuture<JsonNode> expect(int next) {
            CompletableFuture<JsonNode> expected = new CompletableFuture<>();
            answer = expected;
            id = next;
            return expected;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                JsonNode message = JsonMapper.shared().readTree(text.toString());
                text.setLength(0);
                if (message.path("id").asInt(0) == id) {
                    answer.complete(message.path("result"));
                }
            }
            socket.request(1);
            return null;
        }
    }
}
