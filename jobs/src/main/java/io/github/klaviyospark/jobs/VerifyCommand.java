package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.definition.Definition;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
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
import picocli.CommandLine.Spec;

/** Says what became of rows that were sent. */
@Command(
        name = "verify",
        description =
                "Says which objects a file that was sent has become: reads them back and sweeps the ingestion log."
                        + " Klaviyo logs failures only, so what is neither there as sent nor in the log is unproven.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class VerifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private DefinitionOption definition;

    @ArgGroup(exclusive = false, multiplicity = "1", heading = "The rows that were sent:%n")
    private VerifyInput input;

    @Option(
            names = "--since",
            paramLabel = "INSTANT",
            description =
                    "When they were sent, such as 2026-07-01T09:30:00Z: failures before do not count. startedAt in a"
                            + " delivery report is it. Required, but with --embedded, which sends them itself.")
    private Instant since;

    @Mixin
    private VerifyOptions how;

    @Mixin
    private EmbeddedOption embedded;

    @Mixin
    private FormatOptions format;

    @Mixin
    private ReportOption report;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, String> given = format.checked(Map.of(), FormatOptions.Use.ACCOUNT, embedded.isGiven());
        Definition wanted = definition.read();
        input.check();
        String dataSource = input.dataSource(wanted);
        Verifying.checkSource(wanted, dataSource);
        if (embedded.isGiven() == (since != null)) {
            throw new UsageException(
                    embedded.isGiven()
                            ? "--since " + since
                                    + " is of no use with --embedded, which sends the rows itself. Leave it out."
                            : "It is not said when the rows were sent. Say it with --since, such as --since"
                                    + " 2026-07-01T09:30:00Z.");
        }
        return embedded.run(
                EmbeddedKlaviyo::received,
                connection -> report.run((spark, job) -> {
                    Map<String, String> options = new LinkedHashMap<>(connection);
                    options.putAll(given);
                    return verify(spark, options, wanted, dataSource, job);
                }));
    }

    private int verify(
            SparkSession spark, Map<String, String> options, Definition wanted, String dataSource, JobReport job)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Dataset<Row> rows = input.read(spark);
        Instant start = since;
        if (embedded.isGiven()) {
            Sending records = Sending.records(input.name(), rows, dataSource);
            start = EmbeddedLoad.load(spark, options, wanted, records, job, out);
        }
        boolean isProven = new Verifying(spark, options, wanted, how).verify(rows, dataSource, start, job, out);
        return isProven ? 0 : Main.INCOMPLETE;
    }
}
