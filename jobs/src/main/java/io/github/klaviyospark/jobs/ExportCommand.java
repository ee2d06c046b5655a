package io.github.klaviyospark.jobs;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a collection to wherever Spark writes. */
@Command(
        name = "export",
        description =
                "Writes a collection of Klaviyo, such as its profiles, to files or a table. Only the columns that are selected"
                        + " are asked for, and Klaviyo does as much of the filter as it can.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class ExportCommand implements Callable<Integer> {

    private static final Map<String, String> FLAGS = Map.of("include", "use --include");

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "PATH",
            defaultValue = "profiles",
            description = "What to read. Default: ${DEFAULT-VALUE}.")
    private String path;

    @Mixin
    private OutputSpec output;

    @Option(
            names = "--select",
            paramLabel = "SQL",
            description =
                    "The columns, as after SELECT: 'id, email, location.city AS city'. Default: all of them; those"
                            + " of predictive analytics lower the quota to a fifth.")
    private String select = "*";

    @Option(
            names = "--where",
            paramLabel = "SQL",
            description = "Which rows, as after WHERE: \"created >= TIMESTAMP'2026-01-01 00:00:00Z'\".")
    private String where = "TRUE";

    @Option(names = "--limit", paramLabel = "N", description = "So many rows at most.")
    private Integer limit;

    @Option(
            names = "--include",
            paramLabel = "NAMES",
            description = "Related resources that become columns: push-tokens, conversations.")
    private String include;

    @Option(
            names = "--show",
            paramLabel = "N",
            description = "Prints so many rows of what was written, as Spark reads it back; they may be personal data.")
    private int show;

    @Mixin
    private FormatOptions format;

    @Mixin
    private ReportOption report;

    @ArgGroup(exclusive = false)
    private Embedded embedded;

    private static final class Embedded {

        @SuppressWarnings("UnusedVariable") // That the group is there says it.
        @Option(
                names = "--embedded",
                required = true,
                description = "Read from an embedded Klaviyo, which is started for this run in a process of its own."
                        + " Needs no account; for Spark on this machine only.")
        private boolean isEmbedded;

        @Option(
                names = "--profiles",
                paramLabel = "N",
                defaultValue = "1000",
                description = "How many made-up profiles the embedded Klaviyo holds. Default: ${DEFAULT-VALUE}.")
        private int profiles;

        @Option(
                names = "--events",
                paramLabel = "N",
                description =
                        "How many made-up events the embedded Klaviyo holds. Default: 1000 when PATH is events, else none.")
        private Integer events;

        private String[] flags(String path) {
            int there = events != null ? events : path.equals("events") ? 1_000 : 0;
            return new String[] {"--profiles", Integer.toString(profiles), "--events", Integer.toString(there)};
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, String> given = format.checked(FLAGS, FormatOptions.Use.READ, embedded != null);
        output.check();
        if (limit != null && limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit " + limit + " is not taken: 1 or more rows.");
        }
        Map<String, String> options = new LinkedHashMap<>(given);
        if (include != null) {
            options.put("include", include);
        }
        if (embedded == null) {
            return report.run((spark, job) -> run(spark, options, job));
        }

        try (EmbeddedKlaviyo klaviyo = EmbeddedKlaviyo.start(embedded.flags(path))) {
            out.println("Embedded Klaviyo: " + klaviyo.endpoint());
            options.putAll(klaviyo.connection());
            int exitCode = report.run((spark, job) -> run(spark, options, job));
            out.println(klaviyo.served(path));
            out.flush();
            return exitCode;
        }
    }

    private int run(SparkSession spark, Map<String, String> options, JobReport job)
            throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        // Wrong names and syntax show here, before anything is asked for.
        query(spark, options);
        checkAccount(spark, options);
        out.println();
        out.println("Exporting " + path + " to " + output.name() + " …");
        out.flush();
        job.put("path", path);
        job.put("output", output.name());
        Export export = new Export(path, output, limit == null ? OptionalLong.empty() : OptionalLong.of(limit));
        export.write(spark, reported -> query(spark, reported), options, job, out);
        if (show > 0) {
            out.println();
            out.println(ShownRows.table(output.readBack(spark), show, 24));
        }
        out.flush();
        return 0;
    }

    /** One row, so that a wrong key or endpoint shows before Spark begins to write, and leaves no empty output behind. */
    private void checkAccount(SparkSession spark, Map<String, String> options) {
        spark.read()
                .format("klaviyo")
                .options(options)
                .load(path)
                .select("id")
                .limit(1)
                .collectAsList();
    }

    private Dataset<Row> query(SparkSession spark, Map<String, String> options) {
        spark.read().format("klaviyo").options(options).load(path).createOrReplaceTempView("klaviyo_collection");
        Dataset<Row> rows = spark.sql("SELECT " + select + " FROM klaviyo_collection WHERE " + where);
        return limit == null ? rows : rows.limit(limit);
    }
}
