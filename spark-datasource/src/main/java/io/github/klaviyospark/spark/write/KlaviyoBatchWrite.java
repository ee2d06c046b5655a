package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.bulk.BulkTarget;
import io.github.klaviyospark.core.bulk.DataSourceRecords;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.objects.DataSource;
import io.github.klaviyospark.core.objects.DataSources;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.account.Account;
import io.github.klaviyospark.spark.options.WriteConf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A write while it runs, on the driver: the first requests before any task, and the report after all of them. */
final class KlaviyoBatchWrite implements BatchWrite {

    private static final Logger LOG = LoggerFactory.getLogger(KlaviyoBatchWrite.class);

    private static final WriterCommitMessage[] NO_MESSAGES = {};
    private static final String SOME_ID = "0".repeat(26);

    private final WriteConf conf;
    private final StructType schema;
    private final JobTotals totals;
    private final Clock clock = Clock.system();

    private final Instant startedAt;
    private final long startedNanos;
    private final QuotaLimits quota;
    private DataSource dataSource;
    private Account account;
    private Optional<ReportFile> reportFile = Optional.empty();
    private boolean isDelivered;

    private KlaviyoBatchWrite(WriteConf conf, StructType schema, JobTotals totals) {
        this.conf = conf;
        this.schema = schema;
        this.totals = totals;
        this.startedAt = clock.now();
        this.startedNanos = clock.nanoTime();
        this.dataSource = new DataSource(null, conf.dataSource());
        this.quota = conf.quotaLimits().orElse(Operation.BULK_CREATE_DATA_SOURCE_RECORDS.limits());
    }

    /**
     * Begins a write. Spark calls this when it runs one and not when it plans or explains it, and before it computes or
     * shuffles any row: the moment to find out that a key or a data source is wrong.
     */
    static KlaviyoBatchWrite begin(WriteConf conf, StructType schema, JobTotals totals) {
        KlaviyoBatchWrite write = new KlaviyoBatchWrite(conf, schema, totals);
        Configuration hadoop = SparkContext.getOrCreate().hadoopConfiguration();
        write.reportFile = conf.reportPath().map(path -> new ReportFile(path, hadoop));
        // Replaces what an earlier job left there, and shows before anything is sent that it can be written.
        write.writeReport(write.report("started", NO_MESSAGES));
        try {
            if (!conf.isDryRun()) {
                write.checkAccount(hadoop);
            }
        } catch (RuntimeException e) {
            write.writeReportOfFailure(write.report("failed", NO_MESSAGES));
            throw e;
        }
        return write;
    }

    private void checkAccount(Configuration hadoop) {
        conf.writers().ifPresent(this::quotaParts);
        warnOfSpeculation();
        account = Account.of(conf.connection(), hadoop);
        dataSource = find(account);
    }

    private int quotaParts(int writers) {
        String master = SparkEnv.get().conf().get("spark.master", "");
        return QuotaShare.parts(master, writers, quota, conf.connection().endpoint());
    }

    @Override
    public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
        if (conf.isDryRun()) {
            // Every id has 26 characters, so the sizes are right for a data source that does not exist yet.
            return factory(DataSourceRecords.into(SOME_ID), 1);
        }

        int parts = quotaParts(info.numPartitions());
        LOG.info(
                "Writing data-source-records to {} with {} writer(s); quota {}{}.",
                conf.connection().endpoint(),
                info.numPartitions(),
                quota,
                parts == 1 ? ", one for all writers" : ", one part of " + parts + " for each writer");
        return factory(DataSourceRecords.into(dataSource.id()), parts);
    }

    private DataWriterFactory factory(BulkTarget target, int quotaParts) {
        return new KlaviyoDataWriterFactory(
                account, target, conf.chunkLimits(), quota, quotaParts, schema, conf.omitsNulls());
    }

    private static void warnOfSpeculation() {
        if (SparkEnv.get().conf().getBoolean("spark.speculation", false)) {
            LOG.warn(
                    "spark.speculation is on: copies of a task send the same records again. Nothing is lost by that, but"
                            + " it spends quota; switch it off for this job.");
        }
    }

    private DataSource find(Account account) {
        try (KlaviyoClient client = account.client().build()) {
            DataSources sources = new DataSources(client);
            return conf.createsDataSource()
                    ? sources.findOrCreate(conf.dataSource())
                    : sources.find(conf.dataSource()).orElseThrow(this::missing);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private IllegalArgumentException missing() {
        return new IllegalArgumentException(
                "There is no data source '" + conf.dataSource() + "' in this account. Check the"
                        + " title or id, or set createDataSource=true to make one with this title.");
    }

    @Override
    public void commit(WriterCommitMessage[] messages) {
        DeliveryReport report = report(conf.isDryRun() ? "planned" : "accepted", messages);
        isDelivered = true;
        totals.set(report);
        LOG.info("{}", report);
        writeReport(report);
    }

    /** Says what Klaviyo already has. The job has failed when this is called, so nothing may hide the cause. */
    @Override
    public void abort(WriterCommitMessage[] messages) {
        if (isDelivered) {
            LOG.warn("All rows were delivered; only the report could not be written.");
            return;
        }

        DeliveryReport report = report("failed", messages);
        LOG.warn("The write failed. Tasks that had ended before: {}", report);
        writeReportOfFailure(report);
    }

    private void writeReportOfFailure(DeliveryReport report) {
        try {
            writeReport(report);
        } catch (RuntimeException e) {
            LOG.warn("The delivery report could not be written.", e);
        }
    }

    private void writeReport(DeliveryReport report) {
        reportFile.ifPresent(file -> file.write(report));
    }

    private DeliveryReport report(String status, WriterCommitMessage[] messages) {
        List<KlaviyoCommitMessage> tasks = Arrays.stream(messages)
                .filter(Objects::nonNull)
                .map(KlaviyoCommitMessage.class::cast)
                .toList();
        return DeliveryReport.of(
                status,
                conf.connection().endpoint().toString(),
                dataSource,
                quota,
                startedAt,
                (clock.nanoTime() - startedNanos) / 1_000_000,
                tasks);
    }

    @Override
    public String toString() {
        return "KlaviyoBatchWrite(data-source-records)";
    }
}
