import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Started by {@code src/bench/outage}, which says what it does. Of sixteen clients that ask for ranges twelve have
 * two hundred tokens that are known, and four a new one each time.
 */
final class AuthorityOutage {

    private static final String HEAP = "-Xmx256m";
    private static final int CLIENTS = 16;
    private static final int TOKENS = 200;
    private static final int WARM_SECONDS = 20;
    private static final int AFTER_SECONDS = 15;
    private static final long PAUSE = 4;

    private final Path root;
    private final Path work;
    private final int seconds;
    private final List<String> known =
            Stream.generate(() -> UUID.randomUUID().toString()).limit(TOKENS).toList();

    private AuthorityOutage(Path root, Path work, int seconds) {
        this.root = root;
        this.work = work;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        boolean quick = List.of(arguments).contains("--quick");
        new AuthorityOutage(Path.of(arguments[0]), Path.of(arguments[1]), quick ? 15 : 60).run();
        System.exit(0);
    }

    private interface Away {
        void begin() throws IOException;
    }

    private void run() throws Exception {
        Playhead playhead = new Playhead(root, work);
        playhead.prepare();
        System.out.printf("%s, %d clients, %d tokens, away for %d s%n", LocalDate.now(), CLIENTS, TOKENS, seconds);
        try (WazoStandIn wazo = new WazoStandIn();
                Server host = playhead.start(HEAP);
                Server asking = playhead.beside(
                        1,
                        List.of(
                                "--playhead.access.authority=wazo-auth",
                                "--playhead.access.wazo-auth.host=127.0.0.1",
                                "--playhead.access.wazo-auth.port=" + wazo.port(),
                                "--playhead.access.wazo-auth.username=playhead",
                                "--playhead.access.wazo-auth.password=playhead",
                                // few enough to be full before it goes away
                                "--playhead.access.wazo-auth.decisions=1000"),
                        HEAP)) {
            List<String> targets =
                    playhead.recordings().stream().map(Playhead.Recording::target).toList();
            // once for the compiler, so that what grows afterwards is not its code
            away(new Load(Playhead.PORT + 2, targets, known), asking, wazo, wazo::leave, 5);
            print("connections are refused", away(new Load(Playhead.PORT + 2, targets, known), asking, wazo, wazo::leave, seconds));
            print("no answer ever comes", away(new Load(Playhead.PORT + 2, targets, known), asking, wazo, wazo::fallSilent, seconds));
        }
    }

    /** What Linux and Java tell of the process. @param heap live octets, in KB */
    private record State(int threads, int sockets, long heap, long rss) {

        static State of(Server server) throws Exception {
            long pid = server.proc().process().pid();
            String status = Files.readString(Path.of("/proc", "" + pid, "status"));
            int threads = Integer.parseInt(status.split("Threads:")[1].strip().split("\\s")[0]);
            return new State(threads, sockets(pid), heap(pid), server.proc().rss());
        }

        private static int sockets(long pid) throws IOException {
            try (Stream<Path> descriptors = Files.list(Path.of("/proc", "" + pid, "fd"))) {
                return (int) descriptors
                        .filter(descriptor -> {
                            try {
                                return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
                            } catch (IOException closedMeanwhile) {
                                return false;
                            }
                        })
                        .count();
            }
        }

        /** Of what is reachable: the histogram collects first. */
        private static long heap(long pid) throws Exception {
            Process jcmd = new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/jcmd", "" + pid, "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String total = output.lines().filter(line -> line.startsWith("Total")).findFirst().orElseThrow();
            return Long.parseLong(total.strip().split("\\s+")[2]) / 1024;
        }
    }

    /** @param recovery from when it was back until a token was let in that nobody knew, in milliseconds */
    private record Outcome(Load load, State before, State during, State after, long recovery) {}

    private static Outcome away(Load load, Server server, WazoStandIn wazo, Away how, int seconds) throws Exception {
        load.start();
        Thread.sleep(WARM_SECONDS * 1000L);
        State before = State.of(server);
        load.phase(1);
        how.begin();
        Thread.sleep(seconds * 700L);
        State during = State.of(server);
        Thread.sleep(seconds * 300L);
        load.phase(2);
        wazo.comeBack();
        long back = System.nanoTime();
        while (load.once(UUID.randomUUID().toString()) != 206) {
            Thread.sleep(10);
        }
        long recovery = (System.nanoTime() - back) / 1_000_000;
        load.phase(3);
        Thread.sleep(AFTER_SECONDS * 1000L);
        State after = State.of(server);
        load.stop();
        return new Outcome(load, before, during, after, recovery);
    }

    private void print(String how, Outcome outcome) {
        Load load = outcome.load;
        long[] refused = load.latencies(1, 503);
        System.out.printf("%n### Away: %s%n%n", how);
        System.out.println("| | before | away | after |");
        System.out.println("| --- | --- | --- | --- |");
        System.out.printf("| served | %,d | %,d | %,d |%n", load.count(0, 206), load.count(1, 206), load.count(3, 206));
        System.out.printf("| 503 | %,d | %,d | %,d |%n", load.count(0, 503), refused.length, load.count(3, 503));
        System.out.printf("| anything else | %,d | %,d | %,d |%n", load.others(0), load.others(1), load.others(3));
        row("threads", outcome.before.threads, outcome.during.threads, outcome.after.threads);
        row("sockets", outcome.before.sockets, outcome.during.sockets, outcome.after.sockets);
        row("live heap, KB", outcome.before.heap, outcome.during.heap, outcome.after.heap);
        row("RSS, MB", outcome.before.rss, outcome.during.rss, outcome.after.rss);
        System.out.printf(
                "%n503: p50 %.1f ms, p99 %.1f ms, longest %.0f ms; the last was served from what is kept %.1f s after the"
                        + " beginning; back %d ms after it answered again.%n",
                at(refused, 0.5), at(refused, 0.99), at(refused, 1), load.lastServed(1), outcome.recovery);
    }

    private static void row(String name, long before, long during, long after) {
        System.out.printf("| %s | %,d | %,d | %,d |%n", name, before, during, after);
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1e6;
    }

    /** Clients that ask, each over a connection of its own, one request after another. */
    private static final class Load {

        private final int port;
        private final List<String> targets;
        private final List<String> known;
        private final List<Thread> clients = new ArrayList<>();
        private final List<Answer> answers = new ArrayList<>();
        private final long[] begun = new long[4];
        private volatile int phase;
        private volatile boolean over;

        /** @param phase in which it was asked for: before, while it is away, until it is back, after */
        private record Answer(int phase, int status, long asked, long nanos) {}

        Load(int port, List<String> targets, List<String> known) {
            this.port = port;
            this.targets = targets;
            this.known = known;
        }

        void start() {
            for (int client = 0; client < CLIENTS; client++) {
                int number = client;
                clients.add(Thread.ofPlatform().start(() -> ask(number)));
            }
        }

        void phase(int next) {
            begun[next] = System.nanoTime();
            phase = next;
        }

        void stop() throws InterruptedException {
            over = true;
            for (Thread client : clients) {
                client.join();
            }
        }

        private void ask(int client) {
            List<Answer> mine = new ArrayList<>();
            try (Connection connection = new Connection(port)) {
                for (int number = client; !over; number++) {
                    String token = client % 4 == 0 ? UUID.randomUUID().toString() : known.get(number % TOKENS);
                    int asked = phase;
                    long begin = System.nanoTime();
                    int status = connection.get(targets.get(number % targets.size()), token);
                    // whom the outage has caught on the way is of the outage
                    mine.add(new Answer(asked == 0 ? phase : asked, status, begin, System.nanoTime() - begin));
                    Thread.sleep(PAUSE);
                }
            } catch (IOException | InterruptedException broken) {
                System.err.println("a client gave up: " + broken);
            }
            synchronized (answers) {
                answers.addAll(mine);
            }
        }

        int once(String token) throws IOException {
            try (Connection connection = new Connection(port)) {
                return connection.get(targets.getFirst(), token);
            }
        }

        long count(int of, int status) {
            return answers.stream().filter(answer -> answer.phase == of && answer.status == status).count();
        }

        long others(int of) {
            return answers.stream().filter(answer -> answer.phase == of).count() - count(of, 206) - count(of, 503);
        }

        long[] latencies(int of, int status) {
            long[] all = answers.stream()
                    .filter(answer -> answer.phase == of && answer.status == status)
                    .mapToLong(Answer::nanos)
                    .toArray();
            Arrays.sort(all);
            return all;
        }

        /** Seconds from the beginning of the phase. */
        double lastServed(int of) {
            return answers.stream()
                            .filter(answer -> answer.phase == of && answer.status == 206)
                            .mapToLong(answer -> answer.asked - begun[of])
                            .max()
                            .orElse(0)
                    / 1e9;
        }
    }

    /** HTTP/1.1, as far as it is needed. */
    private static final class Connection implements AutoCloseable {

        private final Socket socket;
        private final InputStream in;

        Connection(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        }

        int get(String target, String token) throws IOException {
            socket.getOutputStream().write(("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nX-Auth-Token: " + token
                            + "\r\nRange: bytes=0-1023\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            String head = head();
            int length = head.toLowerCase().lines()
                    .filter(line -> line.startsWith("content-length:"))
                    .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                    .findFirst()
                    .orElse(0);
            in.readNBytes(length);
            return Integer.parseInt(head.substring(9, 12));
        }

        private String head() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
                int octet = in.read();
                if (octet < 0) {
                    throw new IOException("the connection was closed");
                }
                head.append((char) octet);
            }
            return head.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
