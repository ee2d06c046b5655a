package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.target.Target;
import io.github.klaviyospark.spark.metrics.WriteMetrics;
import io.github.klaviyospark.spark.options.WriteConf;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;
import org.apache.spark.sql.types.StructType;

/**
 * A write as Spark plans it. Rows are brought together in a few writers, clustered and sorted by their id: the quota
 * counts requests, so what matters is that chunks are full, however ragged the input's partitions are. Without an id the
 * rows are spread by all columns that Spark can hash.
 */
final class KlaviyoWrite implements RequiresDistributionAndOrdering {

    private static final boolean SPARK_TAKES_DRIVER_METRICS = Arrays.stream(Write.class.getMethods())
            .anyMatch(method -> method.getName().equals("reportDriverMetrics"));

    private final Commission commission;
    private final WriteConf conf;
    private final StructType schema;
    private final List<NamedReference> clustering;
    private final List<NamedReference> ordering;

    KlaviyoWrite(Commission commission, StructType schema) {
        this.commission = commission;
        this.conf = commission.conf();
        this.schema = schema;
        List<NamedReference> ids = references("idField", conf.idFields());
        this.clustering = conf.writers().isEmpty() ? List.of() : ids.isEmpty() ? byNature() : ids;
        this.ordering = ids.isEmpty() && conf.target().isEmpty() ? List.of() : ordering(ids);
    }

    private List<NamedReference> byNature() {
        List<NamedReference> natural = conf.target()
                .map(target -> references("column", TargetColumns.natural(schema, target)))
                .orElse(List.of());
        return natural.isEmpty() ? Clustering.everything(schema) : natural;
    }

    private List<NamedReference> references(String option, List<String> names) {
        return Clustering.references(Clustering.paths(schema, option, names));
    }

    /**
     * Without an id by what concerns a whole request, so that rows of one request are neighbours. By id, then by what says which row is later. All other columns follow, so that rows which are equal so far come in
     * the same order on every attempt, and chunks are the same.
     */
    private List<NamedReference> ordering(List<NamedReference> ids) {
        Map<String, NamedReference> all = new LinkedHashMap<>();
        List<NamedReference> ofRequest = conf.target()
                .map(target -> references("column", TargetColumns.sortable(schema, target)))
                .orElse(List.of());
        List<NamedReference> first = conf.writers().isPresent() ? byNature() : List.of();
        List<NamedReference> order = references("orderField", conf.orderFields());
        // Which row of an id is later must not depend on what concerns its request.
        Stream<List<NamedReference>> wanted = ids.isEmpty()
                ? Stream.of(ofRequest, first, Clustering.simple(schema))
                : Stream.of(ids, order, ofRequest, Clustering.simple(schema));
        wanted.flatMap(List::stream).forEach(reference -> all.putIfAbsent(reference.describe(), reference));
        return List.copyOf(all.values());
    }

    @Override
    public Distribution requiredDistribution() {
        return clustering.isEmpty()
                ? Distributions.unspecified()
                : Distributions.clustered(clustering.toArray(NamedReference[]::new));
    }

    /** Spark keeps the number of writers only with a distribution, and merges small ones unless it is strict. */
    @Override
    public int requiredNumPartitions() {
        return clustering.isEmpty() ? 0 : conf.writers().orElse(0);
    }

    @Override
    public SortOrder[] requiredOrdering() {
        return ordering.stream()
                .map(column -> Expressions.sort(column, SortDirection.ASCENDING))
                .toArray(SortOrder[]::new);
    }

    @Override
    public BatchWrite toBatch() {
        return KlaviyoBatchWrite.begin(commission, schema);
    }

    @Override
    public StreamingWrite toStreaming() {
        if (commission instanceof EpochCommission epoch) {
            return new KlaviyoStreamingWrite(epoch, schema);
        }
        throw new UnsupportedOperationException(
                "A stream cannot be written to Klaviyo with Trigger.Continuous: it is written in micro-batches. Use"
                        + " Trigger.ProcessingTime or Trigger.AvailableNow.");
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
        return SPARK_TAKES_DRIVER_METRICS && commission.epoch().isEmpty()
                ? Stream.of(WriteMetrics.ofTasks(), WriteMetrics.ofJob())
                        .flatMap(Arrays::stream)
                        .toArray(CustomMetric[]::new)
                : WriteMetrics.ofTasks();
    }

    /** Called since Spark 4.0, where it is part of {@link Write}. */
    public CustomTaskMetric[] reportDriverMetrics() {
        return commission.metrics();
    }

    @Override
    public String description() {
        return toString();
    }

    @Override
    public String toString() {
        return "KlaviyoWrite(" + conf.target().map(Target::toString).orElse("data-source-records") + ")";
    }
}
