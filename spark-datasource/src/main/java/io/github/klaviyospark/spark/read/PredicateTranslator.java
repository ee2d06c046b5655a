package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.FieldType;
import io.github.klaviyospark.core.collection.FilterField;
import io.github.klaviyospark.core.filter.Constraint;
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
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Finds what a predicate of Spark says about fields that the API can filter by. What it cannot say of a predicate it
 * leaves out, so that the API finds too much and never too little; a predicate name that it does not know says nothing.
 */
final class PredicateTranslator {

    /**
     * Fields that the server may compare more loosely than Spark does: without regard to case, or after bringing both
     * sides into one form. Rows found by them are looked at again.
     */
    static final Set<String> LOOSE = Set.of("email", "phone_number");

    private static final Map<String, String> MIRRORED =
            Map.of("=", "=", "<=>", "<=>", "<", ">", "<=", ">=", ">", "<", ">=", "<=");

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
        if (field.value() == FieldType.TIMESTAMP) {
            return range(field, operator, (Long) literal.value());
        }
        boolean isEqual = operator.equals("=") || operator.equals("<=>");
        return isEqual ? values(field, List.of(literal.value().toString())) : Translation.NOTHING;
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
        if (field.value() == FieldType.TIMESTAMP) {
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
            default -> false;
        };
    }

    private Optional<FilterField> field(Expression expression) {
        if (!(expression instanceof NamedReference reference)) {
            return Optional.empty();
        }
        String name = String.join(".", reference.fieldNames());
        return taken.contains(name) ? Optional.empty() : collection.filter(name);
    }

    private static Translation values(FilterField field, List<String> values) {
        if (!field.operators().contains("equals") || !field.operators().contains("any")) {
            return Translation.NOTHING;
        }
        Constraint constraint = Constraint.values(field.name(), values);
        return new Translation(constraint, !constraint.equals(Constraint.ALL) && !LOOSE.contains(field.name()));
    }

    private static Translation range(FilterField field, String operator, long micros) {
        long from = Long.MIN_VALUE;
        long to = Long.MAX_VALUE;
        switch (operator) {
            case "<" -> to = micros == Long.MIN_VALUE ? micros : micros - 1;
            case "<=" -> to = micros;
            case ">" -> from = micros == Long.MAX_VALUE ? micros : micros + 1;
            case ">=" -> from = micros;
            default -> {
                from = micros;
                to = micros;
            }
        }
        return new Translation(
                Constraint.between(
                        field.name(),
                        field.operators().contains("greater-than") ? from : Long.MIN_VALUE,
                        field.operators().contains("less-than") ? to : Long.MAX_VALUE),
                false);
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
