package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.collection.FieldType;
import io.github.klaviyospark.core.filter.Constraint;
import io.github.klaviyospark.spark.options.ReadConf;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys of a join that Spark has found by running its small side, and that a read can be narrowed to. A request finds up to
 * a hundred of them, a page of all holds as many resources, so keys are worth it while they are fewer than the resources;
 * how many these are nobody tells, and the user says up to where.
 */
final class RuntimeKeys {

    private static final Logger LOG = LoggerFactory.getLogger(RuntimeKeys.class);

    private final ReadConf conf;
    private final StructType columns;

    RuntimeKeys(ReadConf conf, StructType columns) {
        this.conf = conf;
        this.columns = columns;
    }

    /** The columns that may be narrowed: those that are read and that the API finds by a list of values. */
    NamedReference[] columns() {
        if (conf.maxJoinKeys() == 0) {
            return new NamedReference[0];
        }
        List<String> read = List.of(columns.fieldNames());
        return conf.collection().filters().stream()
                .filter(field -> !conf.filter().fields().contains(field.name()))
                .filter(field ->
                        field.value() == FieldType.STRING && field.operators().contains("any"))
                .flatMap(field -> field.column().stream())
                .filter(read::contains)
                .distinct()
                .map(Expressions::column)
                .toArray(NamedReference[]::new);
    }

    /** What the keys leave of a read; nothing when it is better read as it is. */
    Optional<Constraint> constraint(Constraint wanted, Predicate[] predicates) {
        Constraint narrowed = wanted;
        PredicateTranslator translator =
                new PredicateTranslator(conf.collection(), conf.filter().fields());
        for (Predicate predicate : predicates) {
            int keys = predicate.children().length - 1;
            if (keys > conf.maxJoinKeys()) {
                LOG.info(
                        "A join has {} keys, more than maxJoinKeys={}; {} are read without them.",
                        keys,
                        conf.maxJoinKeys(),
                        conf.collection().name());
                continue;
            }
            Constraint found = translator.translate(predicate).constraint();
            Constraint both = narrowed.and(found);
            if (!found.equals(Constraint.ALL) && both.isAskable()) {
                narrowed = both;
            } else {
                LOG.info(
                        "A join has {} keys that Klaviyo cannot be asked for, since one of them is empty, very long or has"
                                + " control characters, or because of other lists; {} are read without them.",
                        keys,
                        conf.collection().name());
            }
        }
        return narrowed.equals(wanted) ? Optional.empty() : Optional.of(narrowed);
    }
}
