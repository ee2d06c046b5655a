package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.bulk.JobKind;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.account.Account;
import io.github.klaviyospark.spark.options.WriteConf;
import io.github.klaviyospark.spark.run.AttemptFacts;
import io.github.klaviyospark.spark.run.DeadLetters;
import io.github.klaviyospark.spark.run.Run;
import io.github.klaviyospark.spark.run.SessionConf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
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
import org.slf4j.event.Level;

/** A write while it runs, on the driver: the first requests before any task, and the report after all of them. */
final class KlaviyoBatchWrite implements BatchWrite {

    private static final Logger LOG = LoggerFactory.getLogger(KlaviyoBatchWrite.class);

    private static final WriterCommitMessage[] NO_MESSAGES = {};

    private final Commission commission;
    private final WriteConf conf;
    private final StructType schema;
    private final Configuration hadoop;
    private final Clock clock = Clock.system();
    private final Instant startedAt;
    private final long startedNanos;
    private final String id;
    private final Reports reports;
    private final QueryWatch query;

    private Destination destination;
    private Account account;
    private Optional<Run> run = Optional.empty();
    private Optional<DeadLetters> deadLetters = Optional.empty();
    private Optional<ProgressWatch> watch = Optional.empty();
    private boolean isDelivered;
    private volatile boolean isEnded;

    private KlaviyoBatchWrite(Commission commission, StructType schema, SparkContext spark) {
        this.commission = commission;
        this.conf = commission.conf();
        this.schema = schema;
        this.hadoop = SessionConf.hadoop(spark);
        this.startedAt = clock.now();
        this.startedNanos = clock.nanoTime();
        this.id = commission.newId(startedAt);
        this.reports = new Reports(commission::document);
        this.destination = Destination.unknown(conf, commission.form());
        this.query = new QueryWatch(spark, this::queryEnded);
    }

    /**
     * Begins a write. Spark calls this when it runs one and not when it plans or explains it, and before it computes or
     * shuffles any row: the moment to find out that a key or a data source is wrong.
     */
    static KlaviyoBatchWrite begin(Commission commission, StructType schema) {
        SparkContext spark = SparkContext.getOrCreate();
        KlaviyoBatchWrite write = new KlaviyoBatchWrite(commission, schema, spark);
        write.conf.reportPath().ifPresent(path -> write.reports.add(new ReportFile(path, write.hadoop)));
        // Replaces what an earlier job left there, and shows before anything is sent that it can be written.
        write.reports.write(write.report("started", NO_MESSAGES));
        write.query.listen();
        try {
            if (!write.conf.isDryRun()) {
                write.checkAccount();
                write.prepareRun(spark);
                new AttemptGuard(spark).listen();
            }
        } catch (RuntimeException e) {
            write.isEnded = true;
            write.reports.tryToWrite(write.report("failed", NO_MESSAGES));
            throw e;
        }
        return write;
    }

    private void checkAccount() {
        checkSpeculation();
        if (commission.isFirst()) {
            warnOfSpeculation();
            QuotaCheck.warnOfLoopback(
                    SparkEnv.get().conf().get("spark.master", ""),
                    conf.connection().endpoint());
        }
        account = Account.of(conf.connection(), hadoop);
        conf.writers().ifPresent(this::checkQuota);
        destination = find();
    }

    private void prepareRun(SparkContext spark) {
        run = commission.run(id, destination, startedAt, hadoop);
        if (conf.setsAside()) {
            String runId = run.map(Run::id).orElse(id);
            deadLetters = conf.deadLetterPath()
                    .map(path -> DeadLetters.in(path, runId, hadoop))
                    .or(() -> run.map(Run::deadLetters));
            deadLetters.ifPresent(DeadLetters::create);
        }
        run.ifPresent(begun -> {
            warnOfLocalFolder(begun, spark);
            reports.add(new ReportFile(begun.reportPath(), hadoop));
            reports.write(report("started", NO_MESSAGES));
        });
    }

    private void warnOfLocalFolder(Run run, SparkContext spark) {
        if (run.isLocal() && !spark.isLocal() && commission.isFirst()) {
            LOG.warn(
                    "The folder of run {} is on a disk of each machine. Unless that is the same folder on all of them,"
                            + " receipts and dead letters are lost with their machine: set runPath to a shared file system.",
                    run.id());
        }
    }

    private void checkOpenJobs(int writers) {
        int open = destination.target().job().map(JobKind::open).orElse(Integer.MAX_VALUE);
        if ((long) writers * conf.inFlight() > open) {
            throw new IllegalArgumentException("With " + writers + " writers and inFlight=" + conf.inFlight()
                    + " more jobs could be open at a time than the " + open + " that an account may have. Lower one of"
                    + " both.");
        }
    }

    private void checkQuota(int writers) {
        QuotaCheck.check(account.sharing(), writers, conf.quotaLimits());
    }

    @Override
    public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
        if (conf.isDryRun()) {
            return KlaviyoDataWriterFactory.counting(plan());
        }

        checkQuota(info.numPartitions());
        checkOpenJobs(info.numPartitions());
        LOG.atLevel(commission.isFirst() ? Level.INFO : Level.DEBUG)
                .log(
                        "Writing {} to {} with {} writer(s); quota {}, {}.",
                        destination.target(),
                        conf.connection().endpoint(),
                        info.numPartitions(),
                        conf.quotaLimits(),
                        account.sharing());
        watch = run.map(this::watch);
        return KlaviyoDataWriterFactory.sending(
                plan(), account, conf.givenQuota().orElse(null), info.numPartitions());
    }

    /**
     * Lets every attempt commit. What an attempt has sent stays sent, so there is nothing to grant. Before Spark 4 a task
     * sends its last chunk when it commits, which may wait a minute for quota; an attempt that is started meanwhile skips by
     * receipt, is denied at once, and fails the job after four times.
     */
    @Override
    public boolean useCommitCoordinator() {
        return false;
    }

    private WritePlan plan() {
        return new WritePlan(conf, schema, destination, run.orElse(null), deadLetters.orElse(null));
    }

    /** The number of rows, when they are shuffled to the writers. */
    private OptionalLong rows() {
        return conf.writers().isPresent() ? query.total() : OptionalLong.empty();
    }

    /** The quota that is kept, which may have been learnt meanwhile. */
    private QuotaLimits quota() {
        return account == null || conf.isDryRun()
                ? conf.quotaLimits()
                : account.limits(destination.target().operation()).orElse(conf.quotaLimits());
    }

    private ProgressWatch watch(Run begun) {
        try {
            return ProgressWatch.start(
                    begun,
                    this::quota,
                    this::rows,
                    state -> reports.tryToWrite(DeliveryReport.running(job("running"), quota(), state)),
                    clock);
        } catch (IOException e) {
            throw new UncheckedIOException("The receipts of run " + begun.id() + " cannot be read.", e);
        }
    }

    private void checkSpeculation() {
        boolean isOn = SparkEnv.get().conf().getBoolean("spark.speculation", false);
        if (isOn && !destination.target().operation().repeatable()) {
            throw new IllegalArgumentException(
                    "spark.speculation is on: copies of a task would send the same rows again," + " and rows for "
                            + destination.target() + " must not be sent twice. Switch it off for this job.");
        }
    }

    private static void warnOfSpeculation() {
        if (SparkEnv.get().conf().getBoolean("spark.speculation", false)) {
            LOG.warn(
                    "spark.speculation is on: copies of a task send the same records again. That spends quota, and where several"
                            + " rows have one id a copy that is ended midway may leave an older one; switch it off for this"
                            + " job, or set duplicates=last.");
        }
    }

    private Destination find() {
        try {
            return commission.destination(account);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Override
    public void commit(WriterCommitMessage[] messages) {
        isEnded = true;
        endWatching();
        DeliveryReport report = report(conf.isDryRun() ? "planned" : "accepted", messages);
        isDelivered = true;
        commission.settled(report);
        Trickle.warning(conf, report).ifPresent(LOG::warn);
        if (report.rows().dead() > 0 && deadLetters.isPresent()) {
            LOG.warn("{} rows are dead letters in {}.", report.rows().dead(), deadLetters.get());
        }
        reports.write(report);
        finishRun(tasks(messages));
    }

    private static Set<String> letters(List<KlaviyoCommitMessage> tasks) {
        return tasks.stream().flatMap(task -> task.totals().letters().stream()).collect(Collectors.toSet());
    }

    private void finishRun(List<KlaviyoCommitMessage> tasks) {
        try {
            if (deadLetters.isPresent()) {
                deadLetters.get().keepOnly(letters(tasks));
            }
            commission.finish(run);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "All rows are settled, but this cannot be noted in the folder of the run: " + e.getMessage(), e);
        }
    }

    /** Says what Klaviyo already has. The job has failed when this is called, so nothing may hide the cause. */
    @Override
    public void abort(WriterCommitMessage[] messages) {
        isEnded = true;
        endWatching();
        if (isDelivered) {
            LOG.warn("All rows were delivered; only the report could not be written.");
            return;
        }

        DeliveryReport report = report("failed", messages);
        LOG.warn("The write failed. Tasks that had ended before: {}", report);
        run.ifPresent(begun -> LOG.warn("{}", begun.hint()));
        tidyDeadLetters(tasks(messages));
        reports.tryToWrite(report);
    }

    /**
     * Without a run nothing but the letters of tasks that had ended is certain. With one, letters stay until a job
     * finishes it: a task that is being ended may be about to write the receipt that its letters go with.
     */
    private void tidyDeadLetters(List<KlaviyoCommitMessage> tasks) {
        try {
            if (deadLetters.isPresent() && run.isEmpty()) {
                deadLetters.get().keepOnly(letters(tasks));
            }
        } catch (IOException e) {
            LOG.warn("Dead letters of attempts that failed may be left in {}.", deadLetters, e);
        }
    }

    /** Spark aborts a write only when a task of it fails, and not when the rows cannot be computed. */
    private void queryEnded() {
        if (!isEnded) {
            isEnded = true;
            endWatching();
            reports.tryToWrite(report("failed", NO_MESSAGES));
        }
    }

    private void endWatching() {
        watch.ifPresent(ProgressWatch::close);
        watch = Optional.empty();
    }

    private DeliveryReport report(String status, WriterCommitMessage[] messages) {
        return DeliveryReport.of(job(status), quota(), tasks(messages), failedAttempts());
    }

    private static List<KlaviyoCommitMessage> tasks(WriterCommitMessage[] messages) {
        return Arrays.stream(messages)
                .filter(Objects::nonNull)
                .map(KlaviyoCommitMessage.class::cast)
                .toList();
    }

    private AttemptFacts failedAttempts() {
        try {
            return run.isPresent() ? run.get().failed() : AttemptFacts.NONE;
        } catch (IOException e) {
            LOG.warn("What failed attempts of tasks cost cannot be read and is missing in the report.", e);
            return AttemptFacts.NONE;
        }
    }

    private DeliveryReport.Job job(String status) {
        return new DeliveryReport.Job(
                status,
                run.map(Run::id).orElse(null),
                commission.isResumed(),
                conf.connection().endpoint().toString(),
                destination.kind(),
                destination.id(),
                destination.title(),
                deadLetters.map(DeadLetters::toString).orElse(null),
                startedAt,
                (clock.nanoTime() - startedNanos) / 1_000_000);
    }

    @Override
    public String toString() {
        return "KlaviyoBatchWrite(" + destination + ")";
    }
}
