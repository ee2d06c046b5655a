package io.github.klaviyospark.jobs;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where rows are: in files, in a table, in a query, or where a format finds them by its options alone. */
class RowsInput {

    private static final class Source {

        @Option(
                names = "--input",
                required = true,
                paramLabel = "PATH",
                description = "A file, folder or pattern that Spark can read.")
        private String path;

        @Option(
                names = "--input-table",
                required = true,
                paramLabel = "NAME",
                description =
                        "In the place of --input: a table of any catalog of the session, such as lake.shop.pets; catalogs are"
                                + " set with spark-submit's --conf.")
        private String table;

        @Option(
                names = "--query",
                required = true,
                paramLabel = "SQL",
                description = "In the place of --input: a query, such as \"SELECT * FROM lake.shop.pets WHERE alive\".")
        private String query;
    }

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private Source source;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            description =
                    "The format for Spark; by default told by the ending (.jsonl, .json, .csv, .parquet, .orc). One that needs"
                            + " no path, such as jdbc, takes the place of --input.")
    private String format;

    @Option(
            names = "--schema",
            paramLabel = "DDL",
            description =
                    "The columns, such as 'id STRING, born DATE'. Without it, CSV columns are strings, and those of JSON are"
                            + " told by the values.")
    private String schema;

    @Option(
            names = "--read-option",
            paramLabel = "KEY=VALUE",
            description =
                    "An option of Spark's reader; may be repeated. A row that does not fit its format or schema fails"
                            + " the job, unless mode=PERMISSIVE makes it nulls.")
    private Map<String, String> readOptions = new LinkedHashMap<>();

    final boolean isGiven() {
        return source != null || format != null;
    }

    /** Whether something says how to read, beside what to read. */
    final boolean isDescribed() {
        return format != null || schema != null || !readOptions.isEmpty();
    }

    final String schema() {
        return schema;
    }

    /**
     * Looks whether the flags go together.
     *
     * @throws UsageException when they do not
     */
    final void check() {
        if (!isGiven()) {
            throw new UsageException("It is not said what to read. Name it with --input, --input-table or --query, or a"
                    + " --format that needs no path.");
        }
        if (query() != null && isDescribed()) {
            throw new UsageException("--format, --schema and --read-option are about files, and '" + query()
                    + "' is a query. Leave them out.");
        }
        if (table() != null && (format != null || schema != null)) {
            throw new UsageException("--format and --schema are about files, and '" + table()
                    + "' is a table, which has its own. Leave them out.");
        }
        if (path() != null && format == null) {
            InputFile.formatOf(path());
        }
    }

    final Dataset<Row> read(SparkSession spark) {
        if (query() != null) {
            return spark.sql(query());
        }
        return table() == null
                ? InputFile.read(spark, path(), format, schema, readOptions)
                : spark.read().options(readOptions).table(table());
    }

    /** What tables call it: the name of the file or table, or else what it is. */
    final String name() {
        if (path() != null) {
            return InputFile.name(path());
        }
        if (table() != null) {
            return table().substring(table().lastIndexOf('.') + 1).replace("`", "");
        }
        return query() == null ? format : "query";
    }

    /** Whether {@link #name} is that of a single thing, and not a pattern or a word of ours. */
    final boolean isNamed() {
        return table() != null || (path() != null && !name().matches(".*[*?\\[{].*"));
    }

    /** As it was given. */
    final String flag() {
        if (path() != null) {
            return "--input " + path();
        }
        if (table() != null) {
            return "--input-table " + table();
        }
        return query() == null ? "--format " + format : "--query";
    }

    private String path() {
        return source == null ? null : source.path;
    }

    private String table() {
        return source == null ? null : source.table;
    }

    private String query() {
        return source == null ? null : source.query;
    }
}
