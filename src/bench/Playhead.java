import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private static final int RECORDINGS = 4;

    private final Path root;
    private final Path work;
    private List<Recording> recordings = List.of();

    /** @param target of its media @param file where they lie, its name as from the folder of recordings */
    record Recording(String target, Path file) {}

    Playhead(Path root, Path work) {
        this.root = root;
        this.work = work;
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

    /** @param options for Java, after those of the image */
    Server start(String... options) throws IOException, InterruptedException {
        Path app = work.resolve("app");
        Path jar;
        try (Stream<Path> files = Files.list(app)) {
            jar = files.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
        }
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "@" + root.resolve("src/image/java.args"),
                "-XX:AOTCache=" + work.resolve("playhead.aot")));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-jar",
                jar.toString(),
                "--playhead.data=" + data(),
                "--server.port=" + PORT,
                "--management.server.port=" + (PORT + 1)));
        return new Server(command, work.resolve("playhead.log"), firstQuestion());
    }

    /** A range where there is a recording to ask for: token, row and file must be looked up for it. */
    private java.net.http.HttpRequest firstQuestion() throws IOException {
        return recordings.isEmpty()
                ? Server.get(management("/actuator/health/readiness"))
                : Server.get(
                        url(recordings.getFirst().target()), "X-Auth-Token", token(), "Range", "bytes=0-1023");
    }

    private static String management(String path) {
        return "http://127.0.0.1:" + (PORT + 1) + path;
    }

    static String url(String target) {
        return "http://127.0.0.1:" + PORT + target;
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
        String calls = Server.body(Server.get(url("/1.0/cdr?limit=100&recurse=true"), "X-Auth-Token", token()));
        List<Recording> found = new ArrayList<>();
        for (JsonNode call : JsonMapper.shared().readTree(calls).path("items")) {
            for (JsonNode recording : call.path("recordings")) {
                String uuid = recording.path("uuid").asString();
                file(uuid + ".wav").ifPresent(file -> found.add(new Recording(
                        "/1.0/cdr/" + call.path("id").asInt() + "/recordings/" + uuid + "/media", file)));
            }
        }
        return List.copyOf(found.subList(0, RECORDINGS));
    }

    private java.util.Optional<Path> file(String name) throws IOException {
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
