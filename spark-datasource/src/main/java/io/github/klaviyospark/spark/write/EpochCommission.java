package io.github.klaviyospark.spark.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.spark.account.Account;
import io.github.klaviyospark.spark.options.StreamConf;
import io.github.klaviyospark.spark.options.WriteConf;
import io.github.klaviyospark.spark.rows.RecordForm;
import io.github.klaviyospark.spark.run.Epochs;
import io.github.klaviyospark.spark.run.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An epoch of a stream: finds the receipts that are left when Spark runs it again. */
final class EpochCommission implements Commission {

    private static final Logger LOG = LoggerFactory.getLogger(EpochCommission.class);

    private final Epoch number;
    private final StreamConf stream;
    private final StructType schema;
    private final RecordForm form;
    private final StreamedQuery query;

    private Optional<Epochs> epochs = Optional.empty();

    EpochCommission(Epoch number, StreamConf stream, StructType schema, RecordForm form, StreamedQuery query) {
        this.number = number;
        this.stream = stream;
        this.schema = schema;
        this.form = form;
        this.query = query;
    }

    /** Which epoch it is. */
    Epoch number() {
        return number;
    }

    @Override
    public WriteConf conf() {
        return stream.write();
    }

    @Override
    public RecordForm form() {
        return form;
    }

    @Override
    public OptionalLong epoch() {
        return OptionalLong.of(number.number());
    }

    /** What is left of an earlier time shows in the rows that are skipped. */
    @Override
    public boolean isResumed() {
        return false;
    }

    @Override
    public boolean isFirst() {
        return query.isFirst();
    }

    @Override
    public String newId(Instant now) {
        return Epochs.id(number.query(), number.number());
    }

    @Override
    public Destination destination(Account account) throws IOException {
        return query.destination(conf(), form, account);
    }

    @Override
    public Optional<Run> run(String id, Destination destination, Instant now, Configuration hadoop) {
        epochs = stream.path().map(path -> Epochs.of(path, number.query(), hadoop));
        if (isFirst()) {
            say(epochs);
        }
        try {
            if (epochs.isPresent()) {
                query.begin(epochs.get(), destination.settings(conf(), schema));
                if (isFirst()) {
                    epochs.get().begin(number.number());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The receipts of the stream cannot be kept in '"
                            + stream.path().orElseThrow() + "': " + e.getMessage()
                            + ". Set runPath to a folder that can be written.",
                    e);
        }
        return epochs.map(all -> all.run(number.number(), now));
    }

    private void say(Optional<Epochs> epochs) {
        if (epochs.isEmpty()) {
            LOG.warn(
                    "It is not known where the checkpoint of this stream is, so no receipts are kept: a task that runs again,"
                            + " and a query that goes on with its last epoch, send accepted rows again. Set the option"
                            + " checkpointLocation, queryName or runPath.");
        } else if (conf().idFields().isEmpty()) {
            LOG.warn(
                    "Without idField rows come in another order each time, so that an epoch that comes again may send most"
                            + " of them again.");
        }
    }

    @Override
    public void settled(DeliveryReport report) {
        query.add(report);
        LOG.info("Epoch {}: {}", number.number(), report.line());
    }

    /** Receipts that are left do no harm, and the next epoch removes them; a stream does not end for it. */
    @Override
    public void finish(Optional<Run> run) {
        try {
            if (epochs.isPresent()) {
                epochs.get().settled(number.number());
            }
        } catch (IOException e) {
            LOG.warn("Receipts of earlier epochs cannot be removed now.", e);
        }
    }

    @Override
    public ObjectNode document(DeliveryReport report) {
        return query.document(number, report);
    }

    /** Spark asks batch writes only. */
    @Override
    public CustomTaskMetric[] metrics() {
        return new CustomTaskMetric[0];
    }

    @Override
    public String toString() {
        return "EpochCommission(" + number + ")";
    }
}
