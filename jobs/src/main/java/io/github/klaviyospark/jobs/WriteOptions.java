package io.github.klaviyospark.jobs;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What the verbs that take rows have in common. */
final class WriteOptions {

    @ArgGroup(exclusive = false, multiplicity = "1..*", heading = "For each input:%n")
    private List<InputSpec> inputs;

    @Option(
            names = "--option",
            paramLabel = "KEY=VALUE",
            description = "An option of format(\"klaviyo\"), such as nulls=omit; may be repeated.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(
            names = "--report",
            paramLabel = "FOLDER",
            description = "Where to keep the delivery report of each input as JSON.")
    private Path reports;

    List<InputSpec> inputs() {
        return inputs;
    }

    /** The options of the format that the flags amount to. */
    Map<String, String> options() {
        return options;
    }

    Path reports() {
        return reports;
    }

    /** The session of spark-submit, or a local one when the class is run by itself. */
    static SparkSession session(String name) {
        SparkSession.Builder builder = SparkSession.builder().appName("klaviyo-spark " + name);
        if (System.getProperty("spark.master") == null) {
            builder.master("local[*]")
                    .config("spark.driver.host", "127.0.0.1")
                    .config("spark.driver.bindAddress", "127.0.0.1")
                    .config("spark.ui.enabled", "false");
        }
        return builder.getOrCreate();
    }
}
