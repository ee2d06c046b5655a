package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.account.Account;
import io.github.klaviyospark.spark.metrics.ReadMetrics;
import io.github.klaviyospark.spark.options.ReadConf;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A read as Spark plans and runs it. Explaining it looks up no key and sends nothing; running it does. */
final class KlaviyoScan implements Scan, Batch {

    private static final Logger LOG = LoggerFactory.getLogger(KlaviyoScan.class);

    private final ReadConf conf;
    private final ReadPlan plan;
    private final Clock clock = Clock.system();

    KlaviyoScan(ReadConf conf, ReadPlan plan) {
        this.conf = conf;
        this.plan = plan;
    }

    @Override
    public StructType readSchema() {
        return plan.columns();
    }

    @Override
    public Batch toBatch() {
        return this;
    }

    /** Pages follow one another, so the chains of a read are one partition's work. */
    @Override
    public InputPartition[] planInputPartitions() {
        List<ReadPlan.Chain> chains = plan.chains(clock.now());
        return chains.isEmpty()
                ? new InputPartition[0]
                : new InputPartition[] {
                    new KlaviyoInputPartition(plan.operation(), plan.resource(), chains, plan.limit(), plan.demand())
                };
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        LOG.info("Reading {}.", description());
        Account account =
                Account.of(conf.connection(), SparkContext.getOrCreate().hadoopConfiguration());
        return new KlaviyoPartitionReaderFactory(
                account, conf.collection(), plan.columns(), plan.givenQuota().orElse(null));
    }

    /** Asked before anything is planned; a guess would have the partitions planned to be explained. */
    @Override
    public ColumnarSupportMode columnarSupportMode() {
        return ColumnarSupportMode.UNSUPPORTED;
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
        return ReadMetrics.all();
    }

    @Override
    public String description() {
        return plan.description(clock.now());
    }

    /** Equal scans send equal requests: where a query has two of them, Spark reads once and uses the rows twice. */
    @Override
    public boolean equals(Object other) {
        return other instanceof KlaviyoScan that && plan.equals(that.plan);
    }

    @Override
    public int hashCode() {
        return plan.hashCode();
    }

    @Override
    public String toString() {
        return description();
    }
}
