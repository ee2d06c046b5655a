package io.github.klaviyospark.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether a run kept the contract, and whether it looked at all it should have. */
final class Verdict {
    private final List<String> problems = new ArrayList<>();
    private final SortedMap<String, Long> requests = new TreeMap<>();
    private final SortedMap<String, Long> answers = new TreeMap<>();
    private long violations;

    private Verdict() {}

    /**
     * Judges the logs of some suites.
     *
     * @param logs the folder with a folder for each suite
     */
    static Verdict of(Path logs, List<Suite> suites) throws IOException {
        Verdict verdict = new Verdict();
        if (suites.isEmpty()) {
            verdict.problems.add("No suite was named, so that nothing could be judged.");
        }
        for (Suite suite : suites) {
            verdict.judge(suite, SuiteLog.read(logs.resolve(suite.module())));
        }
        return verdict;
    }

    private void judge(Suite suite, SuiteLog log) {
        List<String> found = new ArrayList<>(log.problems());
        log.violations().forEach((what, count) -> {
            found.add(String.format(Locale.ROOT, "%,d x %s", count, what));
            violations += count;
        });
        if (log.problems().isEmpty()) {
            SortedSet<String> uncalled = new TreeSet<>(suite.called());
            uncalled.removeAll(log.requests().keySet());
            uncalled.forEach(operation -> found.add("The connector never called " + operation + "."));
            if (suite.equals(Suite.EMULATOR)) {
                SortedSet<String> unanswered = new TreeSet<>(log.served());
                unanswered.removeAll(log.answers().keySet());
                unanswered.forEach(operation -> found.add("No answer of " + operation + " was checked."));
            }
        }
        found.forEach(problem -> problems.add(suite.module() + ": " + problem));
        log.requests().forEach((operation, count) -> requests.merge(operation, count, Long::sum));
        log.answers().forEach((operation, count) -> answers.merge(operation, count, Long::sum));
    }

    /** All that speaks against the run, a line each; empty when nothing does. */
    List<String> problems() {
        return problems;
    }

    /** One line. */
    String summary() {
        String operations = answers.entrySet().stream()
                .map(entry -> String.format(
                        Locale.ROOT,
                        "%s %,d/%,d",
                        entry.getKey(),
                        requests.getOrDefault(entry.getKey(), 0L),
                        entry.getValue()))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "Contract: %,d requests of the connector and %,d answers checked, %,d violations; by operation %s",
                sum(requests),
                sum(answers),
                violations,
                operations.isEmpty() ? "none" : operations);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
