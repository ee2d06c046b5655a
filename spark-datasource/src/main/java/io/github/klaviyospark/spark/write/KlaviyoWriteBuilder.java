package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.options.WriteConf;
import io.github.klaviyospark.spark.rows.SchemaCheck;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;

/** Checks everything about a write that can be known without asking Klaviyo. */
public final class KlaviyoWriteBuilder implements SupportsTruncate {

    private final LogicalWriteInfo info;

    /** For the table, with what Spark says of the write. */
    public KlaviyoWriteBuilder(LogicalWriteInfo info) {
        this.info = info;
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
        WriteConf conf = WriteConf.of(info.options().asCaseSensitiveMap(), System.getenv());
        SchemaCheck.check(info.schema());
        Configuration hadoop = SparkContext.getOrCreate().hadoopConfiguration();
        RunPreparation preparation =
                RunPreparation.of(conf, info.schema(), Clock.system().now(), hadoop);
        return new KlaviyoWrite(preparation, info.schema());
    }

    @Override
    public String toString() {
        return "KlaviyoWriteBuilder";
    }
}
