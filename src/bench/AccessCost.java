import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Started by {@code src/bench/access}, which says what it does. A Playhead out of the box has the database and is not
 * measured; beside it are one without a listen log, one with it, and one that asks a wazo-auth, which is stood in for.
 */
final class AccessCost {

    private static final String HEAP = "-Xmx256m";
    private static final int LENGTH = 65536;
    private static final int CONNECTIONS = 16;

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
        try (WazoStandIn wazo = new WazoStandIn();
                Server host = playhead.start(HEAP);
                Server plain = playhead.beside(1, playhead.fileOfTokens(), "--playhead.audit.enabled=false", HEAP);
                Server listen = playhead.beside(2, playhead.fileOfTokens(), "--playhead.audit.enabled=true", HEAP);
                Server asking = playhead.beside(
                        3,
                        List.of(
                                "--playhead.access.authority=wazo-auth",
                                "--playhead.access.wazo-auth.host=127.0.0.1",
                                "--playhead.access.wazo-auth.port=" + wazo.port(),
                                "--playhead.access.wazo-auth.username=playhead",
                                "--playhead.access.wazo-auth.password=playhead",
                                // longer than a run, shorter than the pause until the next
                                "--playhead.access.wazo-auth.cache=4s"),
                        "--playhead.audit.enabled=false",
                        HEAP)) {
            List<Contender> contenders = List.of(
                    contender(playhead, "static authority", 1, plain, false),
                    contender(playhead, "ticket", 1, plain, true),
                    contender(playhead, "listen log", 2, listen, false),
                    contender(playhead, "wazo-auth", 3, asking, false));
            for (int turn = 0; turn < (quick ? 2 : 12); turn++) {
                for (Contender one : contenders) {
                    warm(one);
                    Sample.take(one, script(), LENGTH, CONNECTIONS, quick ? 1 : 2);
                }
            }
            print(contenders, measured(contenders));
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
                warm(contenders.get(at));
                samples[at] = Sample.take(contenders.get(at), script(), LENGTH, CONNECTIONS, quick ? 1 : 2);
            }
            measured.add(List.of(samples));
        }
        return measured;
    }

    /** Once for each recording, so that nothing has to be asked of an authority in the run. */
    private static void warm(Contender contender) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (String target : contender.targets()) {
                HttpRequest.Builder request =
                        HttpRequest.newBuilder(URI.create(contender.url() + target)).header("Range", "bytes=0-9");
                contender.headers().forEach(request::header);
                http.send(request.build(), HttpResponse.BodyHandlers.discarding());
            }
        }
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
}
