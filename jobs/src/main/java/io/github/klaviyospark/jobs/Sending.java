package io.github.klaviyospark.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** One input through {@code format("klaviyo")}. */
final class Sending {

    private Sending() {}

    static Report send(SparkSession spark, InputSpec input, Map<String, String> options, ReportFolder folder)
            throws IOException {
        Path report = folder.file(input.name());
        input.read(spark)
                .write()
                .format("klaviyo")
                .options(options)
                .options(input.options())
                // Hadoop does not decode what a URI of Java encodes.
                .option("reportPath", "file://" + report)
                .mode("append")
                .save("data-source-records");
        return Report.read(input.name(), Files.readAllBytes(report));
    }
}
