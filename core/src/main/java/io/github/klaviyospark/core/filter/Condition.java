package io.github.klaviyospark.core.filter;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One comparison.
 *
 * @param field the field, with dots where it is nested
 * @param values what it is compared with; none for {@link Operator#HAS}
 * @param isList whether the values stand in brackets
 */
record Condition(String field, Operator operator, List<Literal> values, boolean isList) {

    Condition {
        values = List.copyOf(values);
    }

    static Condition of(String field, Operator operator, Literal value) {
        return new Condition(field, operator, List.of(value), false);
    }

    static Condition any(String field, List<String> values) {
        return new Condition(
                field, Operator.ANY, values.stream().map(Literal::of).toList(), true);
    }

    String written() {
        return with(values.stream().map(Literal::written).collect(Collectors.joining(",")));
    }

    /** Without strings, which may be a person's: fit for plans and logs. */
    String shown() {
        boolean hidden = values.stream().anyMatch(value -> value.kind() == Literal.Kind.STRING);
        return hidden ? with(values.size() == 1 ? "…" : values.size() + " values") : written();
    }

    private String with(String written) {
        if (operator == Operator.HAS) {
            return operator.label() + "(" + field + ")";
        }
        return operator.label() + "(" + field + "," + (isList ? "[" + written + "]" : written) + ")";
    }
}
