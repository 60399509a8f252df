import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of wrk against one server.
 *
 * @param seconds that it took
 * @param bytes received, heads included
 * @param median of the latency, in milliseconds, as {@code p99}
 * @param errors statuses of 400 and more, and whatever broke
 * @param cpu seconds that the server spent
 */
record Sample(long requests, double seconds, long bytes, double median, double p99, long errors, double cpu) {

    /** @param length of each range, or 0 for whole recordings */
    static Sample take(Contender contender, Path script, int length, int connections, int seconds)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "wrk", "-t2", "-c" + connections, "-d" + seconds + "s", "--timeout", "30s", "-s", script.toString()));
        contender.headers().forEach((name, value) -> command.addAll(List.of("-H", name + ": " + value)));
        command.addAll(List.of(contender.url(), "--", "" + length));
        command.addAll(contender.targets());
        double before = contender.proc().cpu();
        Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(wrk.getInputStream().readAllBytes());
        wrk.waitFor();
        double cpu = contender.proc().cpu() - before;
        return output.lines()
                .filter(line -> line.startsWith("result "))
                .map(line -> of(line.split(" "), cpu))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("wrk failed: " + output));
    }

    private static Sample of(String[] result, double cpu) {
        return new Sample(
                Long.parseLong(result[1]),
                Long.parseLong(result[2]) / 1e6,
                Long.parseLong(result[3]),
                Long.parseLong(result[4]) / 1e3,
                Long.parseLong(result[5]) / 1e3,
                Long.parseLong(result[6]),
                cpu);
    }

    double requestsPerSecond() {
        return requests / seconds;
    }

    double megabytesPerSecond() {
        return bytes / seconds / 1e6;
    }

    /** In microseconds. */
    double cpuPerRequest() {
        return cpu / requests * 1e6;
    }

    /** In microseconds. */
    double cpuPerMegabyte() {
        return cpu / bytes * 1e12;
    }
}
