package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.filter.Constraint;
import io.github.klaviyospark.spark.options.ReadConf;
import io.github.klaviyospark.spark.read.ReadPlan.TopN;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownTopN;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/** Takes from a query what Klaviyo can do itself. Sends nothing and looks up no key. */
public final class KlaviyoScanBuilder
        implements ScanBuilder,
                SupportsPushDownV2Filters,
                SupportsPushDownRequiredColumns,
                SupportsPushDownLimit,
                SupportsPushDownTopN {

    private final ReadConf conf;
    private StructType columns;
    private PushedFilters filters;
    private Optional<TopN> topN = Optional.empty();
    private long limit = Long.MAX_VALUE;

    /** A builder for all of some columns. */
    public KlaviyoScanBuilder(ReadConf conf, StructType columns) {
        this.conf = conf;
        this.columns = columns;
    }

    @Override
    public Predicate[] pushPredicates(Predicate[] predicates) {
        filters = new PushedFilters(predicates, conf.collection(), conf.filter().fields());
        return filters.residual();
    }

    /** Predicates that Spark need not look at again; others may have been used all the same, see the description. */
    @Override
    public Predicate[] pushedPredicates() {
        return filters == null ? new Predicate[0] : filters.exact();
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
        columns = requiredSchema;
    }

    @Override
    public boolean pushLimit(int rows) {
        if (conf.following().isRange()) {
            // What is asked for is a little more than the range, so the first rows may be none of it.
            return false;
        }
        limit = rows;
        return true;
    }

    @Override
    public boolean pushTopN(SortOrder[] orders, int rows) {
        if (conf.following().isRange()
                || orders.length != 1
                || !(orders[0].expression() instanceof NamedReference reference)) {
            return false;
        }
        String key = String.join(".", reference.fieldNames());
        if (!conf.collection().isOrderedBy(key)) {
            return false;
        }

        topN = Optional.of(new TopN(key, orders[0].direction() == SortDirection.DESCENDING));
        limit = rows;
        return true;
    }

    /** A long list of ids takes several chains, each of which gives so many rows; Spark takes the first of all. */
    @Override
    public boolean isPartiallyPushed() {
        return true;
    }

    @Override
    public Scan build() {
        Constraint constraint = filters == null ? Constraint.ALL : filters.constraint();
        return new KlaviyoScan(conf, new ReadPlan(conf, columns, constraint, topN, limit));
    }
}
