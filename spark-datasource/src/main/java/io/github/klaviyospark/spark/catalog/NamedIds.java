package io.github.klaviyospark.spark.catalog;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.unsafe.types.UTF8String;

/** Finds the ids that a condition names. */
final class NamedIds {

    private NamedIds() {}

    /** Whether a condition says no more than that there is an id, as it is the case anyway. */
    static boolean isAlways(Predicate predicate, String idColumn) {
        return predicate.name().equals("IS_NOT_NULL") && isId(predicate.children()[0], idColumn);
    }

    /** The ids of {@code id = '…'}, {@code id IN (…)} or several of these with OR; nothing for any other condition. */
    static Optional<Set<String>> of(Predicate predicate, String idColumn) {
        Expression[] children = predicate.children();
        if (predicate.name().equals("OR")
                && children[0] instanceof Predicate left
                && children[1] instanceof Predicate right) {
            Optional<Set<String>> one = of(left, idColumn);
            Optional<Set<String>> other = of(right, idColumn);
            return one.isEmpty() || other.isEmpty() ? Optional.empty() : Optional.of(union(one.get(), other.get()));
        }
        boolean isList = (predicate.name().equals("=") && children.length == 2)
                || predicate.name().equals("IN");
        if (!isList || !isId(children[0], idColumn)) {
            return Optional.empty();
        }
        Set<String> ids = new LinkedHashSet<>();
        for (Expression value : Arrays.copyOfRange(children, 1, children.length)) {
            if (!(value instanceof Literal<?> literal && literal.value() instanceof UTF8String text)) {
                return Optional.empty();
            }
            ids.add(text.toString());
        }
        return Optional.of(ids);
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> both = new LinkedHashSet<>(one);
        both.addAll(other);
        return both;
    }

    private static boolean isId(Expression expression, String idColumn) {
        return expression instanceof NamedReference reference
                && reference.fieldNames().length == 1
                && reference.fieldNames()[0].equals(idColumn);
    }
}
