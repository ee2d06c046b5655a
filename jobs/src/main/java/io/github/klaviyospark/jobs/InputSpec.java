package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.definition.Definition;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** One input and where it goes; given as often as there are inputs. */
final class InputSpec {

    @Option(
            names = "--input",
            required = true,
            paramLabel = "PATH",
            description = "What to send: a file, folder or pattern that Spark can read.")
    private String path;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            description = "Its format for Spark; by default told by the ending (.jsonl, .json, .csv, .parquet, .orc).")
    private String format;

    @Option(
            names = "--schema",
            paramLabel = "DDL",
            description =
                    "Its columns, such as 'id STRING, born DATE'. Without it, CSV columns are strings, and those of JSON are"
                            + " told by the values.")
    private String schema;

    @Option(
            names = "--read-option",
            paramLabel = "KEY=VALUE",
            description =
                    "An option of Spark's reader; may be repeated. A row that does not fit its format or schema fails"
                            + " the job, unless mode=PERMISSIVE makes it nulls.")
    private Map<String, String> readOptions = new LinkedHashMap<>();

    @Option(
            names = "--data-source",
            paramLabel = "TITLE|ID",
            description = "The data source it goes to; by default the file's name without its ending.")
    private String dataSource;

    @Option(
            names = "--id-field",
            paramLabel = "COLUMNS",
            description = "The columns that identify a record, separated by commas.")
    private String idField;

    @Option(
            names = "--order-field",
            paramLabel = "COLUMNS",
            description = "The columns that say which of two rows with the same id is later.")
    private String orderField;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description = "The unfinished run of this input to continue; needs --run-path.")
    private String resume;

    Dataset<Row> read(SparkSession spark) {
        return InputFile.read(spark, path, format, schema, readOptions);
    }

    /** The file's name without folders and ending. */
    String name() {
        return InputFile.name(path);
    }

    /** The data source that was named, or the only one of a definition. */
    String dataSource(Definition definition) {
        if (dataSource == null && definition.sources().size() == 1) {
            dataSource = definition.sources().iterator().next();
        }
        return dataSource();
    }

    String dataSource() {
        if (dataSource == null && name().matches(".*[*?\\[{].*")) {
            throw new IllegalArgumentException(
                    "'" + path + "' is a pattern, which is no name for a data source. Name one with"
                            + " --data-source after this --input.");
        }
        return dataSource == null ? name() : dataSource;
    }

    Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>(rowOptions());
        options.put("dataSource", dataSource());
        return options;
    }

    /** What says how rows are told apart, wherever they go. */
    Map<String, String> rowOptions() {
        Map<String, String> options = new LinkedHashMap<>();
        if (idField != null) {
            options.put("idField", idField);
        }
        if (orderField != null) {
            options.put("orderField", orderField);
        }
        if (resume != null) {
            options.put("resume", resume);
        }
        return options;
    }
}
