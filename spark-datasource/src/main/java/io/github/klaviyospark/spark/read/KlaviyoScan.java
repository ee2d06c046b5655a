package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.filter.Constraint;
import io.github.klaviyospark.core.slice.Slicer;
import io.github.klaviyospark.core.slice.Slicing;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.account.Account;
import io.github.klaviyospark.spark.metrics.ReadMetrics;
import io.github.klaviyospark.spark.options.ReadConf;
import io.github.klaviyospark.spark.quota.Sharing;
import io.github.klaviyospark.spark.read.ReadPlan.TopN;
import io.github.klaviyospark.spark.read.ReadReport.Planned;
import io.github.klaviyospark.spark.stream.KlaviyoMicroBatchStream;
import io.github.klaviyospark.spark.stream.KlaviyoRangeBatch;
import io.github.klaviyospark.spark.stream.Parts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsRuntimeV2Filtering;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A read as Spark plans and runs it. Explaining it looks up no key and sends nothing; running it does. */
final class KlaviyoScan implements Scan, Batch, SupportsRuntimeV2Filtering {

    private static final Logger LOG = LoggerFactory.getLogger(KlaviyoScan.class);

    /** What is reckoned with where nothing has been measured. */
    private static final Duration USUAL_LATENCY = Duration.ofMillis(150);

    private final ReadConf conf;
    private final ReadPlan plan;
    private final RuntimeKeys keys;
    private final Clock clock = Clock.system();
    private final Supplier<Optional<Instant>> nextSince;
    private KlaviyoRangeBatch range;
    private Planned planned = new Planned(0, 0, 0, new Tally());
    private Optional<ReadPlan> narrowed = Optional.empty();

    KlaviyoScan(ReadConf conf, ReadPlan plan) {
        this(conf, plan, Optional::empty);
    }

    private KlaviyoScan(ReadConf conf, ReadPlan plan, Supplier<Optional<Instant>> nextSince) {
        this.conf = conf;
        this.plan = plan;
        this.nextSince = nextSince;
        this.keys = new RuntimeKeys(conf, plan.columns());
    }

    @Override
    public NamedReference[] filterAttributes() {
        return plan.isLimited() ? new NamedReference[0] : keys.columns();
    }

    /** Called before the partitions are planned, when Spark has run the small side of a join. */
    @Override
    public void filter(Predicate[] predicates) {
        narrowed = keys.constraint(plan.constraint(), predicates).map(plan::narrowedTo);
    }

    @Override
    public StructType readSchema() {
        return plan.columns();
    }

    @Override
    public Batch toBatch() {
        conf.following().checkBatch();
        if (!conf.following().isRange()) {
            return this;
        }
        if (range == null) {
            range = new KlaviyoRangeBatch(conf, plan.columns(), this::part, this);
        }
        return range;
    }

    @Override
    public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
        return new KlaviyoMicroBatchStream(conf, plan.columns(), this::chain, checkpointLocation);
    }

    /**
     * Most batches of a stream are small, and looking where to cut would cost each of them a request. A batch is read again
     * as it was, also with another number of cores, so it is one task's work.
     */
    private Batch chain(StructType columns, Constraint more, Parts.Order order, long limit) {
        ReadPlan part = part(columns, more, order, limit).plan;
        return new KlaviyoScan(conf, conf.slices().isPresent() ? part.inOneTask() : part.inOneChain());
    }

    private KlaviyoScan part(StructType columns, Constraint more, Parts.Order order, long limit) {
        Optional<TopN> sorted = order == Parts.Order.ANY
                ? Optional.empty()
                : Optional.of(new TopN(conf.following().field(), order == Parts.Order.NEWEST_FIRST));
        return new KlaviyoScan(
                conf,
                narrowed.orElse(plan).part(columns, more, sorted, limit),
                () -> range == null ? Optional.empty() : range.nextSince());
    }

    /** Where slices are worth it, this is when the account is asked where to cut; explaining does not come here. */
    @Override
    public InputPartition[] planInputPartitions() {
        return partitions(narrowed.orElse(plan));
    }

    private InputPartition[] partitions(ReadPlan plan) {
        Tally probes = new Tally();
        Slicing slicing =
                plan.canBeCut() ? new DriverSlicing(conf, plan, account(), clock).slicing(probes) : Slicing.WHOLE;
        List<ReadPlan.Chain> chains = plan.chains(clock.now(), slicing.slices());
        planned = new Planned(0, 0, slicing.slices().size(), probes);
        if (chains.isEmpty()) {
            return new InputPartition[0];
        }

        StructType decoded = plan.decoded(slicing.slices());
        Layout layout = layout(plan, chains.size(), slicing);
        List<List<ReadPlan.Chain>> hands = layout.deal(chains);
        InputPartition[] partitions = new InputPartition[hands.size()];
        for (int number = 0; number < partitions.length; number++) {
            partitions[number] = new KlaviyoInputPartition(number, plan, decoded, hands.get(number), layout);
        }
        planned = new Planned(partitions.length, chains.size(), slicing.slices().size(), probes);
        return partitions;
    }

    private Layout layout(ReadPlan plan, int chains, Slicing slicing) {
        SparkContext spark = SparkContext.getOrCreate();
        Sharing sharing = Sharing.of(spark, conf.connection().quota());
        if (plan.isOneTask() && !sharing.isOne()) {
            return Layout.IN_ORDER.besideTheDriver(plan.isLimited() ? 1 : atOnce(plan, slicing));
        }
        if (plan.isLimited() || chains == 1) {
            return Layout.IN_ORDER;
        }
        int cores = plan.isOneTask() ? 1 : Slots.of(spark);
        return Layout.of(chains, atOnce(plan, slicing), cores, sharing.isOne(), plan.quota());
    }

    private static int atOnce(ReadPlan plan, Slicing slicing) {
        return slicing.equals(Slicing.WHOLE) ? Slicer.chains(plan.quota(), USUAL_LATENCY) : slicing.chains();
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        Account account = account();
        LOG.info("Reading {}, {}.", description(), account.sharing());
        ReadReport report = new ReadReport(conf, SparkContext.getOrCreate(), planned, nextSince, clock);
        report.listen();
        return new KlaviyoPartitionReaderFactory(
                account,
                conf.collection(),
                plan.columns().fields().length,
                plan.givenQuota().orElse(null),
                report.totals());
    }

    private Account account() {
        return Account.of(conf.connection(), SparkContext.getOrCreate().hadoopConfiguration());
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
        return plan.description(clock.now()) + conf.following();
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
