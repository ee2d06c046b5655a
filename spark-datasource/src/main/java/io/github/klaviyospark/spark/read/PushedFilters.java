package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.FilterField;
import io.github.klaviyospark.core.filter.Constraint;
import io.github.klaviyospark.spark.read.PredicateTranslator.Translation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/** The predicates of a query, sorted into what the API is asked and what Spark looks at again. */
final class PushedFilters {

    private final Constraint constraint;
    private final List<Predicate> exact = new ArrayList<>();
    private final List<Predicate> residual = new ArrayList<>();

    /**
     * Sorts predicates that all have to hold.
     *
     * @param taken fields that are filtered otherwise already
     */
    PushedFilters(Predicate[] predicates, CollectionDescriptor collection, Set<String> taken) {
        PredicateTranslator translator = new PredicateTranslator(collection, taken);
        Constraint wanted = Constraint.ALL;
        List<Predicate> notNull = new ArrayList<>();
        for (Predicate predicate : predicates) {
            if (predicate.name().equals("IS_NOT_NULL")) {
                notNull.add(predicate);
                continue;
            }

            Translation translation = translator.translate(predicate);
            Constraint both = wanted.and(translation.constraint());
            boolean isAskable = both.isAskable();
            wanted = isAskable ? both : wanted;
            (isAskable && translation.isExact() ? exact : residual).add(predicate);
        }
        for (Predicate predicate : notNull) {
            // Whatever has a value that was asked for is not null.
            if (isConstrained(translator.fields(predicate.children()[0]), wanted)) {
                exact.add(predicate);
            } else {
                residual.add(predicate);
                wanted = wanted.and(translator.presence(predicate.children()[0]));
            }
        }
        this.constraint = wanted;
    }

    private static boolean isConstrained(List<FilterField> fields, Constraint wanted) {
        return fields.stream().anyMatch(field -> wanted.fields().contains(field.name()));
    }

    /** What the API is asked for. */
    Constraint constraint() {
        return constraint;
    }

    /** Predicates that hold for everything the API finds. */
    Predicate[] exact() {
        return exact.toArray(Predicate[]::new);
    }

    /** Predicates that Spark has to look at. */
    Predicate[] residual() {
        return residual.toArray(Predicate[]::new);
    }
}
