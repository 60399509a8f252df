import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** Started by {@code src/bench/objects}, which says what it does. */
final class ObjectSpeed {

    private static final String HEAP = "-Xmx256m";
    private static final int RANGE = 64 << 10;
    private static final int LISTENERS = 1000;
    private static final int SERVER = Playhead.PORT + 40;
    private static final String KEY_ID = "bench";
    private static final String SECRET = UUID.randomUUID().toString();
    private static final String BUCKET = "recordings";

    private final Playhead playhead;
    private final boolean quick;
    private final Report report = new Report();
    private final List<String> keys = new ArrayList<>();
    private final S3AsyncClient direct = S3AsyncClient.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + SERVER))
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY_ID, SECRET)))
            .build();

    private ObjectSpeed(Playhead playhead, boolean quick) {
        this.playhead = playhead;
        this.quick = quick;
    }

    public static void main(String[] arguments) throws Exception {
        boolean quick = List.of(arguments).contains("--quick");
        Path root = Path.of(arguments[0]);
        Path work = Path.of(arguments[1]);
        Process server = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx512m",
                        "-cp",
                        arguments[2],
                        root.resolve("src/bench/ObjectServer.java").toString(),
                        "" + SERVER,
                        KEY_ID,
                        SECRET)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("objects.log").toFile())
                .start();
        try {
            new ObjectSpeed(new Playhead(root, work), quick).run();
        } finally {
            server.destroy();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        playhead.prepare();
        try (Server host = playhead.start(HEAP)) {
            move();
            try (Server measured = playhead.beside(
                    1,
                    playhead.fileOfTokens(),
                    "-Daws.accessKeyId=" + KEY_ID,
                    "-Daws.secretAccessKey=" + SECRET,
                    HEAP,
                    "--playhead.storage.s3.endpoint=http://127.0.0.1:" + SERVER,
                    "--playhead.storage.s3.path-style=true",
                    "--playhead.storage.s3.buckets[0].name=" + BUCKET)) {
                measure();
                listen(measured);
            }
        }
        System.out.println(LocalDate.now() + ", " + Runtime.getRuntime().availableProcessors() + " processors\n");
        System.out.println(report.text());
    }

    /** The long recordings, from disk to the server. */
    private void move() throws Exception {
        for (int tries = 0; !isUp(); tries++) {
            if (tries > 100) {
                throw new IllegalStateException("no S3 server");
            }
            Thread.sleep(100);
        }
        direct.createBucket(request -> request.bucket(BUCKET)).join();
        String port = Files.readString(playhead.folder().resolveSibling("postgres-port")).strip();
        String password =
                Files.readString(playhead.folder().resolveSibling("postgres-password")).strip();
        try (Connection database = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", password);
                PreparedStatement update =
                        database.prepareStatement("UPDATE call_logd_recording SET path = ? WHERE path LIKE ?")) {
            for (Playhead.Recording recording : playhead.recordings()) {
                String key = recording.file().getFileName().toString();
                direct.putObject(
                                request -> request.bucket(BUCKET).key(key),
                                AsyncRequestBody.fromFile(playhead.folder().resolve(recording.file())))
                        .join();
                update.setString(1, "s3://" + BUCKET + "/" + key);
                update.setString(2, "%/" + key);
                if (update.executeUpdate() != 1) {
                    throw new IllegalStateException("no row of " + key);
                }
                keys.add(key);
            }
        }
    }

    private static boolean isUp() {
        try (Socket socket = new Socket("127.0.0.1", SERVER)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private void measure() throws Exception {
        List<Double> whole = new ArrayList<>();
        List<Double> mine = new ArrayList<>();
        List<Double> its = new ArrayList<>();
        int rounds = quick ? 3 : 9;
        long warm = System.nanoTime() + Duration.ofSeconds(quick ? 40 : 120).toNanos();
        for (int round = 0; round < rounds; round += System.nanoTime() > warm ? 1 : 0) {
            double through = seconds(quick ? 4 : 10, this::wholeThrough);
            double directly = seconds(quick ? 4 : 10, this::wholeDirectly);
            double range = seconds(quick ? 50 : 200, this::rangeThrough);
            double answer = seconds(quick ? 50 : 200, this::rangeDirectly);
            if (System.nanoTime() > warm) {
                whole.add(directly / through);
                mine.add(range * 1000);
                its.add(answer * 1000);
            }
        }
        double answer = Measured.middle(its.stream().mapToDouble(it -> it));
        report.goal("whole 20 MB ÷ the same library directly", middle(whole), "≥", 0.55, "");
        report.goal("64 KiB range, whole answer, p50 of rounds", middle(mine), "≤", 1.3 * answer + 2, " ms");
        report.goal("the server's own answer to such a range (no goal)", answer, "≥", 0, " ms");
    }

    private static double middle(List<Double> figures) {
        return Measured.middle(figures.stream().mapToDouble(it -> it));
    }

    private interface Step {

        void take(int number) throws Exception;
    }

    /** For one. */
    private static double seconds(int times, Step step) throws Exception {
        long begun = System.nanoTime();
        for (int number = 0; number < times; number++) {
            step.take(number);
        }
        return (System.nanoTime() - begun) / 1e9 / times;
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final Random random = new Random(1);
    private final byte[] into = new byte[256 << 10];

    private void wholeThrough(int number) throws Exception {
        ask(number, "bytes=0-");
    }

    private void rangeThrough(int number) throws Exception {
        int start = random.nextInt(20_000_000 - RANGE);
        ask(number, "bytes=" + start + "-" + (start + RANGE - 1));
    }

    private void ask(int number, String range) throws Exception {
        Playhead.Recording recording = playhead.recordings().get(number % keys.size());
        String request = "GET " + recording.target() + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Auth-Token: "
                + playhead.token() + "\r\nRange: " + range + "\r\n\r\n";
        try (Socket socket = new Socket("127.0.0.1", Playhead.PORT + 2)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            int count = in.read(into);
            if (!new String(into, 0, Math.max(0, count), StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 206")) {
                throw new IllegalStateException("not answered with a range");
            }
            long octets = 0;
            for (; count >= 0; count = in.read(into)) {
                octets += count;
            }
            if (octets < (range.endsWith("-") ? 20_000_000 : RANGE)) {
                throw new IllegalStateException("answered with " + octets + " octets");
            }
        }
    }

    private void wholeDirectly(int number) throws Exception {
        directly(number, "bytes=0-");
    }

    private void rangeDirectly(int number) throws Exception {
        int start = random.nextInt(20_000_000 - RANGE);
        directly(number, "bytes=" + start + "-" + (start + RANGE - 1));
    }

    private void directly(int number, String range) throws Exception {
        String key = keys.get(number % keys.size());
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<?> asked = direct.getObject(
                        request -> request.bucket(BUCKET).key(key).range(range), AsyncResponseTransformer.toPublisher())
                .thenAccept(body -> body.subscribe(new Discarding(end)));
        asked.join();
        end.await();
    }

    private record Discarding(CountDownLatch end) implements Subscriber<ByteBuffer> {

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ByteBuffer octets) {
            // as they come
        }

        @Override
        public void onError(Throwable failure) {
            failure.printStackTrace();
            System.exit(1);
        }

        @Override
        public void onComplete() {
            end.countDown();
        }
    }

    private void listen(Server measured) throws Exception {
        int seconds = quick ? 10 : 600;
        double[] most = {0};
        Thread watch = Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    most[0] = Math.max(most[0], buffered());
                    Thread.sleep(500);
                }
            } catch (Exception over) {
                // with the listeners
            }
        });
        double before = measured.proc().cpu();
        long begun = System.nanoTime();
        SlowReaders.Outcome outcome = SlowReaders.run(playhead, 1, measured.proc(), LISTENERS, seconds);
        double processors = (measured.proc().cpu() - before) / (System.nanoTime() - begun) * 1e9;
        watch.interrupt();
        String who = "%,d listeners at 16 KB/s for %d s, `%s`: ".formatted(LISTENERS, seconds, HEAP);
        report.goal(who + "failed", outcome.failed(), "≤", 0, "");
        report.goal(who + "asked for and not passed on, at most", most[0] / (1 << 20), "≤", 128, " MiB");
        report.goal(who + "processors, with their starts (no goal)", processors, "≥", 0, "");
        report.goal(who + "memory (RSS), peak (no goal)", outcome.peak(), "≥", 0, " MB");
    }

    private double buffered() throws Exception {
        HttpRequest scrape = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + (Playhead.PORT + 3) + "/actuator/prometheus"))
                .build();
        String meters = http.send(scrape, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                .body();
        return meters.lines()
                .filter(line -> line.startsWith("playhead_storage_s3_buffered_bytes "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }
}
