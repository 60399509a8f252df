import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server that was started for the benchmark, and ends with it. */
final class Server implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    /** From the start of the process to its first answer. */
    final Duration start;

    /** @param question is asked until it is answered with 200 or 206 */
    Server(List<String> command, Path log, HttpRequest question) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        while (!answers(question)) {
            if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                process.destroy();
                throw new IllegalStateException(
                        command.getFirst() + " does not answer:\n" + Files.readString(log));
            }
            Thread.sleep(5);
        }
        start = Duration.ofNanos(System.nanoTime() - begun);
    }

    private static boolean answers(HttpRequest question) throws InterruptedException {
        try {
            return HTTP.send(question, BodyHandlers.discarding()).statusCode() / 100 == 2;
        } catch (IOException notYet) {
            return false;
        }
    }

    static HttpRequest get(String url, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5));
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    static String body(HttpRequest request) throws IOException, InterruptedException {
        return HTTP.send(request, BodyHandlers.ofString()).body();
    }

    Proc proc() {
        return new Proc(process.toHandle());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
