package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.definition.Definition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the verbs that take rows have in common. */
final class WriteOptions {

    private static final Map<String, String> FLAGS = Map.ofEntries(
            Map.entry("datasource", "use --data-source after its --input"),
            Map.entry("idfield", "use --id-field after its --input"),
            Map.entry("orderfield", "use --order-field after its --input"),
            Map.entry("resume", "use --resume after its --input"),
            Map.entry("runpath", "use --run-path"),
            Map.entry("deadletterpath", "use --dead-letters"),
            Map.entry("oninvalid", "use --dead-letters"),
            Map.entry("createdatasource", "use --create-data-source"),
            Map.entry("reportpath", "use --report"),
            Map.entry("dryrun", "use the verb plan"));

    @ArgGroup(exclusive = false, multiplicity = "1..*", heading = "For each input:%n")
    private List<InputSpec> inputs;

    @Mixin
    private FormatOptions format;

    @Option(
            names = "--report",
            paramLabel = "FOLDER",
            description = "Where to keep the delivery report of each input as JSON.")
    private Path reports;

    /** Takes the data source of a definition where an input names none and there is but one. */
    void useSourceOf(Definition definition) {
        inputs.forEach(input -> input.dataSource(definition));
    }

    /** All inputs, looked at before any of them is sent. */
    List<Sending> prepare(SparkSession spark) {
        return inputs.stream().map(input -> Sending.prepare(spark, input)).toList();
    }

    /** The options of the format that were given by hand. */
    Map<String, String> options(boolean embedded) {
        return format.checked(FLAGS, embedded);
    }

    Path reports() {
        return reports;
    }
}
