package io.github.klaviyospark.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.klaviyospark.core.collection.FieldType;
import io.github.klaviyospark.core.collection.FilterField;
import io.github.klaviyospark.spark.testing.HeldCollection;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Values that a filter can be tried with, taken from what is held, and what SQL says for each filter. */
final class Samples {

    private Samples() {}

    /** Another value that is allowed. */
    static String other(FilterField field) {
        if (field.value() == FieldType.BOOLEAN) {
            return "false";
        }
        return field.values().stream().sorted().findFirst().orElse("none, [\"'\\ of these");
    }

    /** A value that finds something and not everything, where there is one. */
    static String value(HeldCollection held, FilterField field, String operator) {
        List<String> values = held.compared(field.name()).values().stream()
                .flatMap(List::stream)
                .map(JsonNode::asText)
                .filter(text -> !text.isEmpty())
                .sorted(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()))
                .toList();
        assertThat(values).as("values of " + field.name()).isNotEmpty();
        String value = values.get(values.size() / 2);
        if (field.value() == FieldType.NUMBER) {
            // A time that is compared in seconds.
            return Long.toString(OffsetDateTime.parse(value).toEpochSecond());
        }
        return switch (operator) {
            case "contains" -> value.substring(value.length() / 3, value.length() - value.length() / 3);
            case "starts-with" -> value.substring(0, value.length() / 2 + 1);
            case "ends-with" -> value.substring(value.length() / 2);
            default -> {
                boolean isExactTime = field.value() == FieldType.TIMESTAMP && operator.equals("equals");
                yield field.value() == FieldType.TIMESTAMP
                        ? second(isExactTime ? wholeSecond(values).orElse(value) : value)
                        : value;
            }
        };
    }

    private static Optional<String> wholeSecond(List<String> times) {
        return times.stream()
                .filter(time -> OffsetDateTime.parse(time).getNano() == 0)
                .findFirst();
    }

    private static String second(String time) {
        return OffsetDateTime.parse(time)
                .toInstant()
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    static String written(FilterField field, String value) {
        return field.value() == FieldType.STRING
                ? '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : value;
    }

    /** What SQL says where the API has an operator for it. */
    static List<String> conditions(HeldCollection held, FilterField field) {
        String column = field.column().orElseThrow();
        List<String> conditions = new ArrayList<>();
        if (!field.bare().isEmpty()) {
            return List.of(column + " IS NOT NULL");
        }
        String operator = field.single().contains("contains") ? "contains" : "equals";
        String value = value(held, field, operator);
        switch (field.value()) {
            case BOOLEAN -> conditions.addAll(List.of(column, "NOT " + column, column + " = false"));
            case TIMESTAMP -> {
                String time = "TIMESTAMP'" + value + "'";
                Stream.of(" > ", " >= ").forEach(sign -> conditions.add(column + sign + time));
                if (field.operators().contains("less-than")) {
                    Stream.of(" < ", " <= ", " = ").forEach(sign -> conditions.add(column + sign + time));
                }
            }
            case NUMBER -> {
                Stream.of(" > ", " >= ", " < ", " <= ", " = ").forEach(sign -> conditions.add(column + sign + value));
                conditions.add(column + " IN (" + value + ", 7)");
            }
            default -> {
                String text = literal(value);
                if (field.operators().contains("equals") || field.operators().contains("any")) {
                    String whole = literal(value(held, field, "equals"));
                    conditions.add(column + " = " + whole);
                    conditions.add(column + " <=> " + whole);
                }
                if (!field.list().isEmpty() || field.comparesIds()) {
                    conditions.add(column + " IN (" + literal(value(held, field, "equals")) + ", "
                            + literal(other(field)) + ")");
                }
                if (field.single().contains("contains")) {
                    conditions.add("contains(" + column + ", " + text + ")");
                }
                if (field.single().contains("starts-with")) {
                    conditions.add("startswith(" + column + ", " + literal(value(held, field, "starts-with")) + ")");
                    conditions.add("endswith(" + column + ", " + literal(value(held, field, "ends-with")) + ")");
                }
            }
        }
        return conditions;
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
