package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.spark.account.Account;
import io.github.klaviyospark.spark.options.WriteConf;
import io.github.klaviyospark.spark.rows.RecordForm;
import io.github.klaviyospark.spark.rows.RowEncoder;
import io.github.klaviyospark.spark.run.Run;
import io.github.klaviyospark.spark.run.RunSettings;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A batch write: begins the run that it is a job of, or finds the one that is to be continued. */
final class RunPreparation implements Commission {

    private static final Logger LOG = LoggerFactory.getLogger(RunPreparation.class);

    private final WriteConf conf;
    private final StructType schema;
    private final RecordForm form;
    private final Optional<Run> resumed;
    private final JobTotals totals = new JobTotals();

    private RunPreparation(WriteConf conf, StructType schema, RecordForm form, Optional<Run> resumed) {
        this.conf = conf;
        this.schema = schema;
        this.form = form;
        this.resumed = resumed;
    }

    /**
     * Looks for the run that is to be resumed, if one is, and takes its options. Reads a file and sends nothing.
     *
     * @throws IllegalArgumentException when there is no such run, it is finished, or it is about something else
     */
    static RunPreparation of(WriteConf given, StructType schema, RecordForm form, Instant now, Configuration hadoop) {
        if (given.resume().isEmpty()) {
            return new RunPreparation(given, schema, form, Optional.empty());
        }

        Run run = Run.find(given.runPath().orElseThrow(), given.resume().get(), now, hadoop);
        RunSettings settings = run.settings();
        WriteConf conf = given.resuming(settings.options());
        check(run, "columns", settings.columns(), schema.catalogString());
        check(run, "endpoint", settings.endpoint(), conf.connection().endpoint().toString());
        if (settings.encoder() != RowEncoder.VERSION) {
            LOG.warn(
                    "Run {} was begun with another version of the connector, which wrote rows differently: chunks that were"
                            + " accepted are sent again.",
                    run.id());
        }
        return new RunPreparation(conf, schema, form, Optional.of(run));
    }

    private static void check(Run run, String what, String begun, String now) {
        if (!begun.equals(now)) {
            throw new IllegalArgumentException("Run '" + run.id() + "' was begun with the " + what + " " + begun
                    + " and cannot go on with " + now + ". Resume it over the same rows, or start a new run.");
        }
    }

    /** The options, those of the run in force. */
    @Override
    public WriteConf conf() {
        return conf;
    }

    @Override
    public RecordForm form() {
        return form;
    }

    @Override
    public OptionalLong epoch() {
        return OptionalLong.empty();
    }

    @Override
    public boolean isFirst() {
        return true;
    }

    @Override
    public String newId(Instant now) {
        return Run.newId(now);
    }

    @Override
    public Destination destination(Account account) throws IOException {
        return Destination.find(conf, form, account);
    }

    @Override
    public void settled(DeliveryReport report) {
        totals.set(report);
        LOG.info("{}", report);
    }

    @Override
    public void finish(Optional<Run> run) throws IOException {
        if (run.isPresent()) {
            run.get().finish();
        }
    }

    @Override
    public CustomTaskMetric[] metrics() {
        return totals.metrics();
    }

    @Override
    public boolean isResumed() {
        return resumed.isPresent();
    }

    @Override
    public Optional<Run> run(String id, Destination destination, Instant now, Configuration hadoop) {
        if (resumed.isPresent()) {
            Run run = resumed.get();
            check(run, destination.words(), run.settings().destinationId(), destination.id());
            LOG.info("Resuming run {}.", run.id());
            return resumed;
        }
        if (conf.runPath().isEmpty()) {
            return Optional.empty();
        }

        Run run = Run.begin(conf.runPath().get(), id, destination.settings(conf, schema), now, hadoop);
        LOG.info(
                "Run {} in {}. If it does not finish, continue it with resume={}.",
                id,
                conf.runPath().get(),
                id);
        if (conf.idFields().isEmpty()) {
            LOG.warn("Without idField rows come in another order each time, so that resuming the run may send most of"
                    + " them again.");
        }
        return Optional.of(run);
    }

    @Override
    public String toString() {
        return "RunPreparation(" + resumed + ")";
    }
}
