package io.github.klaviyospark.spark.catalog;

import io.github.klaviyospark.spark.options.ReadConf;
import io.github.klaviyospark.spark.read.KlaviyoScanBuilder;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/**
 * Decides how objects are read: a few that a query names by their ids with a request each, all others page by page, since
 * the API has no filter for them. Spark looks at every condition again.
 */
final class ObjectScanBuilder
        implements ScanBuilder, SupportsPushDownV2Filters, SupportsPushDownRequiredColumns, SupportsPushDownLimit {

    /** What the quota grants in a minute; beyond that reading all of them may well be cheaper. */
    private static final int MOST_LOOKUPS = 60;

    private final ReadConf conf;
    private final String objectTypeId;
    private final KlaviyoScanBuilder all;
    private StructType columns;
    private Set<String> ids;

    ObjectScanBuilder(ReadConf conf, String objectTypeId, StructType columns) {
        this.conf = conf;
        this.objectTypeId = objectTypeId;
        this.all = new KlaviyoScanBuilder(conf, columns);
        this.columns = columns;
    }

    @Override
    public Predicate[] pushPredicates(Predicate[] predicates) {
        String idColumn = conf.collection().idColumn();
        for (Predicate predicate : predicates) {
            NamedIds.of(predicate, idColumn).ifPresent(this::restrict);
        }
        return predicates;
    }

    private void restrict(Set<String> named) {
        if (ids == null) {
            ids = new LinkedHashSet<>(named);
        } else {
            ids.retainAll(named);
        }
    }

    @Override
    public Predicate[] pushedPredicates() {
        return new Predicate[0];
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
        columns = requiredSchema;
        all.pruneColumns(requiredSchema);
    }

    @Override
    public boolean pushLimit(int limit) {
        return all.pushLimit(limit);
    }

    @Override
    public boolean isPartiallyPushed() {
        return true;
    }

    @Override
    public Scan build() {
        return ids == null || ids.size() > MOST_LOOKUPS
                ? all.build()
                : new ObjectLookupScan(conf, objectTypeId, columns, ids);
    }

    @Override
    public String toString() {
        return "ObjectScanBuilder(" + objectTypeId + ")";
    }
}
