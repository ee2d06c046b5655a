package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.target.Target;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.options.StreamConf;
import io.github.klaviyospark.spark.options.WriteConf;
import io.github.klaviyospark.spark.rows.ColumnPath;
import io.github.klaviyospark.spark.rows.ObjectIdForm;
import io.github.klaviyospark.spark.rows.RecordForm;
import io.github.klaviyospark.spark.rows.SchemaCheck;
import io.github.klaviyospark.spark.run.SessionConf;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.internal.connector.SupportsStreamingUpdateAsAppend;

/**
 * Checks everything about a write that can be known without asking Klaviyo. A stream in update mode is written as one in
 * append mode: a record replaces the one with the same id.
 */
public final class KlaviyoWriteBuilder implements SupportsTruncate, SupportsStreamingUpdateAsAppend {

    /** Spark's own setting of a session for the checkpoints of all its streams. */
    private static final String CHECKPOINTS = "spark.sql.streaming.checkpointLocation";

    private final LogicalWriteInfo info;
    private final Map<String, String> options;
    private final RecordForm form;
    private final StreamedQuery query;

    /**
     * For a write whose columns are the members of a record, with what Spark says of it.
     *
     * @param query what is known from one epoch to the next, if this is a stream
     */
    public KlaviyoWriteBuilder(LogicalWriteInfo info, StreamedQuery query) {
        this(info, info.options().asCaseSensitiveMap(), RecordForm.COLUMNS, query);
    }

    /**
     * For a write whose rows become something else.
     *
     * @param options the options of the write, in the place of those that Spark hands over
     * @param form what rows become
     */
    public KlaviyoWriteBuilder(LogicalWriteInfo info, Map<String, String> options, RecordForm form) {
        this(info, options, form, new StreamedQuery());
    }

    private KlaviyoWriteBuilder(
            LogicalWriteInfo info, Map<String, String> options, RecordForm form, StreamedQuery query) {
        this.info = info;
        this.options = new HashMap<>(options);
        this.form = form;
        this.query = query;
    }

    /**
     * Refuses: a bulk endpoint cannot be emptied.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public WriteBuilder truncate() {
        throw new UnsupportedOperationException(
                "Klaviyo cannot overwrite: its bulk endpoint only takes records in, and a"
                        + " record replaces the one with the same id. Use mode(\"append\"), or INSERT INTO in SQL;"
                        + " for a stream outputMode(\"append\") or outputMode(\"update\").");
    }

    @Override
    public Write build() {
        SparkContext spark = SparkContext.getOrCreate();
        Optional<Epoch> epoch = Epoch.running(info.queryId(), spark);
        return epoch.isPresent() ? streaming(epoch.get()) : batch(SessionConf.hadoop(spark));
    }

    private Write batch(Configuration hadoop) {
        StreamConf.checkBatch(options);
        WriteConf conf = WriteConf.of(options, System.getenv());
        SchemaCheck.check(info.schema());
        RunPreparation preparation =
                RunPreparation.of(conf, info.schema(), form, Clock.system().now(), hadoop);
        check(preparation.conf());
        return new KlaviyoWrite(preparation, info.schema());
    }

    private Write streaming(Epoch epoch) {
        String checkpoints = SQLConf.get().getConfString(CHECKPOINTS, "");
        StreamConf stream = StreamConf.of(options, System.getenv(), checkpoints);
        check(stream.write());
        stream.write().target().ifPresent(KlaviyoWriteBuilder::checkStream);
        EpochCommission commission = new EpochCommission(epoch, stream, info.schema(), form, query);
        return new KlaviyoWrite(commission, info.schema());
    }

    private void check(WriteConf conf) {
        SchemaCheck.check(info.schema());
        conf.target().ifPresent(target -> TargetColumns.check(info.schema(), target, conf));
        checkIds(conf);
    }

    private static void checkStream(Target target) {
        if (!target.operation().repeatable()) {
            throw new IllegalArgumentException(
                    "Rows for " + target + " must not be sent twice, and an epoch of a stream may"
                            + " come again. Write each batch by itself, in foreachBatch, with runPath.");
        }
    }

    private void checkIds(WriteConf conf) {
        if (conf.deletesFrom().isPresent()) {
            ColumnPath path =
                    Clustering.paths(info.schema(), "idField", conf.idFields()).get(0);
            ObjectIdForm.check(path.toString(), path.type());
        }
    }

    @Override
    public String toString() {
        return "KlaviyoWriteBuilder";
    }
}
