package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.target.Confirmation;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends rows to any resource of Klaviyo that takes them. */
@Command(
        name = "send",
        description = "Sends rows of a file, or archived requests, to a resource of Klaviyo: profiles, events, consent,"
                + " catalogs and more; --list shows all with their columns.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class SendCommand implements Callable<Integer> {

    private static final Map<String, String> FLAGS = Map.ofEntries(
            Map.entry("operation", "use --operation"),
            Map.entry("datasource", "use --data-source"),
            Map.entry("idfield", "use --id-field"),
            Map.entry("orderfield", "use --order-field"),
            Map.entry("duplicates", "use --duplicates"),
            Map.entry("othercolumns", "use --other-columns"),
            Map.entry("confirm", "use --confirm"),
            Map.entry("archivepath", "use --archive"),
            Map.entry("ambiguousconsent", "use --ambiguous-consent"),
            Map.entry("resume", "use --resume"),
            Map.entry("runpath", "use --run-path"),
            Map.entry("deadletterpath", "use --dead-letters"),
            Map.entry("oninvalid", "use --dead-letters"),
            Map.entry("dryrun", "use --plan"));

    @Spec
    private CommandSpec spec;

    @Option(names = "--list", description = "Show where rows can be sent, with limits and columns, and send nothing.")
    private boolean list;

    @Mixin
    private SendPlace place;

    @Mixin
    private SendRows rows;

    @Mixin
    private RunOptions runs;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description = "The unfinished run to continue; needs --run-path and the same rows.")
    private String resume;

    @Option(
            names = {"--plan", "--dry-run"},
            description = "Count only: send nothing. Needs no key.")
    private boolean planOnly;

    @Mixin
    private EmbeddedOption embedded;

    @Mixin
    private FormatOptions format;

    @Mixin
    private ReportOption report;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            out.println(TargetList.table());
            out.println("A * marks what each row must have. data-source-records take any columns, with --data-source.");
            out.flush();
            return 0;
        }
        Map<String, String> given = format.checked(FLAGS, FormatOptions.Use.WRITE, embedded.isGiven());
        rows.checkAll();
        place.check(rows.isArchive());
        if (embedded.isGiven() && resume != null) {
            throw new UsageException("--resume " + resume
                    + " continues a run of an account, and --embedded begins with none." + " Leave out one of both.");
        }
        return embedded.run(
                klaviyo -> klaviyo.received(place.requests()),
                connection -> report.run((spark, job) -> {
                    Map<String, String> options = new LinkedHashMap<>(connection);
                    if (embedded.isGiven() && place.options().containsKey("dataSource")) {
                        options.put("createDataSource", "true");
                    }
                    options.putAll(given);
                    options.putAll(runs.options());
                    return run(spark, options, job);
                }));
    }

    private int run(SparkSession spark, Map<String, String> options, JobReport job) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Dataset<Row> found = rows.read(spark, place.path(), place.operation());
        Sending sending = Sending.to(place.path(), rows.label(), found, place.options());
        Optional<Confirmation> needed = place.confirmation(found.columns());
        if (planOnly || needed.isPresent()) {
            plan(sending, options, job, out);
        }
        if (planOnly) {
            return 0;
        }
        if (needed.isPresent() && !place.isConfirmed(needed.get())) {
            String advice = "Nothing was sent. To send, give the same command with --confirm "
                    + needed.get().word() + ".";
            job.put("problem", needed.get().why() + " " + advice);
            out.println(needed.get().why() + " " + advice);
            out.flush();
            return CommandLine.ExitCode.USAGE;
        }
        return send(spark, sending, options, job);
    }

    /** What would be sent, counted without a run: nothing is left behind. */
    private static void plan(Sending sending, Map<String, String> options, JobReport job, PrintWriter out)
            throws IOException {
        Report plan = sending.send(SendSettings.counting(options), job, out);
        out.println();
        out.println(Report.plan(List.of(plan)));
        out.println(plan.planLine());
        plan.problems().forEach(out::println);
        out.flush();
    }

    private int send(SparkSession spark, Sending sending, Map<String, String> options, JobReport job)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (RunsFolder folder = RunsFolder.of(runs.runPath(), !embedded.isGiven(), spark);
                Stopping.Moving moving = Stopping.moving(spark)) {
            SendSettings settings = SendSettings.sending(options, folder);
            if (resume != null) {
                settings.options().put("resume", resume);
            }
            out.println();
            out.println("Sending " + sending.label() + " …");
            out.flush();
            moving.check();
            Report sent = sending.send(settings, job, out);
            folder.done();
            Delivery.tell(sent, out);
            out.println();
            out.println(Report.summary(List.of(sent)));
            out.println();
            out.println(place.lastWords());
            out.flush();
            return sent.dead() > 0 ? Main.INCOMPLETE : 0;
        }
    }
}
