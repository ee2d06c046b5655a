package io.github.klaviyospark.jobs;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Files of rows, read as whoever wrote them meant them. */
final class InputFile {

    /** Formats of text, whose readers have a mode for what does not fit. Others may not know the option. */
    private static final Set<String> PARSED = Set.of("csv", "json", "xml", "avro");

    private static final String NO_TEXT = "\u0000null\u0000";

    private InputFile() {}

    /**
     * The rows of files.
     *
     * @param path a file, folder or pattern; null for a format that needs none
     * @param format a format of Spark, or null to tell it by the ending
     * @param schema the columns as DDL, or null
     * @param options options of Spark's reader that take the place of ours
     */
    static Dataset<Row> read(
            SparkSession spark, String path, String format, String schema, Map<String, String> options) {
        String name = format == null ? formatOf(path) : format;
        DataFrameReader reader = spark.read().format(name);
        if (PARSED.contains(name.toLowerCase(Locale.ROOT))) {
            // Klaviyo replaces records whole: what Spark would read as null by default would wipe what is there.
            reader.option("mode", "FAILFAST");
        }
        if (name.equalsIgnoreCase("csv")) {
            // As spreadsheets and shops write it: a header, quotes doubled inside quotes, line breaks inside quotes.
            reader.option("header", "true").option("escape", "\"").option("multiLine", "true");
            // A schema that does not name the header's columns in their order is a mistake, not a wish to rename them.
            reader.option("enforceSchema", "false");
            // Nothing between commas is null, and a pair of quotes is an empty string; with Spark's own default both
            // are null, because its text for null is the empty one.
            reader.option("nullValue", NO_TEXT);
        } else if (name.equalsIgnoreCase("json")) {
            reader.option("prefersDecimal", "true");
        }
        reader.options(options);
        if (schema != null) {
            reader.schema(schema);
        }
        return path == null ? reader.load() : reader.load(path);
    }

    /**
     * The format that an ending tells.
     *
     * @throws UsageException when it tells none
     */
    static String formatOf(String path) {
        String name = path.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|bz2|zst|deflate|snappy|lz4)$", "");
        int dot = name.lastIndexOf('.');
        String ending = dot < 0 ? "" : name.substring(dot + 1);
        return switch (ending) {
            case "jsonl", "ndjson", "json" -> "json";
            case "csv", "parquet", "orc" -> ending;
            default ->
                throw new UsageException(
                        "The format of '" + path + "' cannot be told by its ending. Name it with --format.");
        };
    }

    /** The file's name without folders and ending. */
    static String name(String path) {
        String name = path.replaceAll("/+$", "");
        name = name.substring(name.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
