package io.github.klaviyospark.spark.testing;

import io.github.klaviyospark.emulator.KlaviyoEmulator;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Writes to an emulator with settings that do not make a test wait. */
public final class Writing {

    public static final String BULK = "POST /api/data-source-record-bulk-create-jobs";
    public static final String SINGLE = "POST /api/data-source-record-create-jobs";

    private Writing() {}

    public static DataFrameWriter<Row> to(KlaviyoEmulator klaviyo, String dataSource, Dataset<Row> rows) {
        return rows.write()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option("dataSource", dataSource)
                .option("quotaLimits", "10000/1s")
                .mode("append");
    }

    /** The message that the connector wrote, below what Spark puts around the failure of a task. */
    public static String message(Throwable failure) {
        Throwable told = failure;
        while (told.getCause() != null && told.getClass().getName().startsWith("org.apache.spark")) {
            told = told.getCause();
        }
        return told.getMessage();
    }
}
