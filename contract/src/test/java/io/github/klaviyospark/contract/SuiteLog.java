package io.github.klaviyospark.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the emulators of one module noted, all their processes together. */
final class SuiteLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONNECTOR = "klaviyo-spark";

    private final List<String> problems = new ArrayList<>();
    private final SortedMap<String, Long> requests = new TreeMap<>();
    private final SortedMap<String, Long> answers = new TreeMap<>();
    private final SortedMap<String, Long> violations = new TreeMap<>();
    private final SortedSet<String> served = new TreeSet<>();
    private int files;

    private SuiteLog() {}

    static SuiteLog read(Path folder) throws IOException {
        SuiteLog log = new SuiteLog();
        if (!Files.isDirectory(folder)) {
            log.problems.add("There is no folder " + folder + ": no emulator was told to check anything.");
            return log;
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.sorted().toList();
        }
        if (files.isEmpty()) {
            log.problems.add("The folder " + folder + " is empty: no emulator checked anything.");
        }
        for (Path file : files) {
            log.read(file, Files.readAllLines(file));
        }
        return log;
    }

    private void read(Path file, List<String> lines) {
        files++;
        Map<Long, Long> exchanges = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line;
            try {
                line = JSON.readTree(lines.get(i));
            } catch (JsonProcessingException e) {
                problems.add(file.getFileName() + ", line " + (i + 1) + " is no JSON.");
                continue;
            }
            long emulator = line.path("emulator").asLong();
            switch (line.path("event").asText()) {
                case "start" -> {
                    exchanges.put(emulator, 0L);
                    line.path("serves").forEach(operation -> served.add(operation.asText()));
                }
                case "exchange" -> {
                    exchanges.merge(emulator, 1L, Long::sum);
                    exchange(line);
                }
                case "violation" -> violations.merge(violation(line), 1L, Long::sum);
                case "close" -> {
                    long missed = line.path("answered").asLong() - exchanges.getOrDefault(emulator, 0L);
                    if (missed > 0) {
                        problems.add(file.getFileName() + ": emulator " + emulator + " gave " + missed
                                + " answers that were not checked.");
                    }
                }
                default -> problems.add(file.getFileName() + ", line " + (i + 1) + " is of no known kind.");
            }
        }
        if (exchanges.isEmpty()) {
            problems.add(file.getFileName() + " tells of no emulator.");
        }
    }

    private void exchange(JsonNode line) {
        String operation = line.path("operation").asText();
        if (line.path("agent").asText().startsWith(CONNECTOR)
                && line.path("request").asBoolean()) {
            requests.merge(operation, 1L, Long::sum);
        }
        if (line.path("answer").asBoolean()) {
            answers.merge(operation, 1L, Long::sum);
        }
    }

    private static String violation(JsonNode line) {
        return "%s of %s, status %d, client %s: '%s' %s"
                .formatted(
                        line.path("side").asText(),
                        line.path("operation").asText(),
                        line.path("status").asInt(),
                        line.path("agent").asText(),
                        line.path("place").asText(),
                        line.path("rule").asText());
    }

    /** What is wrong with the log itself. */
    List<String> problems() {
        return problems;
    }

    /** How many processes wrote something. */
    int files() {
        return files;
    }

    /** Requests of the connector that were checked, by operation. */
    SortedMap<String, Long> requests() {
        return requests;
    }

    /** Answers that were checked, by operation. */
    SortedMap<String, Long> answers() {
        return answers;
    }

    /** How often each was found. */
    SortedMap<String, Long> violations() {
        return violations;
    }

    /** All operations that some emulator serves. */
    SortedSet<String> served() {
        return served;
    }
}
