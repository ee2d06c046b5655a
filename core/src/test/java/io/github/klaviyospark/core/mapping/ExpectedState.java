package io.github.klaviyospark.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The objects that there are once records came one after the other, by what the extractor says of each alone. */
final class ExpectedState {

    private final ObjectMapping mapping;
    private final Set<String> additive;
    private final Map<String, Object[]> values = new TreeMap<>();
    private final Map<String, Map<String, Set<String>>> links = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * Begins with nothing.
     *
     * @param additive the relationships whose links are added up
     */
    ExpectedState(ObjectMapping mapping, Set<String> additive) {
        this.mapping = mapping;
        this.additive = additive;
    }

    void apply(String record) {
        byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
        for (ObjectVersion version : mapping.extractor().extract(bytes, 0, bytes.length)) {
            if (version instanceof ObjectVersion.Skipped skipped) {
                note(skipped.id(), skipped.problems());
            } else if (version instanceof ObjectVersion.LinksOnly only) {
                only.links().forEach(link -> link(only.id(), link));
                note(only.id(), only.warnings());
            } else if (version instanceof ObjectVersion.Valid valid) {
                Object[] held = values.computeIfAbsent(
                        valid.id(), id -> new Object[mapping.properties().size()]);
                for (int i = 0; i < held.length; i++) {
                    held[i] = valid.isSet(i) ? valid.values().get(i) : held[i];
                }
                valid.links().forEach(link -> link(valid.id(), link));
                note(valid.id(), valid.warnings());
            }
        }
    }

    private void note(String id, List<Problem> found) {
        found.forEach(problem -> problems.add(
                id + " " + problem.reason().code() + " " + (problem.property() == null ? "" : problem.property())));
    }

    private void link(String id, Links link) {
        Set<String> held = links.computeIfAbsent(id, key -> new TreeMap<>())
                .computeIfAbsent(link.relationship(), key -> new TreeSet<>());
        if (!additive.contains(link.relationship())) {
            held.clear();
        }
        link.identifiers()
                .forEach(identifier -> held.add(
                        (identifier.type() == null ? "id" : identifier.type().label()) + ":" + identifier.value()));
    }

    /** Id, code and property of each problem. */
    List<String> problems() {
        return problems;
    }

    /** Where what is held is something else. */
    List<String> differences(Map<String, JsonNode> held) {
        List<String> differences = new ArrayList<>();
        Set<String> ids = new TreeSet<>(values.keySet());
        ids.addAll(held.keySet());
        for (String id : ids) {
            if (!values.containsKey(id) || !held.containsKey(id)) {
                differences.add(id + (values.containsKey(id) ? " is not held" : " is held only"));
                continue;
            }
            JsonNode object = held.get(id);
            for (int i = 0; i < mapping.properties().size(); i++) {
                String name = mapping.properties().get(i);
                Object expected = values.get(id)[i];
                if (!isSame(expected, object.path("properties").path(name))) {
                    differences.add(
                            id + " " + name + " is " + object.path("properties").path(name) + ", not " + expected);
                }
            }
            for (String relationship : mapping.relationships()) {
                Set<String> expected = links.getOrDefault(id, Map.of()).getOrDefault(relationship, Set.of());
                Set<String> found = found(object.path("links").path(relationship));
                if (!found.equals(expected)) {
                    differences.add(id + " " + relationship + " is " + found + ", not " + expected);
                }
            }
        }
        return differences;
    }

    private static Set<String> found(JsonNode links) {
        Set<String> found = new TreeSet<>();
        links.forEach(link -> link.properties()
                .forEach(identifier -> found.add(
                        identifier.getKey() + ":" + identifier.getValue().asText())));
        return found;
    }

    /** Whether the engines mean the same: numbers by their value. */
    static boolean isSame(Object expected, JsonNode found) {
        if (expected == null || !found.isValueNode() || found.isNull()) {
            return expected == null && found.isNull();
        }
        if (expected instanceof BigInteger || expected instanceof BigDecimal) {
            return found.isNumber() && found.decimalValue().compareTo(new BigDecimal(expected.toString())) == 0;
        }
        if (expected instanceof Instant instant) {
            return found.isTextual()
                    && OffsetDateTime.parse(found.textValue()).toInstant().equals(instant);
        }
        if (expected instanceof Boolean truth) {
            return found.isBoolean() && found.booleanValue() == truth;
        }
        return found.isTextual() && found.textValue().equals(expected);
    }
}
