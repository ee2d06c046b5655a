package io.github.klaviyospark.jobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import picocli.CommandLine.Option;

/** Where rows are written, and as what. */
final class OutputSpec {

    private static final String ROWS = "rows";

    @Option(
            names = "--output",
            required = true,
            paramLabel = "FOLDER",
            description = "Where to write: a folder on any file system that Spark can write to.")
    private String folder;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            defaultValue = "parquet",
            description = "Its format for Spark: parquet, json, csv, orc, … Default: ${DEFAULT-VALUE}. In CSV, nested"
                    + " columns are written as JSON.")
    private String format;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "errorIfExists",
            description =
                    "What to do when the folder is there: errorIfExists, overwrite, append. Default: ${DEFAULT-VALUE}.")
    private SaveMode mode;

    @Option(
            names = "--write-option",
            paramLabel = "KEY=VALUE",
            description = "An option of Spark's writer; may be repeated.")
    private Map<String, String> options = new LinkedHashMap<>();

    String folder() {
        return folder;
    }

    /** Writes rows, and says how many in a table. */
    String write(Dataset<Row> rows) throws InterruptedException {
        Observation observation = new Observation();
        long start = System.nanoTime();
        flat(rows)
                .observe(observation, functions.count(functions.lit(1)).as(ROWS))
                .write()
                .format(format)
                .options(defaults())
                .options(options)
                .mode(mode)
                .save(folder);
        long millis = (System.nanoTime() - start) / 1_000_000;
        long written = ((Number) observation.getAsJava().get(ROWS)).longValue();
        return Table.of(
                List.of(folder),
                List.of(
                        Table.left("output", name -> name),
                        Table.left("format", name -> format),
                        Table.right("rows", name -> Table.count(written)),
                        Table.right("columns", name -> Table.count(rows.columns().length)),
                        Table.right("took", name -> Table.seconds(millis))));
    }

    Dataset<Row> readBack(SparkSession spark) {
        return spark.read().format(format).options(defaults()).options(options).load(folder);
    }

    private boolean isCsv() {
        return format.equalsIgnoreCase("csv");
    }

    private Map<String, String> defaults() {
        return isCsv() ? Map.of("header", "true", "escape", "\"", "multiLine", "true") : Map.of();
    }

    private Dataset<Row> flat(Dataset<Row> rows) {
        if (!isCsv()) {
            return rows;
        }

        Dataset<Row> flat = rows;
        for (StructField field : rows.schema().fields()) {
            if (isNested(field.dataType())) {
                Column column = flat.col("`" + field.name().replace("`", "``") + "`");
                flat = flat.withColumn(field.name(), functions.to_json(column));
            }
        }
        return flat;
    }

    private static boolean isNested(DataType type) {
        return type instanceof StructType || type instanceof ArrayType || type instanceof MapType;
    }
}
