package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.options.WriteConf;
import io.github.klaviyospark.spark.rows.ColumnPath;
import io.github.klaviyospark.spark.rows.ObjectIdForm;
import io.github.klaviyospark.spark.rows.RecordForm;
import io.github.klaviyospark.spark.rows.SchemaCheck;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;

/** Checks everything about a write that can be known without asking Klaviyo. */
public final class KlaviyoWriteBuilder implements SupportsTruncate {

    private final LogicalWriteInfo info;
    private final Map<String, String> options;
    private final RecordForm form;

    /** For a write whose columns are the members of a record, with what Spark says of it. */
    public KlaviyoWriteBuilder(LogicalWriteInfo info) {
        this(info, info.options().asCaseSensitiveMap(), RecordForm.COLUMNS);
    }

    /**
     * For a write whose rows become something else.
     *
     * @param options the options of the write, in the place of those that Spark hands over
     * @param form what rows become
     */
    public KlaviyoWriteBuilder(LogicalWriteInfo info, Map<String, String> options, RecordForm form) {
        this.info = info;
        this.options = new HashMap<>(options);
        this.form = form;
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
                        + " record replaces the one with the same id. Use mode(\"append\"), or INSERT INTO in SQL.");
    }

    @Override
    public Write build() {
        WriteConf conf = WriteConf.of(options, System.getenv());
        SchemaCheck.check(info.schema());
        checkIds(conf);
        Configuration hadoop = SparkContext.getOrCreate().hadoopConfiguration();
        RunPreparation preparation =
                RunPreparation.of(conf, info.schema(), form, Clock.system().now(), hadoop);
        return new KlaviyoWrite(preparation, info.schema());
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
