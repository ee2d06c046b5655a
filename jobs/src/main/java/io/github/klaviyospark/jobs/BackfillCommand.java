package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.definition.Definition;
import io.github.klaviyospark.core.provision.Provisioner;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.KlaviyoAccount;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends rows to data sources as records. */
@Command(
        name = "backfill",
        description = "Sends rows of files, tables or queries to data sources, as records of custom objects.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class BackfillCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ArgGroup(exclusive = false, multiplicity = "1..*", heading = "For each input:%n")
    private List<BackfillInput> inputs;

    @Mixin
    private RunOptions runs;

    @Mixin
    private ObjectsOptions objects;

    @Option(
            names = "--create-data-source",
            description = "Make a data source that does not exist; always done with --embedded.")
    private boolean create;

    @Mixin
    private EmbeddedOption embedded;

    @Mixin
    private FormatOptions format;

    @Mixin
    private ReportOption report;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, String> given = format.checked(RecordFlags.ALL, FormatOptions.Use.WRITE, embedded.isGiven());
        Optional<Definition> definition = objects.definition();
        definition.ifPresent(known -> inputs.forEach(input -> input.useSourceOf(known)));
        inputs.forEach(RecordInput::check);
        inputs.forEach(RecordInput::dataSource);
        if (objects.verifies()) {
            inputs.forEach(input -> Verifying.checkSource(definition.orElseThrow(), input.dataSource()));
        }
        if (embedded.isGiven() && inputs.stream().anyMatch(BackfillInput::isResumed)) {
            throw new UsageException(
                    "--resume continues a run of an account, and --embedded begins with none. Leave out one"
                            + " of both.");
        }
        return embedded.run(
                EmbeddedKlaviyo::received,
                connection -> report.run((spark, job) -> {
                    Map<String, String> options = new LinkedHashMap<>(connection);
                    if (create || embedded.isGiven()) {
                        options.put("createDataSource", "true");
                    }
                    options.putAll(given);
                    options.putAll(runs.options());
                    return run(spark, options, definition, job);
                }));
    }

    private int run(SparkSession spark, Map<String, String> options, Optional<Definition> definition, JobReport job)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (RunsFolder folder = RunsFolder.of(runs.runPath(), !embedded.isGiven(), spark)) {
            Map<String, String> account = Verifying.accountOptions(options);
            if (embedded.isGiven() && definition.isPresent()) {
                provision(account, definition.get(), job, out);
            }
            Instant start = Clock.system().now();
            Optional<Verifying> verifying = objects.verifies()
                    ? Optional.of(new Verifying(spark, account, definition.orElseThrow(), objects.how()))
                    : Optional.empty();
            if (verifying.isPresent()) {
                verifying.get().check();
            }
            List<Sending> sendings =
                    inputs.stream().map(input -> Sending.prepare(spark, input)).toList();
            boolean isWhole = new Delivery(sendings, SendSettings.sending(options, folder), out).send(spark, job);
            folder.done();
            if (verifying.isPresent()) {
                out.println("Verifying; to do it again later: verify --since " + start + " …");
                out.flush();
                for (Sending sending : sendings) {
                    isWhole &= verifying.get().verify(sending.rows(), sending.dataSource(), start, job, out);
                }
            }
            return isWhole ? 0 : Main.INCOMPLETE;
        }
    }

    /** Makes what a definition asks for. */
    static void provision(Map<String, String> account, Definition definition, JobReport job, PrintWriter out)
            throws IOException {
        try (KlaviyoClient client = KlaviyoAccount.client(account)) {
            ProvisionCommand.make(new Provisioner(client, definition), job, out);
        }
    }
}
