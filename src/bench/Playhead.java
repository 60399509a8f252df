import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The packaged Playhead, unpacked and with its AOT cache, as the image runs it: out of the box, with the demonstration's
 * access, rows and database in place; only that some recordings are replaced by long ones.
 */
final class Playhead {

    static final int PORT = 19298;
    private static final int LENGTH = 20 * 1024 * 1024;
    private static final int USUAL = 4;

    private final Path root;
    private final Path work;
    private final int most;
    private List<Recording> recordings = List.of();

    /** @param target of its media @param file where they lie, its name as from the folder of recordings */
    record Recording(String target, Path file) {}

    Playhead(Path root, Path work) {
        this(root, work, USUAL);
    }

    /** @param most recordings that are made long, of those that the demonstration has */
    Playhead(Path root, Path work, int most) {
        this.root = root;
        this.work = work;
        this.most = most;
    }

    private Path data() {
        return work.resolve("data");
    }

    Path folder() {
        return data().resolve("recordings");
    }

    List<Recording> recordings() {
        return recordings;
    }

    String token() throws IOException {
        return Files.readString(data().resolve("demo-token")).strip();
    }

    /** From the folder in which the cache was trained, which knows the jar by that name. @param options for Java */
    Server start(String... options) throws IOException, InterruptedException {
        return start(0, List.of("--playhead.data=" + data()), options);
    }

    /**
     * Another one on the first one's database and recordings.
     *
     * @param at ports after the first one's, two by two
     * @param access its authority
     * @param options for Java and for the program
     */
    Server beside(int at, List<String> access, String... options) throws IOException, InterruptedException {
        return beside(at, "postgres", access, options);
    }

    /** @param database of the same server */
    Server beside(int at, String database, List<String> access, String... options)
            throws IOException, InterruptedException {
        List<String> settings = new ArrayList<>(settings(database));
        settings.add("--playhead.access.secret-file=" + data().resolve("secret"));
        settings.addAll(access);
        return start(at, settings, options);
    }

    /** Of the first one's recordings, and of a database on its server. */
    List<String> settings(String database) throws IOException {
        return List.of(
                "--playhead.database.url=postgresql://127.0.0.1:" + kept("postgres-port") + "/" + database,
                "--playhead.database.username=postgres",
                "--playhead.database.password=" + kept("postgres-password"),
                "--playhead.storage.disk.roots[0].path=" + folder());
    }

    List<String> fileOfTokens() {
        return List.of(
                "--playhead.access.authority=static",
                "--playhead.access.static.file=" + data().resolve("access.yaml"));
    }

    private String kept(String name) throws IOException {
        return Files.readString(data().resolve(name)).strip();
    }

    private Server start(int at, List<String> settings, String... options) throws IOException, InterruptedException {
        Path unpacked = root.resolve("target/bench");
        Path app = unpacked.resolve("app");
        Path jar = jar(root);
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "@" + root.resolve("src/image/java.args"),
                "@" + root.resolve("src/image/memory.args"),
                "-XX:AOTCache=" + unpacked.resolve("playhead.aot"),
                "-XX:AOTMode=on"));
        List.of(options).stream().filter(option -> !option.startsWith("--")).forEach(command::add);
        command.addAll(List.of("-jar", jar.getFileName().toString()));
        command.addAll(settings);
        List.of(options).stream().filter(option -> option.startsWith("--")).forEach(command::add);
        command.addAll(List.of(
                "--server.port=" + port(at), "--management.server.port=" + (port(at) + 1)));
        return new Server(command, app, work.resolve("playhead-" + at + ".log"), firstQuestion(port(at)));
    }

    /** Unpacked, beside its libraries. */
    static Path jar(Path root) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("target/bench/app"))) {
            return files.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
        }
    }

    private static int port(int at) {
        return PORT + 2 * at;
    }

    /** A range where there is a recording to ask for: token, row and file must be looked up for it. */
    private Server.Question firstQuestion(int port) throws IOException {
        return recordings.isEmpty()
                ? new Server.Question(port + 1, "/actuator/health/readiness")
                : new Server.Question(
                        port, recordings.getFirst().target(), "X-Auth-Token: " + token(), "Range: bytes=0-1023");
    }

    static String url(String target) {
        return url(0, target);
    }

    /** @param at as of one that is beside the first */
    static String url(int at, String target) {
        return "http://127.0.0.1:" + port(at) + target;
    }

    /** Runs once to make the demonstration, then puts long recordings in the places of its WAVs. */
    void prepare() throws IOException, InterruptedException {
        try (Server first = start()) {
            while (!Files.exists(data().resolve("demonstration"))) {
                Thread.sleep(100);
            }
            recordings = found();
        }
        byte[] wave = wave();
        for (Recording recording : recordings) {
            Path file = folder().resolve(recording.file());
            Path longer = Files.write(file.resolveSibling("longer"), wave);
            Files.move(longer, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private List<Recording> found() throws IOException, InterruptedException {
        HttpRequest list = HttpRequest.newBuilder(URI.create(url("/1.0/cdr?limit=100&recurse=true")))
                .header("X-Auth-Token", token())
                .build();
        String calls;
        try (HttpClient http = HttpClient.newHttpClient()) {
            calls = http.send(list, HttpResponse.BodyHandlers.ofString()).body();
        }
        List<Recording> found = new ArrayList<>();
        for (JsonNode call : JsonMapper.shared().readTree(calls).path("items")) {
            for (JsonNode recording : call.path("recordings")) {
                String uuid = recording.path("uuid").asString();
                file(uuid + ".wav").ifPresent(file -> found.add(new Recording(
                        "/1.0/cdr/" + call.path("id").asInt() + "/recordings/" + uuid + "/media", file)));
            }
        }
        return List.copyOf(found.subList(0, Math.min(most, found.size())));
    }

    private Optional<Path> file(String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder())) {
            return files.filter(file -> file.endsWith(name)).map(folder()::relativize).findFirst();
        }
    }

    /** Noise of 16-bit PCM at 8 kHz. */
    private static byte[] wave() {
        byte[] noise = new byte[LENGTH - 44];
        new Random(1).nextBytes(noise);
        ByteBuffer head = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
        head.put("RIFF".getBytes()).putInt(36 + noise.length).put("WAVEfmt ".getBytes());
        head.putInt(16).putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16000);
        head.putShort((short) 2).putShort((short) 16).put("data".getBytes()).putInt(noise.length);
        ByteArrayOutputStream wave = new ByteArrayOutputStream(LENGTH);
        wave.writeBytes(head.array());
        wave.writeBytes(noise);
        return wave.toByteArray();
    }

    Contender contender(Server server) throws IOException {
        return new Contender(
                "Playhead",
                url(""),
                recordings.stream().map(Recording::target).toList(),
                Map.of("X-Auth-Token", token()),
                server.proc());
    }
}
