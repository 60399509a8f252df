package io.playhead;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /actuator/prometheus} shows, in Prometheus's text format.
 *
 * @param types of each metric family by its name
 * @param helps of each metric family by its name
 */
record Scrape(String text, Map<String, String> types, Map<String, String> helps, List<Sample> samples) {

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    record Sample(String name, Map<String, String> labels, double value) {

        /** All but the value. */
        String series() {
            return name + labels;
        }
    }

    static Scrape of(RunningPlayhead playhead) {
        return parse(RawHttp.once(playhead.managementPort(), "GET", "/actuator/prometheus")
                .text());
    }

    private static Scrape parse(String text) {
        Map<String, List<String>> lines =
                Arrays.stream(text.split("\n")).collect(Collectors.groupingBy(Scrape::kind, Collectors.toList()));
        return new Scrape(
                text,
                described(lines.getOrDefault("TYPE", List.of())),
                described(lines.getOrDefault("HELP", List.of())),
                lines.getOrDefault("", List.of()).stream().map(Scrape::sample).toList());
    }

    private static String kind(String line) {
        return line.startsWith("# ") ? line.substring(2, 6) : "";
    }

    private static Map<String, String> described(List<String> lines) {
        Map<String, String> described = new TreeMap<>();
        for (String line : lines) {
            String[] words = line.split(" ", 4);
            described.put(words[2], words[3]);
        }
        return described;
    }

    private static Sample sample(String line) {
        Matcher matcher = SAMPLE.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("not a sample: " + line);
        }
        Map<String, String> labels = new TreeMap<>();
        String inBraces = matcher.group(2);
        Matcher label = LABEL.matcher(inBraces == null ? "" : inBraces);
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        return new Sample(
                matcher.group(1), labels, Double.parseDouble(matcher.group(3).replace("Inf", "Infinity")));
    }

    /** Those of Playhead's own meters, without values. */
    Set<String> ownSeries() {
        return samples.stream()
                .filter(sample -> sample.name().startsWith("playhead_"))
                .map(Sample::series)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The family that a sample belongs to: histograms have several names. */
    String family(Sample sample) {
        for (String suffix : List.of("", "_bucket", "_count", "_sum")) {
            String name = sample.name();
            if (name.endsWith(suffix) && types.containsKey(name.substring(0, name.length() - suffix.length()))) {
                return name.substring(0, name.length() - suffix.length());
            }
        }
        throw new AssertionError(sample.name() + " has no type");
    }

    /** Names of the labels of each of Playhead's families, {@code le} left out. */
    Map<String, Set<String>> ownLabels() {
        Map<String, Set<String>> labels = new HashMap<>();
        for (Sample sample : samples) {
            if (sample.name().startsWith("playhead_")) {
                Set<String> names = new TreeSet<>(sample.labels().keySet());
                names.remove("le");
                labels.computeIfAbsent(family(sample), family -> new TreeSet<>())
                        .addAll(names);
            }
        }
        return labels;
    }

    /** The sum over all series of this name that have these labels. @param labels names and values by turns */
    double sum(String name, String... labels) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name) && has(sample, labels))
                .mapToDouble(Sample::value)
                .sum();
    }

    private static boolean has(Sample sample, String... labels) {
        for (int at = 0; at < labels.length; at += 2) {
            @Nullable String value = sample.labels().get(labels[at]);
            if (!labels[at + 1].equals(value)) {
                return false;
            }
        }
        return true;
    }
}
