package io.github.klaviyospark.jobs;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
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

/** Writes a collection to files. */
@Command(
        name = "export",
        description =
                "Writes a collection of Klaviyo, such as its profiles, to files. Only the columns that are selected"
                        + " are asked for, and Klaviyo does as much of the filter as it can.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = FormatOptions.FOOTER,
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
            description = "Prints so many rows of what was written, as Spark reads it back.")
    private int show;

    @Mixin
    private FormatOptions format;

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
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, String> given = format.checked(FLAGS, embedded != null);
        if (limit != null && limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit " + limit + " is not taken: 1 or more rows.");
        }
        if (embedded == null) {
            run(given, out);
            return 0;
        }

        try (EmbeddedKlaviyo klaviyo = EmbeddedKlaviyo.start("--profiles", Integer.toString(embedded.profiles))) {
            out.println("Embedded Klaviyo: " + klaviyo.endpoint());
            Map<String, String> options = new LinkedHashMap<>(klaviyo.connection());
            options.putAll(given);
            run(options, out);
            out.println(klaviyo.served());
        }
        return 0;
    }

    private void run(Map<String, String> given, PrintWriter out) throws InterruptedException {
        Map<String, String> options = new LinkedHashMap<>(given);
        if (include != null) {
            options.put("include", include);
        }

        try (SparkSession spark = FormatOptions.session("export")) {
            Dataset<Row> rows = query(spark, options);
            checkAccount(spark, options);
            out.println();
            out.println("Exporting " + path + " to " + output.folder() + " …");
            out.flush();
            out.println(output.write(rows));
            if (show > 0) {
                out.println();
                out.println(output.readBack(spark).showString(show, 24, false));
            }
            out.flush();
        }
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

    /** Wrong names and syntax show here, before anything is asked for. */
    private Dataset<Row> query(SparkSession spark, Map<String, String> options) {
        spark.read().format("klaviyo").options(options).load(path).createOrReplaceTempView("klaviyo_collection");
        Dataset<Row> rows = spark.sql("SELECT " + select + " FROM klaviyo_collection WHERE " + where);
        return limit == null ? rows : rows.limit(limit);
    }
}
