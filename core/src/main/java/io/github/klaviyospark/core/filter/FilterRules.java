package io.github.klaviyospark.core.filter;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.FilterField;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the API answers 400 to, found out before anything is sent. What holds for single fields is in the descriptor; the
 * rules for suppressions stand in the Get Profiles reference only.
 */
final class FilterRules {

    private static final String GLOBAL = ".suppression.";
    private static final String LIST = ".list_suppressions.";
    private static final int MOST_VALUES = 100;

    private FilterRules() {}

    static void check(List<Condition> conditions, CollectionDescriptor collection) {
        Set<String> seen = new HashSet<>();
        for (Condition condition : conditions) {
            check(condition, collection);
            if (!seen.add(condition.operator() + " " + condition.field())) {
                throw new IllegalArgumentException("The filter compares " + condition.field() + " twice with "
                        + condition.operator().label() + ". Say it once; several values go into any(field,[...]).");
            }
        }
        checkSuppressions(conditions);
    }

    private static void check(Condition condition, CollectionDescriptor collection) {
        FilterField field = collection
                .filter(condition.field())
                .orElseThrow(() -> new IllegalArgumentException("The filter names '" + condition.field() + "', and "
                        + collection.name() + " cannot be filtered by that. Filterable are "
                        + collection.filters().stream().map(FilterField::name).collect(Collectors.joining(", "))
                        + "."));
        if (!field.operators().contains(condition.operator().label())) {
            throw new IllegalArgumentException("The filter compares " + field.name() + " with "
                    + condition.operator().label() + ". Allowed: " + String.join(", ", new TreeSet<>(field.operators()))
                    + ".");
        }

        for (Literal value : condition.values()) {
            checkKind(field, value);
        }
        if (condition.values().size() > MOST_VALUES) {
            throw new IllegalArgumentException(
                    "The filter gives " + condition.values().size() + " values for "
                            + field.name() + ", and at most " + MOST_VALUES
                            + " are allowed. Use where(...) on the DataFrame, which is sent in as many requests as needed.");
        }
        checkForm(field, condition);
    }

    private static void checkKind(FilterField field, Literal value) {
        boolean isRight =
                switch (field.value()) {
                    case TIMESTAMP -> value.kind() == Literal.Kind.TIME;
                    case BOOLEAN -> value.isBoolean();
                    case NUMBER, INTEGER -> value.isNumber();
                    default -> value.kind() == Literal.Kind.STRING;
                };
        if (!isRight) {
            throw new IllegalArgumentException("The filter compares " + field.name() + " with a value of another"
                    + " kind. Write "
                    + switch (field.value()) {
                        case TIMESTAMP -> "a time without quotes, for example 2026-07-01T00:00:00Z.";
                        case BOOLEAN -> "true or false without quotes.";
                        case NUMBER, INTEGER -> "a number without quotes.";
                        default -> "a text in quotes.";
                    });
        }
        if (value.kind() == Literal.Kind.STRING && !ValueSet.isSendable(value.text())) {
            throw new IllegalArgumentException("The filter compares " + field.name()
                    + " with a text that is empty, very long, or has control characters, which cannot be sent.");
        }
    }

    private static void checkForm(FilterField field, Condition condition) {
        String operator = condition.operator().label();
        boolean isBare = condition.operator() == Operator.HAS;
        if (!isBare && !(condition.isList() ? field.list() : field.single()).contains(operator)) {
            String other = field.list().isEmpty()
                    ? "give a single one"
                    : "use " + String.join(" or ", new TreeSet<>(field.list()));
            throw new IllegalArgumentException("The filter compares " + field.name() + " with " + operator + " and "
                    + (condition.isList()
                            ? "a list; " + other + "."
                            : "a single value; write " + operator + "(field,[...])."));
        }
    }

    private static void checkSuppressions(List<Condition> conditions) {
        List<Condition> global = of(conditions, GLOBAL);
        List<Condition> list = of(conditions, LIST);
        if (!global.isEmpty() && !list.isEmpty()) {
            throw new IllegalArgumentException(
                    "The filter has conditions on suppression and on list_suppressions, which"
                            + " Klaviyo does not take together. Read twice and combine the DataFrames.");
        }
        if (bounds(global) > 1 || bounds(list) > 1) {
            throw new IllegalArgumentException(
                    "The filter bounds a suppression's timestamp twice, and Klaviyo takes one bound. Keep the more"
                            + " selective one and filter the rest in Spark.");
        }
        if (!list.isEmpty() && list.stream().noneMatch(one -> one.field().endsWith(LIST + "list_id"))) {
            throw new IllegalArgumentException(
                    "The filter has conditions on list_suppressions without naming the list. Add"
                            + " equals(subscriptions.email.marketing.list_suppressions.list_id,\"...\").");
        }
    }

    private static List<Condition> of(List<Condition> conditions, String part) {
        return conditions.stream()
                .filter(condition -> condition.field().contains(part))
                .toList();
    }

    private static long bounds(List<Condition> conditions) {
        return conditions.stream()
                .filter(condition -> condition.operator().isBound())
                .count();
    }
}
