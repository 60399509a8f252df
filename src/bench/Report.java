import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tables, in Markdown. */
final class Report {

    private final StringBuilder text = new StringBuilder();
    private final List<String> goals = new ArrayList<>();

    private void line(String format, Object... values) {
        text.append(format.formatted(values)).append('\n');
    }

    /** How many digits a figure deserves. */
    private static String figure(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    void machine(String when, String machine, String programs) {
        line("%s, on %s; %s.%n", when, machine, programs);
    }

    void load(List<Measured> cases, List<String> contenders) {
        line("| Case | Connections | Server | Throughput | p50 ms | p99 ms | CPU | Throughput ÷ nginx | CPU ÷ nginx | Errors |");
        line("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        for (Measured one : cases) {
            String rate = one.whole() ? "MB/s" : "/s";
            String cost = one.whole() ? "µs/MB" : "µs";
            for (int at = 0; at < contenders.size(); at++) {
                line(
                        "| %s | %d | %s | %s %s | %s | %s | %s %s | %s | %s | %d |",
                        one.title,
                        one.connections,
                        contenders.get(at),
                        figure(one.median(at, one::throughput)),
                        rate,
                        figure(one.median(at, Sample::median)),
                        figure(one.median(at, Sample::p99)),
                        figure(one.median(at, one::cpu)),
                        cost,
                        figure(one.ratio(at, 1, one::throughput)),
                        figure(one.ratio(at, 1, one::cpu)),
                        one.errors(at));
            }
        }
        line("");
    }

    /** Notes a figure that must be reached; at most, at least or exactly {@code goal}. */
    void goal(String what, double reached, String comparison, double goal, String unit) {
        boolean met = switch (comparison) {
            case "≤" -> reached <= goal;
            case "≥" -> reached >= goal;
            default -> reached == goal;
        };
        goals.add("| %s | %s %s%s | %s%s | %s |"
                .formatted(what, comparison, plain(goal), unit, plain(reached), unit, met ? "yes" : "**no**"));
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.2f", value);
    }

    String text() {
        if (!goals.isEmpty()) {
            line("| Figure | Goal | Measured | Reached |");
            line("| --- | --- | --- | --- |");
            goals.forEach(this::line);
        }
        return text.toString();
    }
}
