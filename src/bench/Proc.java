import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What Linux tells of a process and its children under /proc. */
record Proc(ProcessHandle process) {

    /** Of the clock in which /proc counts: 100 a second on every Linux there is (sysconf _SC_CLK_TCK). */
    private static final double TICK = 0.01;

    /** User and system time of the process and its children until now, in seconds. */
    double cpu() {
        return Stream.concat(Stream.of(process), process.descendants()).mapToDouble(Proc::cpu).sum();
    }

    private static double cpu(ProcessHandle one) {
        try {
            String stat = Files.readString(Path.of("/proc", "" + one.pid(), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return TICK * (Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
        } catch (IOException ended) {
            return 0;
        }
    }

    /** Memory of the process alone that is in RAM, in megabytes of 1024². */
    long rss() {
        return memory("VmRSS:");
    }

    /** The most that there was. */
    long peak() {
        return memory("VmHWM:");
    }

    private long memory(String field) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", "" + process.pid(), "status"))) {
            String line = lines.filter(it -> it.startsWith(field)).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
        } catch (IOException ended) {
            throw new IllegalStateException("the server has ended", ended);
        }
    }

    /** How often each file under a folder is open. */
    Map<Path, Integer> open(Path folder) {
        Map<Path, Integer> open = new HashMap<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", "" + process.pid(), "fd"))) {
            descriptors.forEach(descriptor -> {
                try {
                    Path file = Files.readSymbolicLink(descriptor);
                    if (file.startsWith(folder)) {
                        open.merge(file, 1, Integer::sum);
                    }
                } catch (IOException closedMeanwhile) {
                    // not open any more
                }
            });
        } catch (IOException ended) {
            throw new IllegalStateException("the server has ended", ended);
        }
        return open;
    }
}
