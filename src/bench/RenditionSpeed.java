import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Started by {@code src/bench/renditions}, which says what it does. */
final class RenditionSpeed {

    private static final String HEAP = "-Xmx256m";
    private static final int RECORDINGS = 14;
    private static final int PCM = 0;
    private static final int WARM = 1;
    private static final int WHOLE = 2;
    /** From here on nobody has asked for any of it before. */
    private static final int COLD = 3;
    /** Between the starts of two listeners, in milliseconds. */
    private static final int PAUSE = 50;

    private static final int HOURS = 2;
    private static final double SECONDS = HOURS * 3600.0;
    private static final List<String> FORMATS = List.of("wav", "mp3", "opus");

    private final Path root;
    private final Path work;
    private final boolean quick;
    private final Random random = new Random(7);
    private final Playhead playhead;
    private final HttpClient http = HttpClient.newHttpClient();

    private RenditionSpeed(Path root, Path work, boolean quick) {
        this.root = root;
        this.work = work;
        this.quick = quick;
        this.playhead = new Playhead(root, work, RECORDINGS);
    }

    public static void main(String[] arguments) throws Exception {
        boolean quick = List.of(arguments).contains("--quick");
        new RenditionSpeed(Path.of(arguments[0]), Path.of(arguments[1]), quick).run();
        System.exit(0);
    }

    private void run() throws Exception {
        playhead.prepare();
        Path gsm = speech("gsm.wav", HOURS * 3600, "-e", "gsm-full-rate");
        Path pcm = speech("pcm.wav", HOURS * 3600, "-e", "signed", "-b", "16");
        for (int at = 0; at < playhead.recordings().size(); at++) {
            place(at == PCM ? pcm : gsm, at);
        }
        System.out.printf("%s, two hours of speech, %s%n%n", LocalDate.now(), HEAP);
        System.out.println("| Case | Measured |");
        System.out.println("| --- | --- |");
        try (Server server = playhead.start(HEAP)) {
            warm();
            firstOctets();
            wholes(server.proc(), gsm);
            waveforms(pcm);
            listeners(server.proc());
            if (Chromium.isThere()) {
                seeks();
            }
        }
        heap(speech("short.wav", 120, "-e", "gsm-full-rate"));
    }

    /** Of the demonstration's longest recording, over and over. */
    private Path speech(String name, int seconds, String... encoding) throws Exception {
        Path file = work.resolve(name);
        List<String> command = new ArrayList<>(List.of("sox"));
        for (int time = 0; time < 4; time++) {
            command.add(root.resolve("src/main/resources/demo/recordings/board-meeting-gsm-31min.wav")
                    .toString());
        }
        command.addAll(Arrays.asList(encoding));
        command.addAll(List.of(file.toString(), "trim", "0", String.valueOf(seconds)));
        run(command);
        return file;
    }

    private static void run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command.getFirst() + " failed");
        }
    }

    private void place(Path recording, int at) throws IOException {
        Path target = playhead.folder().resolve(playhead.recordings().get(at).file());
        Path copy = Files.copy(recording, target.resolveSibling("copy-" + at), StandardCopyOption.REPLACE_EXISTING);
        Files.move(copy, target, StandardCopyOption.REPLACE_EXISTING);
    }

    private String media(int at, String format) {
        return playhead.recordings().get(at).target() + "?format=" + format;
    }

    /** Java has compiled what is measured when several hours have been encoded. */
    private void warm() throws Exception {
        for (int round = 0; round < 4; round++) {
            for (String format : List.of("wav", "wav", "mp3", "opus")) {
                read(media(WARM, format));
            }
        }
    }

    private void firstOctets() throws Exception {
        for (String format : FORMATS) {
            double[] times = new double[quick ? 30 : 200];
            for (int at = 0; at < times.length; at++) {
                times[at] = firstOctet(media(COLD + FORMATS.indexOf(format), format), random.nextDouble()) / 1e6;
            }
            Arrays.sort(times);
            row(
                    "first octet at a random place of GSM as " + format + ", p50 / p99",
                    "%.1f ms / %.1f ms",
                    times[times.length / 2],
                    times[times.length * 99 / 100]);
        }
    }

    /** A range that is open at its end, as players ask; in nanoseconds from the request to the first octet. */
    private long firstOctet(String target, double place) throws Exception {
        long length = length(target);
        long start = (long) (length * place);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Playhead.PORT)) {
            socket.setTcpNoDelay(true);
            long begun = System.nanoTime();
            ask(socket, target, start);
            skipHead(socket.getInputStream());
            if (socket.getInputStream().read() < 0) {
                throw new IllegalStateException("no octets: " + target);
            }
            return System.nanoTime() - begun;
        }
    }

    private void ask(Socket socket, String target, long start) throws IOException {
        String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nX-Auth-Token: " + playhead.token()
                + "\r\nRange: bytes=" + start + "-\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    private static void skipHead(InputStream in) throws IOException {
        String status = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
        if (!status.equals("HTTP/1.1 206")) {
            throw new IOException("not a range but " + status);
        }
        int newlines = 0;
        while (newlines < 4) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("closed within the head");
            }
            newlines = octet == '\r' || octet == '\n' ? newlines + 1 : 0;
        }
    }

    private long length(String target) throws Exception {
        HttpResponse<Void> answer = http.send(
                request(target).method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.discarding());
        require(answer.statusCode() == 200, target + " gives " + answer);
        return answer.headers().firstValueAsLong("Content-Length").orElseThrow();
    }

    private HttpRequest.Builder request(String target) throws IOException {
        return HttpRequest.newBuilder(URI.create(Playhead.url(target))).header("X-Auth-Token", playhead.token());
    }

    private void wholes(Proc server, Path gsm) throws Exception {
        double mp3 = 0;
        for (String format : FORMATS) {
            long length = length(media(WHOLE, format));
            double before = server.cpu();
            long begun = System.nanoTime();
            require(read(media(WHOLE, format)) == length, format + " is not as long as was said");
            double seconds = (System.nanoTime() - begun) / 1e9;
            double cpu = server.cpu() - before;
            mp3 = format.equals("mp3") ? cpu : mp3;
            row("whole GSM as " + format, "%,.0f × real time; %,.0f × a second of one processor", SECONDS / seconds, SECONDS / cpu);
        }
        long begun = System.nanoTime();
        double ffmpeg = ffmpeg(gsm);
        double wall = (System.nanoTime() - begun) / 1e6;
        row("ffmpeg to MP3 whole, one thread", "%,.0f × a second of one processor", SECONDS / ffmpeg);
        row("our MP3 against ffmpeg's, throughput of one processor", "%.2f", ffmpeg / mp3);
        double first = firstOctet(media(COLD, "mp3"), 0.8) / 1e6;
        row("first octet at 80 %% of the file, sooner than ffmpeg comes there", "%,.0f ×", 0.8 * wall / first);
    }

    private long read(String target) throws Exception {
        HttpResponse<InputStream> answer =
                http.send(request(target).build(), HttpResponse.BodyHandlers.ofInputStream());
        long octets = 0;
        try (InputStream in = answer.body()) {
            byte[] buffer = new byte[256 * 1024];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                octets += count;
            }
        }
        require(answer.statusCode() == 200, target + " gives " + answer);
        return octets;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** In seconds of a processor. */
    private double ffmpeg(Path gsm) throws Exception {
        Path timed = work.resolve("timed");
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "TIMEFORMAT='%U %S'; time ffmpeg -v error -nostdin -threads 1 -i " + gsm
                                + " -b:a 24k -y -f mp3 " + work.resolve("ffmpeg.mp3"))
                .redirectErrorStream(true)
                .redirectOutput(timed.toFile())
                .start();
        process.waitFor();
        return Arrays.stream(Files.readString(timed).strip().split(" ")).mapToDouble(Double::parseDouble).sum();
    }

    private void waveforms(Path pcm) throws Exception {
        String target = playhead.recordings().get(PCM).target().replaceFirst("/media$", "/waveform?width=1000");
        double[] fresh = new double[quick ? 5 : 15];
        for (int at = 0; at < fresh.length; at++) {
            place(pcm, PCM); // another modification time
            fresh[at] = millis(target);
        }
        row("waveform of PCM that has just come, p50", "%.0f ms", median(Arrays.copyOfRange(fresh, 2, fresh.length)));
        double[] kept = new double[200];
        for (int at = 0; at < kept.length; at++) {
            kept[at] = millis(target + "&from=" + at);
        }
        row("waveform that is kept, p50", "%.1f ms", median(kept));
    }

    private double millis(String target) throws Exception {
        long begun = System.nanoTime();
        read(target);
        return (System.nanoTime() - begun) / 1e6;
    }

    private static double median(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private void listeners(Proc server) throws Exception {
        int listeners = quick ? 100 : 400;
        int seconds = quick ? 15 : 60;
        long length = length(media(COLD, "mp3"));
        double before = server.cpu();
        int stalled = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int at = 0; at < listeners; at++) {
                String one = media(COLD + at % (playhead.recordings().size() - COLD), "mp3");
                long start = (long) (length * 0.9 * random.nextDouble());
                Thread.sleep(PAUSE);
                all.add(threads.submit(() -> stalls(one, start, length / SECONDS, seconds)));
            }
            for (Future<Boolean> one : all) {
                stalled += one.get() ? 1 : 0;
            }
        }
        row(
                listeners + " listeners for " + seconds + " s, each at a place of its own, as mp3",
                "%d stalled; %.2f processors",
                stalled,
                (server.cpu() - before) / (seconds + listeners * PAUSE / 1000.0));
    }

    /** Plays at its rate after two seconds of it have come, and never may have nothing to play. */
    private boolean stalls(String target, long start, double octetsPerSecond, int seconds) throws Exception {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(16 * 1024);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), Playhead.PORT));
            socket.setSoTimeout(10_000);
            ask(socket, target, start);
            InputStream in = socket.getInputStream();
            skipHead(in);
            in.readNBytes((int) (2 * octetsPerSecond));
            long begun = System.nanoTime();
            for (int second = 1; second <= seconds; second++) {
                in.readNBytes((int) octetsPerSecond);
                double late = (System.nanoTime() - begun) / 1e9 - second;
                if (late > 1) {
                    return true;
                }
                Thread.sleep(Math.max(0, (long) (-late * 1000)));
            }
            return false;
        }
    }

    private void seeks() throws Exception {
        int last = playhead.recordings().size() - 1;
        try (Chromium chromium = new Chromium(work.resolve("chromium"))) {
            chromium.open(Playhead.url("/"));
            for (String format : FORMATS) {
                double[] times = new double[quick ? 5 : 20];
                seek(chromium, media(WARM, format), 0.5);
                for (int at = 0; at < times.length; at++) {
                    times[at] = seek(chromium, media(last - at % (last - COLD), format), 0.8 + at / 1000.0);
                }
                row("Chromium at 80 %% of two hours of " + format + ", from the seek until it plays, p50", "%.0f ms", median(times));
            }
        }
    }

    /** A player that plays from the start is sent elsewhere; until its time goes on there. In milliseconds. */
    private double seek(Chromium chromium, String target, double place) throws Exception {
        return chromium.evaluate("""
                (async () => {
                  const event = (audio, name) => new Promise((done, failed) => {
                    audio.addEventListener(name, done, {once: true});
                    audio.addEventListener('error', () => failed(new Error(audio.error.message)), {once: true});
                  });
                  const audio = new Audio('%s&token=%s');
                  await event(audio, 'loadedmetadata');
                  await audio.play();
                  while (audio.currentTime < 0.3) {
                    await new Promise(done => setTimeout(done, 20));
                  }
                  const goal = audio.duration * %s;
                  const begun = performance.now();
                  audio.currentTime = goal;
                  while (audio.seeking || audio.currentTime <= goal) {
                    await new Promise(done => setTimeout(done, 1));
                  }
                  const took = performance.now() - begun;
                  audio.pause();
                  audio.removeAttribute('src');
                  audio.load();
                  return took;
                })()""".formatted(target, playhead.token(), place));
    }

    /** What is left after a collection, when all of a short recording was asked for and when all of a long one was. */
    private void heap(Path brief) throws Exception {
        place(brief, COLD);
        try (Server server = playhead.start("-Xmx128m")) {
            long before = 0;
            for (int round = 0; round < 2; round++) {
                everything(COLD);
                before = left(server);
            }
            everything(WHOLE);
            row(
                    "heap after a collection, from 2 minutes to 2 hours in every format, -Xmx128m",
                    "%.1f MB more",
                    (left(server) - before) / 1e6);
        }
    }

    private void everything(int at) throws Exception {
        for (String format : List.of("wav", "mp3", "opus", "ogg")) {
            read(media(at, format));
        }
        read(playhead.recordings().get(at).target().replaceFirst("/media$", "/waveform?width=1000"));
    }

    private static long left(Server server) throws Exception {
        Process histogram = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/jcmd", server.pid() + "", "GC.class_histogram")
                .start();
        String total = histogram.inputReader().lines().reduce("", (before, line) -> line.isBlank() ? before : line);
        return Long.parseLong(total.strip().split("\\s+")[2]); // Total, objects, octets
    }

    private static void row(String what, String measured, Object... values) {
        System.out.println("| " + what.replace("%%", "%") + " | " + measured.formatted(values) + " |");
    }
}
