package io.github.klaviyospark.jobs;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The rows that are sent: of files, or those that archived requests were made from. */
final class SendRows {

    @Option(
            names = "--input",
            paramLabel = "PATH",
            description = "What to send: a file, folder or pattern that Spark can read.")
    private String input;

    @Option(
            names = "--archive",
            paramLabel = "PATH",
            description =
                    "In the place of --input: files with bodies of requests, of any revision of Klaviyo's API; those"
                            + " for --to and --operation are sent again in today's form.")
    private String archive;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            description = "The input's format for Spark; by default told by the ending (.jsonl, .json, .csv, .parquet,"
                    + " .orc).")
    private String format;

    @Option(
            names = "--schema",
            paramLabel = "DDL",
            description =
                    "The columns that are read, such as 'email STRING, value DECIMAL(10,2)'. Without it, CSV columns are"
                            + " strings, those of JSON are told by the values, and an archive has all of the resource.")
    private String schema;

    @Option(
            names = "--read-option",
            paramLabel = "KEY=VALUE",
            description = "An option of Spark's reader of the input; may be repeated.")
    private Map<String, String> readOptions = new LinkedHashMap<>();

    @Option(
            names = "--set",
            paramLabel = "COLUMN=VALUE",
            description =
                    "A column with one value for all rows, such as list_id=Y6nRLr, in the place of one that is there;"
                            + " may be repeated.")
    private Map<String, String> values = new LinkedHashMap<>();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * Looks whether the flags go together.
     *
     * @throws ParameterException when they do not
     */
    void check() {
        if ((input == null) == (archive == null)) {
            throw refused("Name what to send with either --input or --archive.");
        }
        if (archive != null && (format != null || !readOptions.isEmpty())) {
            throw refused("--format and --read-option are for --input; an archive is JSON. Leave them out.");
        }
    }

    private ParameterException refused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    boolean isArchive() {
        return archive != null;
    }

    /** What tables call it. */
    String name() {
        return InputFile.name(isArchive() ? archive : input);
    }

    Dataset<Row> read(SparkSession spark, String path, String operation) {
        Dataset<Row> rows = isArchive()
                ? archived(spark, path, operation)
                : InputFile.read(spark, input, format, schema, readOptions);
        for (Map.Entry<String, String> value : values.entrySet()) {
            rows = rows.withColumn(value.getKey(), functions.lit(value.getValue()));
        }
        return rows;
    }

    private Dataset<Row> archived(SparkSession spark, String path, String operation) {
        DataFrameReader reader =
                spark.read().format("klaviyo").option("archivePath", archive).option("operation", operation);
        return (schema == null ? reader : reader.schema(schema)).load(path);
    }
}
