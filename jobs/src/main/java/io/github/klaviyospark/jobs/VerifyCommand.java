package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.definition.Definition;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
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
        footerHeading = "%n",
        footer = FormatOptions.FOOTER,
        sortOptions = false)
final class VerifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private DefinitionOption definition;

    @ArgGroup(exclusive = false, multiplicity = "1", heading = "The rows that were sent:%n")
    private InputSpec input;

    @Option(
            names = "--since",
            required = true,
            paramLabel = "INSTANT",
            description =
                    "When they were sent, such as 2026-07-01T09:30:00Z: failures before do not count. startedAt in a"
                            + " delivery report is it.")
    private Instant since;

    @Mixin
    private VerifyOptions how;

    @Mixin
    private FormatOptions format;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Definition wanted = definition.read();
        Map<String, String> options = format.checked(Map.of(), false);
        try (SparkSession spark = FormatOptions.session("verify")) {
            boolean isProven = new Verifying(spark, options, wanted, how)
                    .verify(input.read(spark), input.dataSource(wanted), since, out);
            return isProven ? 0 : Main.DEAD_LETTERS;
        }
    }
}
