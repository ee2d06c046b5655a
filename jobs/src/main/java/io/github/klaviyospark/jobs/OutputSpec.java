package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where rows are written, and as what: to files, to a table, or where a format finds its place by its options alone. */
final class OutputSpec {

    private static final String ROWS = "rows";

    private static final class Place {

        @Option(
                names = "--output",
                required = true,
                paramLabel = "FOLDER",
                description = "Where to write: a folder on any file system that Spark can write to.")
        private String folder;

        @Option(
                names = "--output-table",
                required = true,
                paramLabel = "NAME",
                description =
                        "In the place of --output: a table of any catalog of the session, such as lake.shop.profiles; it is"
                                + " made when it is not there. Catalogs are set with spark-submit's --conf.")
        private String table;
    }

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private Place place;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            description =
                    "Its format for Spark: parquet, json, csv, orc, … Default: parquet for a folder, the session's for a"
                            + " table. In CSV, nested columns are written as JSON. One that needs no path, such as jdbc or kafka,"
                            + " takes the place of --output.")
    private String format;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "errorIfExists",
            description = "What to do when the folder or table is there: errorIfExists, overwrite, append. Default:"
                    + " ${DEFAULT-VALUE}.")
    private SaveMode mode;

    @Option(
            names = "--write-option",
            paramLabel = "KEY=VALUE",
            description = "An option of Spark's writer; may be repeated.")
    private Map<String, String> options = new LinkedHashMap<>();

    /**
     * Looks whether there is a place.
     *
     * @throws UsageException when there is none
     */
    void check() {
        if (place == null && format == null) {
            throw new UsageException("It is not said where to write. Name a place with --output or --output-table, or a"
                    + " --format that needs none.");
        }
    }

    /** What rows are written to, in words. */
    String name() {
        if (folder() != null) {
            return folder();
        }
        return table() == null ? format : table();
    }

    /** The folder, or null when it is none. */
    String folder() {
        return place == null ? null : place.folder;
    }

    private String table() {
        return place == null ? null : place.table;
    }

    /** How rows were written. */
    record Written(long rows, int columns, Duration took) {}

    Written write(Dataset<Row> rows, Clock clock) throws InterruptedException {
        Observation observation = new Observation();
        long start = clock.nanoTime();
        DataFrameWriter<Row> writer = (isCsv() ? NestedColumns.asJson(rows) : rows)
                .observe(observation, functions.count(functions.lit(1)).as(ROWS))
                .write()
                .mode(mode);
        if (table() == null || format != null) {
            writer.format(formatName());
        }
        writer.options(defaults()).options(options);
        if (table() != null) {
            writer.saveAsTable(table());
        } else if (folder() != null) {
            writer.save(folder());
        } else {
            writer.save();
        }
        Duration took = Duration.ofNanos(clock.nanoTime() - start);
        return new Written(((Number) observation.getAsJava().get(ROWS)).longValue(), rows.columns().length, took);
    }

    String table(Written written) {
        return Table.of(
                List.of(written),
                List.of(
                        Table.left("output", one -> name()),
                        Table.left("format", one -> table() != null && format == null ? "" : formatName()),
                        Table.right("rows", one -> Table.count(one.rows())),
                        Table.right("columns", one -> Table.count(one.columns())),
                        Table.right("took", one -> Table.seconds(one.took().toMillis()))));
    }

    /** What was written, as Spark reads it. */
    Dataset<Row> readBack(SparkSession spark) {
        if (table() != null) {
            return spark.table(table());
        }
        var reader = spark.read().format(formatName()).options(defaults()).options(options);
        return folder() == null ? reader.load() : reader.load(folder());
    }

    private String formatName() {
        return Objects.requireNonNullElse(format, "parquet");
    }

    private boolean isCsv() {
        return formatName().equalsIgnoreCase("csv") && (table() == null || format != null);
    }

    private Map<String, String> defaults() {
        return isCsv() ? Map.of("header", "true", "escape", "\"", "multiLine", "true") : Map.of();
    }
}
