package io.github.klaviyospark.jobs;

import java.io.IOException;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** One input through {@code format("klaviyo")}. */
final class Sending {

    private Sending() {}

    static Report send(SparkSession spark, InputSpec input, Map<String, String> options, ReportFolder folder)
            throws IOException {
        String file = folder.file(input.name());
        input.read(spark)
                .write()
                .format("klaviyo")
                .options(options)
                .options(input.options())
                .option("reportPath", file)
                .mode("append")
                .save("data-source-records");
        return Report.read(input.name(), folder.contents(input.name()));
    }
}
