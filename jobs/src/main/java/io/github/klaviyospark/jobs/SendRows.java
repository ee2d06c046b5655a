package io.github.klaviyospark.jobs;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import picocli.CommandLine.Option;

/** The rows that are sent: of files, or those that archived requests were made from. */
final class SendRows extends RowsInput {

    @Option(
            names = "--archive",
            paramLabel = "PATH",
            description =
                    "In the place of --input: files with bodies of requests, of any revision of Klaviyo's API; those"
                            + " for --to and --operation are sent again in today's form.")
    private String archive;

    @Option(
            names = "--ambiguous-consent",
            paramLabel = "given|withdrawn",
            description =
                    "With --archive: what old requests did whose body both subscribed and unsubscribed people. Without it"
                            + " the command fails at the first of them.")
    private String ambiguousConsent;

    @Option(
            names = "--set",
            paramLabel = "COLUMN=VALUE",
            description =
                    "A column with one value for all rows, such as list_id=Y6nRLr, in the place of one that is there;"
                            + " may be repeated.")
    private Map<String, String> values = new LinkedHashMap<>();

    /**
     * Looks whether the flags go together.
     *
     * @throws UsageException when they do not
     */
    void checkAll() {
        if (ambiguousConsent != null && archive == null) {
            throw new UsageException("--ambiguous-consent " + ambiguousConsent
                    + " is about archived requests. Leave it out, or name them with --archive.");
        }
        if (archive == null) {
            check();
        } else if (isGiven()) {
            throw new UsageException("--archive '" + archive + "' takes the place of " + flag()
                    + ": an archive is files of JSON. Leave one of both out.");
        }
    }

    boolean isArchive() {
        return archive != null;
    }

    /** What tables call it, an archive too. */
    String label() {
        return isArchive() ? InputFile.name(archive) : name();
    }

    Dataset<Row> read(SparkSession spark, String path, String operation) {
        Dataset<Row> rows = isArchive() ? archived(spark, path, operation) : read(spark);
        for (Map.Entry<String, String> value : values.entrySet()) {
            rows = rows.withColumn(value.getKey(), functions.lit(value.getValue()));
        }
        return rows;
    }

    private Dataset<Row> archived(SparkSession spark, String path, String operation) {
        DataFrameReader reader =
                spark.read().format("klaviyo").option("archivePath", archive).option("operation", operation);
        if (ambiguousConsent != null) {
            reader = reader.option("ambiguousConsent", ambiguousConsent);
        }
        return (schema() == null ? reader : reader.schema(schema())).load(path);
    }
}
