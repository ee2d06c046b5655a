package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.definition.Definition;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** One input and where it goes; given as often as there are inputs. */
final class InputSpec {

    private static final String NO_TEXT = "\u0000null\u0000";

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
        String name = format == null ? formatOf(path) : format;
        DataFrameReader reader = spark.read().format(name);
        // Klaviyo replaces records whole: what Spark would read as null by default would wipe what is there.
        reader.option("mode", "FAILFAST");
        if (name.equals("csv")) {
            // As spreadsheets and shops write it: a header, quotes doubled inside quotes, line breaks inside quotes.
            reader.option("header", "true").option("escape", "\"").option("multiLine", "true");
            // A schema that does not name the header's columns in their order is a mistake, not a wish to rename them.
            reader.option("enforceSchema", "false");
            // Nothing between commas is null, and a pair of quotes is an empty string; with Spark's own default both
            // are
            // null, because its text for null is the empty one.
            reader.option("nullValue", NO_TEXT);
        } else if (name.equals("json")) {
            reader.option("prefersDecimal", "true");
        }
        reader.options(readOptions);
        if (schema != null) {
            reader.schema(schema);
        }
        return reader.load(path);
    }

    private static String formatOf(String path) {
        String name = path.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|bz2|zst|deflate|snappy|lz4)$", "");
        int dot = name.lastIndexOf('.');
        String ending = dot < 0 ? "" : name.substring(dot + 1);
        return switch (ending) {
            case "jsonl", "ndjson", "json" -> "json";
            case "csv", "parquet", "orc" -> ending;
            default ->
                throw new IllegalArgumentException(
                        "The format of '" + path + "' cannot be told by its ending. Name it with --format.");
        };
    }

    /** The file's name without folders and ending. */
    String name() {
        String name = path.replaceAll("/+$", "");
        name = name.substring(name.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
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
