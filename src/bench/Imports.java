import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Started by {@code src/bench/import}, which says what it does. A Playhead out of the box has the database; the command runs
 * beside it, as an administrator runs it.
 */
final class Imports {

    private static final String HEAP = "-Xmx64m";
    private static final double GOAL = 2000;
    private static final int IN_A_FOLDER = 1000;
    private static final int FRAMES = 778;
    private static final Instant RECORDED = Instant.parse("2024-01-31T12:13:14Z");

    private final Path root;
    private final Path work;
    private final int files;

    private Imports(Path root, Path work, int files) {
        this.root = root;
        this.work = work;
        this.files = files;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> options = Arrays.asList(arguments);
        int at = options.indexOf("--files");
        int files = at < 0 ? 100_000 : Integer.parseInt(options.get(at + 1));
        new Imports(Path.of(arguments[0]), Path.of(arguments[1]), files).run();
        System.exit(0);
    }

    private void run() throws Exception {
        Playhead playhead = new Playhead(root, work);
        try (Server host = playhead.start("-Xmx256m")) {
            Path folder = fill(playhead.folder().resolve("import"));
            System.out.printf("%s, %,d files, `%s`:%n%n", LocalDate.now(), files, HEAP);
            System.out.println("| Run | Files | Time | Files a second | Goal | Reached | Memory (RSS), peak |");
            System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
            row("dry run", "≥ 2,000", playhead, folder, "--create-calls", "--dry-run");
            row("import, with a call for each", "≥ 2,000", playhead, folder, "--create-calls");
            row("again", "–", playhead, folder, "--create-calls");
        }
    }

    private Path fill(Path folder) throws IOException {
        byte[] wave = wave();
        for (int number = 0; number < files; number++) {
            Path in = folder.resolve(Integer.toString(number / IN_A_FOLDER));
            Files.createDirectories(in);
            Path file = in.resolve("in-100-5551234-20240131-121314-1706%06d.1.wav".formatted(number));
            Files.write(file, wave);
            Files.setLastModifiedTime(file, FileTime.from(RECORDED.plusSeconds(60)));
        }
        return folder;
    }

    private static byte[] wave() {
        return ByteBuffer.allocate(44 + 2 * FRAMES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(36 + 2 * FRAMES)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(8000)
                .putInt(16_000)
                .putShort((short) 2)
                .putShort((short) 16)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(2 * FRAMES)
                .array();
    }

    private void row(String title, String goal, Playhead playhead, Path folder, String... options) throws Exception {
        Path printed = work.resolve("report.jsonl");
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command(playhead, folder, options))
                .directory(root.resolve("target/bench/app").toFile())
                .redirectOutput(printed.toFile())
                .redirectError(work.resolve("progress").toFile())
                .start();
        long peak = 0;
        while (process.isAlive()) {
            peak = Math.max(peak, peak(process));
            Thread.sleep(50);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (process.exitValue() != 0) {
            throw new IllegalStateException(Files.readString(work.resolve("progress")));
        }
        JsonNode summary = summary(printed);
        double rate = summary.path("files").asLong() / seconds;
        System.out.printf(
                "| %s | %s | %.1f s | %,.0f | %s | %s | %d MB |%n",
                title,
                summary.path("outcomes"),
                seconds,
                rate,
                goal,
                goal.equals("–") ? "–" : rate >= GOAL ? "yes" : "**no**",
                peak);
    }

    private static long peak(Process process) {
        try {
            return new Proc(process.toHandle()).peak();
        } catch (RuntimeException ended) {
            return 0;
        }
    }

    private static JsonNode summary(Path printed) throws IOException {
        try (Stream<String> lines = Files.lines(printed)) {
            String last = lines.reduce((before, line) -> line).orElseThrow();
            return JsonMapper.builder().build().readTree(last).path("summary");
        }
    }

    /** With the start of Java: whoever imports waits for that too. */
    private List<String> command(Playhead playhead, Path folder, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                HEAP,
                "-jar",
                Playhead.jar(root).getFileName().toString(),
                "import",
                "--folder=" + folder,
                "--pattern=freepbx",
                "--tenant=2c34c282-433e-4bb8-8d56-fec14ff7e1e9",
                "--zone=UTC"));
        command.addAll(List.of(options));
        command.addAll(playhead.settings("postgres"));
        return command;
    }
}
