package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.FieldType;
import io.github.klaviyospark.core.collection.FilterField;
import io.github.klaviyospark.core.filter.Constraint;
import io.github.klaviyospark.core.filter.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Finds what a predicate of Spark says about fields that the API can filter by. What it cannot say of a predicate it
 * leaves out, so that the API finds too much and never too little; a predicate name that it does not know says nothing.
 */
final class PredicateTranslator {

    private static final Map<String, String> MIRRORED =
            Map.of("=", "=", "<=>", "<=>", "<", ">", "<=", ">=", ">", "<", ">=", "<=");

    private static final Map<String, Operator> PARTS = Map.of(
            "CONTAINS", Operator.CONTAINS,
            "STARTS_WITH", Operator.STARTS_WITH,
            "ENDS_WITH", Operator.ENDS_WITH);

    private final CollectionDescriptor collection;
    private final Set<String> taken;

    /**
     * A translator.
     *
     * @param taken fields that are filtered otherwise already, and not once more
     */
    PredicateTranslator(CollectionDescriptor collection, Set<String> taken) {
        this.collection = collection;
        this.taken = taken;
    }

    Translation translate(Predicate predicate) {
        Expression[] children = predicate.children();
        return switch (predicate.name()) {
            case "AND" -> both(translate(children[0]), translate(children[1]));
            case "OR" -> either(translate(children[0]), translate(children[1]));
            case "=", "<=>", "<", "<=", ">", ">=" -> comparison(predicate.name(), children[0], children[1]);
            case "IN" -> in(children);
            case "NOT" -> not(children[0]);
            case "CONTAINS", "STARTS_WITH", "ENDS_WITH" -> part(PARTS.get(predicate.name()), children);
            default -> Translation.NOTHING;
        };
    }

    private Translation translate(Expression expression) {
        return expression instanceof Predicate predicate ? translate(predicate) : Translation.NOTHING;
    }

    private static Translation both(Translation left, Translation right) {
        return new Translation(left.constraint().and(right.constraint()), left.isExact() && right.isExact());
    }

    /** Exact only over one field: (a = 1 and b = 2) or (a = 3 and b = 4) is less than a in (1, 3) and b in (2, 4). */
    private static Translation either(Translation left, Translation right) {
        boolean isOneField = left.constraint().fields().size() == 1
                && left.constraint().fields().equals(right.constraint().fields());
        return new Translation(
                left.constraint().or(right.constraint()), isOneField && left.isExact() && right.isExact());
    }

    private Translation comparison(String operator, Expression left, Expression right) {
        if (left instanceof Literal<?>) {
            return right instanceof Literal<?> ? Translation.NOTHING : comparison(MIRRORED.get(operator), right, left);
        }
        if (!(right instanceof Literal<?> literal) || literal.value() == null) {
            return Translation.NOTHING;
        }

        FilterField field = field(left).orElse(null);
        if (field == null || !isComparable(field, literal)) {
            return Translation.NOTHING;
        }
        return value(field, operator, literal.value());
    }

    private static Translation value(FilterField field, String operator, Object value) {
        return switch (field.value()) {
            case TIMESTAMP, NUMBER -> range(field, operator, (Long) value);
            default -> {
                boolean isEqual = operator.equals("=") || operator.equals("<=>");
                yield isEqual ? values(field, List.of(value.toString())) : Translation.NOTHING;
            }
        };
    }

    /** A boolean that is not one is the other; what it is when it is null, no row has to be found for. */
    private Translation not(Expression expression) {
        boolean isEquality = expression instanceof Predicate predicate
                && predicate.name().equals("=")
                && predicate.children()[1] instanceof Literal<?>;
        if (!isEquality) {
            return Translation.NOTHING;
        }
        Expression[] children = ((Predicate) expression).children();
        FilterField field = field(children[0]).orElse(null);
        Object value = ((Literal<?>) children[1]).value();
        return field != null && field.value() == FieldType.BOOLEAN && value instanceof Boolean is
                ? values(field, List.of(Boolean.toString(!is)))
                : Translation.NOTHING;
    }

    private Translation part(Operator operator, Expression[] children) {
        FilterField field = field(children[0]).orElse(null);
        if (field == null
                || field.value() != FieldType.STRING
                || !(children[1] instanceof Literal<?> literal)
                || literal.value() == null) {
            return Translation.NOTHING;
        }
        return new Translation(Constraint.part(field, operator, literal.value().toString()), false);
    }

    /** A null in the list finds no row, so it is left out. */
    private Translation in(Expression[] children) {
        FilterField field = field(children[0]).orElse(null);
        if (field == null) {
            return Translation.NOTHING;
        }

        List<Object> values = new ArrayList<>();
        for (Expression child : Arrays.asList(children).subList(1, children.length)) {
            if (!(child instanceof Literal<?> literal) || !isComparable(field, literal)) {
                return Translation.NOTHING;
            }
            if (literal.value() != null) {
                values.add(literal.value());
            }
        }
        if (field.value() == FieldType.TIMESTAMP || field.value() == FieldType.NUMBER) {
            return values.stream()
                    .map(value -> range(field, "=", (Long) value))
                    .reduce(PredicateTranslator::either)
                    .orElse(Translation.NOTHING);
        }
        return values(field, values.stream().map(Object::toString).toList());
    }

    private static boolean isComparable(FilterField field, Literal<?> literal) {
        return switch (field.value()) {
            case STRING -> literal.dataType() instanceof StringType;
            case TIMESTAMP -> literal.dataType() instanceof TimestampType;
            case BOOLEAN -> literal.dataType() instanceof BooleanType;
            case NUMBER -> literal.dataType() instanceof LongType;
            default -> false;
        };
    }

    /** The field that compares the values of a column. */
    private Optional<FilterField> field(Expression column) {
        return fields(column).stream().filter(field -> field.bare().isEmpty()).findFirst();
    }

    /** The fields that compare a column in one way or another, without those that are taken. */
    List<FilterField> fields(Expression column) {
        return column instanceof NamedReference reference
                ? collection.filtersOf(String.join(".", reference.fieldNames())).stream()
                        .filter(field -> !taken.contains(field.name()))
                        .toList()
                : List.of();
    }

    /** What the API can be asked of a column that must not be null. */
    Constraint presence(Expression column) {
        return fields(column).stream()
                .map(Constraint::has)
                .reduce(Constraint::and)
                .orElse(Constraint.ALL);
    }

    /** The server may compare more loosely than Spark does: without regard to case, or after bringing both into one form. */
    private static Translation values(FilterField field, List<String> values) {
        Constraint constraint = Constraint.values(field, values);
        return new Translation(constraint, !constraint.equals(Constraint.ALL) && field.comparesIds());
    }

    private static Translation range(FilterField field, String operator, long value) {
        long from = Long.MIN_VALUE;
        long to = Long.MAX_VALUE;
        switch (operator) {
            case "<" -> to = value == Long.MIN_VALUE ? value : value - 1;
            case "<=" -> to = value;
            case ">" -> from = value == Long.MAX_VALUE ? value : value + 1;
            case ">=" -> from = value;
            default -> {
                from = value;
                to = value;
            }
        }
        Constraint constraint = field.value() == FieldType.TIMESTAMP
                ? Constraint.between(field, from, to)
                : Constraint.betweenSeconds(field, from, to);
        return new Translation(constraint, false);
    }

    /**
     * What a predicate says.
     *
     * @param constraint at least the rows that it is true for
     * @param isExact whether these are exactly the rows, so that Spark need not look again
     */
    record Translation(Constraint constraint, boolean isExact) {

        static final Translation NOTHING = new Translation(Constraint.ALL, false);
    }
}
