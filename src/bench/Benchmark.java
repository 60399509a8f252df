import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Started by {@code src/bench/run}, which says what it does. */
final class Benchmark {

    private static final String BEGIN = "<!-- the benchmark writes from here -->";
    private static final String END = "<!-- to here -->";
    /** Of the heap; direct memory may be as much. */
    private static final String HEAP = "-Xmx256m";

    private final Path root;
    private final Path work;
    private final List<String> options;
    private final boolean quick;
    private final Report report = new Report();

    Benchmark(Path root, Path work, List<String> options) {
        this.root = root;
        this.work = work;
        this.options = options;
        this.quick = options.contains("--quick");
    }

    public static void main(String[] arguments) throws Exception {
        List<String> options = Arrays.asList(arguments).subList(2, arguments.length);
        new Benchmark(Path.of(arguments[0]), Path.of(arguments[1]), options).run();
    }

    private boolean wants(String part) {
        int only = options.indexOf("--only");
        return only < 0 || options.get(only + 1).equals(part);
    }

    private static void say(String what) {
        System.err.println(what);
    }

    private void run() throws Exception {
        report.machine(LocalDate.now() + (quick ? ", with `--quick`" : ""), machine(), programs());
        Playhead playhead = new Playhead(root, work);
        say("filling the demonstration");
        playhead.prepare();
        if (wants("start")) {
            start(playhead);
        }
        if (wants("load")) {
            load(playhead);
        }
        if (wants("readers")) {
            readers(playhead);
        }
        String text = report.text();
        System.out.println(text);
        if (options.contains("--keep")) {
            keep(text);
        }
    }

    /** With the heap that Java chooses, as the image starts. */
    private void start(Playhead playhead) throws Exception {
        say("starting");
        List<Double> starts = new ArrayList<>();
        List<Double> memory = new ArrayList<>();
        for (int round = 0; round < (quick ? 1 : 5); round++) {
            Thread.sleep(3000); // until what ran before has ended
            try (Server server = playhead.start()) {
                starts.add(server.start.toMillis() / 1000.0);
                Thread.sleep(5000);
                memory.add((double) server.proc().rss());
            }
        }
        report.goal("start to first answer, with AOT cache", middle(starts), "≤", 4, " s");
        report.goal("memory (RSS of Java), idle", middle(memory), "≤", 220, " MB");
    }

    private static double middle(List<Double> figures) {
        return Measured.middle(figures.stream().mapToDouble(Double::doubleValue));
    }

    private void load(Playhead playhead) throws Exception {
        List<Path> files = playhead.recordings().stream().map(Playhead.Recording::file).toList();
        try (Server server = playhead.start(HEAP);
                Others others = new Others(work, playhead.folder(), files)) {
            List<Contender> contenders = new ArrayList<>(List.of(playhead.contender(server)));
            contenders.addAll(quick ? others.contenders().subList(0, 3) : others.contenders());
            List<Measured> cases = cases();
            warm(contenders.getFirst());
            for (Measured one : cases) {
                measure(one, contenders);
            }
            report.load(cases, contenders.stream().map(Contender::name).toList());
            cases.stream().filter(one -> one.connections == 16).forEach(this::goals);
            report.goal("memory (RSS) after the load, `" + HEAP + "`", server.proc().rss(), "≤", 450, " MB");
        }
    }

    private List<Measured> cases() {
        List<Measured> cases = new ArrayList<>();
        for (int connections : quick ? new int[] {16} : new int[] {16, 128}) {
            cases.add(new Measured("1 KiB range", 1024, connections));
            cases.add(new Measured("64 KiB range", 65536, connections));
            cases.add(new Measured("whole 20 MB", 0, connections));
        }
        return cases;
    }

    /** A program that has just started is still being compiled: until three more runs in a row make it no faster. */
    private void warm(Contender playhead) throws Exception {
        for (int length : new int[] {65536, 1024, 0}) {
            say("warming up");
            double best = Double.MAX_VALUE;
            int since = 0;
            for (int run = 0; run < (quick ? 5 : 30) && since < (quick ? 2 : 3); run++) {
                double cpu = Sample.take(playhead, script(), length, 16, quick ? 1 : 3).cpuPerRequest();
                since = cpu < 0.97 * best ? 0 : since + 1;
                best = Math.min(best, cpu);
            }
        }
    }

    private Path script() {
        return root.resolve("src/bench/ranges.lua");
    }

    private void measure(Measured one, List<Contender> contenders) throws Exception {
        int rounds = quick ? 3 : 9;
        for (int round = 0; round < rounds; round++) {
            say("%s, %d connections, round %d of %d".formatted(one.title, one.connections, round + 1, rounds));
            Sample[] samples = new Sample[contenders.size()];
            for (int turn = 0; turn < samples.length; turn++) {
                int turned = (turn + round) % samples.length;
                int at = round % 2 == 0 ? turned : samples.length - 1 - turned; // not always after the same one
                samples[at] = Sample.take(contenders.get(at), script(), one.length, one.connections, quick ? 1 : 2);
            }
            one.add(List.of(samples));
        }
    }

    /** Contender 0 is Playhead, 1 nginx as Debian has it, 3 nginx that asks for permission. */
    private void goals(Measured one) {
        double throughput = one.ratio(0, 1, one::throughput);
        double cpu = one.ratio(0, 1, one::cpu);
        switch (one.length) {
            case 1024 -> {
                report.goal("1 KiB: CPU ÷ nginx", cpu, "≤", 1.8, "");
                report.goal("1 KiB: requests ÷ nginx", throughput, "≥", 0.6, "");
            }
            case 65536 -> {
                report.goal("64 KiB: CPU ÷ nginx", cpu, "≤", 1.35, "");
                report.goal("64 KiB: requests ÷ nginx", throughput, "≥", 0.8, "");
                report.goal("64 KiB: requests ÷ `auth_request`", one.ratio(0, 3, one::throughput), "≥", 1.35, "");
            }
            default -> {
                report.goal("20 MB: bytes ÷ nginx", throughput, "≥", 0.97, "");
                report.goal("20 MB: CPU a byte ÷ nginx", cpu, "≤", 1, "");
            }
        }
        report.goal("%s: errors".formatted(one.title), one.errors(0), "≤", 0, "");
    }

    private void readers(Playhead playhead) throws Exception {
        int count = quick ? 500 : 5000;
        int seconds = quick ? 5 : 30;
        say(count + " slow readers");
        try (Server server = playhead.start(HEAP)) {
            SlowReaders.Outcome outcome = SlowReaders.run(playhead, server.proc(), count, seconds);
            String who = "%,d readers at 16 KB/s for %d s, `%s`: ".formatted(count, seconds, HEAP);
            report.goal(who + "failed", outcome.failed(), "≤", 0, "");
            report.goal(who + "memory (RSS), peak", outcome.peak(), "≤", 450, " MB");
            report.goal(who + "descriptors of one file", outcome.descriptors(), "=", 1, "");
        }
    }

    private static String machine() throws IOException {
        String processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("an unknown processor");
        String load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        return "%d processors (%s), Linux %s, load %s at the start"
                .formatted(Runtime.getRuntime().availableProcessors(), processor, System.getProperty("os.version"), load);
    }

    private static String programs() throws IOException, InterruptedException {
        return "JDK %s, %s, Caddy %s"
                .formatted(Runtime.version(), version("nginx", "-v").replace("nginx version: ", ""), version("caddy", "version"));
    }

    private static String version(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String version = new String(process.getInputStream().readAllBytes()).strip().lines().findFirst().orElse("?");
        process.waitFor();
        return version;
    }

    private void keep(String text) throws IOException {
        Path page = root.resolve("src/docs/performance.md");
        String before = Files.readString(page);
        int from = before.indexOf(BEGIN) + BEGIN.length();
        int to = before.indexOf(END);
        Files.writeString(page, before.substring(0, from) + "\n\n" + text + "\n" + before.substring(to));
    }
}
