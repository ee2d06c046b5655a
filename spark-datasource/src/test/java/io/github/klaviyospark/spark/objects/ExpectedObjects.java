package io.github.klaviyospark.spark.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/** The objects that there are once the lines of a preview came one after the other. */
final class ExpectedObjects {

    private final Map<String, Row> objects = new LinkedHashMap<>();
    private final Set<String> beyond = new LinkedHashSet<>();
    private final Map<String, Map<String, Set<String>>> links = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * Applies lines.
     *
     * @param additive the relationship whose links are added up
     */
    ExpectedObjects(List<Row> preview, String additive) {
        for (Row line : preview) {
            String id = line.getString(0);
            if (line.getString(1).equals("invalid")) {
                continue;
            }
            for (Row problem : line.<Row>getList(3)) {
                problems.add(id + " " + problem.getString(0) + " " + text(problem.getString(1)));
            }
            Set<String> hidden = new LinkedHashSet<>();
            for (Row warning : line.<Row>getList(6)) {
                if (warning.getString(0).equals("not_shown")) {
                    hidden.add(id + " " + warning.getString(1));
                } else {
                    problems.add(id + " " + warning.getString(0) + " " + text(warning.getString(1)));
                }
            }
            if (line.getString(1).equals("object") || line.getString(1).equals("superseded")) {
                objects.put(id, line.getStruct(4));
                beyond.removeIf(value -> value.startsWith(id + " "));
                beyond.addAll(hidden);
            }
            line.<Row>getList(5).forEach(link -> link(id, link, additive));
        }
    }

    private static String text(String property) {
        return property == null ? "" : property;
    }

    private void link(String id, Row link, String additive) {
        Set<String> held = links.computeIfAbsent(id, key -> new LinkedHashMap<>())
                .computeIfAbsent(link.getString(0), key -> new TreeSet<>());
        if (!link.getString(0).equals(additive)) {
            held.clear();
        }
        for (Row identifier : link.<Row>getList(1)) {
            held.add(identifier.getString(0) + ":" + identifier.getString(1));
        }
    }

    /** What the ingestion log is to say: id, code and property of each problem. */
    List<String> problems() {
        return problems;
    }

    /** Where what is held is something else. */
    List<String> differences(Map<String, JsonNode> held) {
        List<String> differences = new ArrayList<>();
        Set<String> ids = new TreeSet<>(objects.keySet());
        ids.addAll(held.keySet());
        for (String id : ids) {
            Row expected = objects.get(id);
            JsonNode object = held.get(id);
            if (expected == null || object == null) {
                differences.add(id + (expected == null ? " is held only" : " is expected only"));
                continue;
            }
            String[] names = expected.schema().fieldNames();
            for (int i = 0; i < names.length; i++) {
                JsonNode value = object.path("properties").path(names[i]);
                if (!beyond.contains(id + " " + names[i]) && !isEqual(expected.get(i), value)) {
                    differences.add(id + " " + names[i] + ": " + value + ", not " + expected.get(i));
                }
            }
            Map<String, Set<String>> own = links.getOrDefault(id, Map.of());
            object.path("links").properties().forEach(relationship -> {
                Set<String> found = new TreeSet<>();
                relationship.getValue().forEach(link -> link.properties()
                        .forEach(identifier -> found.add(identifier.getKey() + ":"
                                + identifier.getValue().asText())));
                if (!found.equals(own.getOrDefault(relationship.getKey(), Set.of()))) {
                    differences.add(id + " " + relationship.getKey() + ": " + found + ", not " + own);
                }
            });
        }
        return differences;
    }

    private static boolean isEqual(Object expected, JsonNode value) {
        if (expected == null || value.isNull() || value.isMissingNode()) {
            return expected == null && value.isNull();
        }
        if (expected instanceof Instant time) {
            return time.equals(OffsetDateTime.parse(value.textValue()).toInstant());
        }
        if (expected instanceof Long number) {
            return value.decimalValue().compareTo(BigDecimal.valueOf(number)) == 0;
        }
        if (expected instanceof Double number) {
            return value.decimalValue().doubleValue() == number;
        }
        return value.asText().equals(expected.toString()) && value.isTextual() == expected instanceof String;
    }
}
