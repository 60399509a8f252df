import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/** All runs of all contenders at one kind of request. Runs of one round belong together: ratios are taken within it. */
final class Measured {

    final String title;
    final int length;
    final int connections;
    private final List<List<Sample>> rounds = new ArrayList<>();

    /** @param length of ranges, or 0 for whole recordings */
    Measured(String title, int length, int connections) {
        this.title = title;
        this.length = length;
        this.connections = connections;
    }

    /** @param round a sample for each contender, in their order */
    void add(List<Sample> round) {
        rounds.add(List.copyOf(round));
    }

    int runs() {
        return rounds.size();
    }

    double median(int contender, ToDoubleFunction<Sample> figure) {
        return middle(rounds.stream().mapToDouble(round -> figure.applyAsDouble(round.get(contender))));
    }

    /** Of the ratios in each round. */
    double ratio(int contender, int to, ToDoubleFunction<Sample> figure) {
        ToDoubleBiFunction<Sample, Sample> ratio = (one, other) -> figure.applyAsDouble(one) / figure.applyAsDouble(other);
        return middle(rounds.stream().mapToDouble(round -> ratio.applyAsDouble(round.get(contender), round.get(to))));
    }

    /** Of the differences in each round. */
    double difference(int contender, int to, ToDoubleFunction<Sample> figure) {
        return middle(rounds.stream()
                .mapToDouble(round -> figure.applyAsDouble(round.get(contender)) - figure.applyAsDouble(round.get(to))));
    }

    long errors(int contender) {
        return rounds.stream().mapToLong(round -> round.get(contender).errors()).sum();
    }

    static double middle(java.util.stream.DoubleStream figures) {
        double[] sorted = figures.sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    boolean whole() {
        return length == 0;
    }

    double throughput(Sample sample) {
        return whole() ? sample.megabytesPerSecond() : sample.requestsPerSecond();
    }

    double cpu(Sample sample) {
        return whole() ? sample.cpuPerMegabyte() : sample.cpuPerRequest();
    }
}
