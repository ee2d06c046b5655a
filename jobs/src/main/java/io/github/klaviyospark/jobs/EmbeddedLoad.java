package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.definition.Definition;
import io.github.klaviyospark.core.time.Clock;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** What an embedded Klaviyo, which begins empty, needs before there is something to verify or delete. */
final class EmbeddedLoad {

    private EmbeddedLoad() {}

    /**
     * Makes what the definition asks for, and sends the rows.
     *
     * @param options what leads to it
     * @return when the first row was sent
     */
    static Instant load(
            SparkSession spark,
            Map<String, String> options,
            Definition definition,
            Sending records,
            JobReport job,
            PrintWriter out)
            throws IOException {
        BackfillCommand.provision(options, definition, job, out);
        Instant start = Clock.system().now();
        try (RunsFolder none = RunsFolder.of(null, false, spark)) {
            SendSettings settings = SendSettings.sending(options, none);
            settings.options().put("createDataSource", "true");
            new Delivery(List.of(records), settings, out).send(spark, job);
        }
        return start;
    }
}
