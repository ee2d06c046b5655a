package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.spark.metrics.WriteMetrics;
import io.github.klaviyospark.spark.options.WriteConf;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.distributions.Distribution;
import org.apache.spark.sql.connector.distributions.Distributions;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.RequiresDistributionAndOrdering;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.types.StructType;

/**
 * A write as Spark plans it. Rows are brought together in a few writers, clustered and sorted by their id: the quota
 * counts requests, so what matters is that chunks are full, however ragged the input's partitions are. Without an id the
 * rows are spread by all columns that Spark can hash.
 */
final class KlaviyoWrite implements RequiresDistributionAndOrdering {

    private static final boolean SPARK_TAKES_DRIVER_METRICS = Arrays.stream(Write.class.getMethods())
            .anyMatch(method -> method.getName().equals("reportDriverMetrics"));

    private final WriteConf conf;
    private final StructType schema;
    private final NamedReference[] ids;
    private final NamedReference[] clustering;
    private final JobTotals totals = new JobTotals();

    KlaviyoWrite(WriteConf conf, StructType schema) {
        this.conf = conf;
        this.schema = schema;
        this.ids = Clustering.ids(schema, conf.idFields());
        this.clustering =
                conf.writers().isEmpty() ? new NamedReference[0] : ids.length > 0 ? ids : Clustering.everything(schema);
    }

    @Override
    public Distribution requiredDistribution() {
        return clustering.length == 0 ? Distributions.unspecified() : Distributions.clustered(clustering);
    }

    /** Spark keeps the number of writers only with a distribution, and merges small ones unless it is strict. */
    @Override
    public int requiredNumPartitions() {
        return clustering.length == 0 ? 0 : conf.writers().orElse(0);
    }

    @Override
    public SortOrder[] requiredOrdering() {
        return Arrays.stream(ids)
                .map(id -> Expressions.sort(id, SortDirection.ASCENDING))
                .toArray(SortOrder[]::new);
    }

    @Override
    public BatchWrite toBatch() {
        return KlaviyoBatchWrite.begin(conf, schema, totals);
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
        return SPARK_TAKES_DRIVER_METRICS
                ? Stream.of(WriteMetrics.ofTasks(), WriteMetrics.ofJob())
                        .flatMap(Arrays::stream)
                        .toArray(CustomMetric[]::new)
                : WriteMetrics.ofTasks();
    }

    /** Called since Spark 4.0, where it is part of {@link Write}. */
    public CustomTaskMetric[] reportDriverMetrics() {
        return totals.metrics();
    }

    @Override
    public String description() {
        return toString();
    }

    @Override
    public String toString() {
        return "KlaviyoWrite(data-source-records)";
    }
}
