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
        footerHeading = "%n",
        footer = FormatOptions.FOOTER,
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

    @Option(
            names = "--embedded",
            description = "Send to an embedded Klaviyo, which is started for this run in a process of its own. Needs no"
                    + " account; for Spark on this machine only.")
    private boolean embedded;

    @Mixin
    private FormatOptions format;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            out.println(TargetList.table());
            out.println("A * marks what each row must have. data-source-records take any columns, with --data-source.");
            out.flush();
            return 0;
        }
        Map<String, String> options = new LinkedHashMap<>(format.checked(FLAGS, embedded));
        rows.check();
        place.check(rows.isArchive());
        options.putAll(runs.options());
        if (!embedded) {
            return run(options, out);
        }

        try (EmbeddedKlaviyo klaviyo = EmbeddedKlaviyo.start()) {
            out.println("Embedded Klaviyo: " + klaviyo.endpoint());
            options.putAll(klaviyo.connection());
            if (place.options().containsKey("dataSource")) {
                options.put("createDataSource", "true");
            }
            int exitCode = run(options, out);
            out.println(klaviyo.received(place.requests()));
            out.flush();
            return exitCode;
        }
    }

    private int run(Map<String, String> options, PrintWriter out) throws IOException {
        try (SparkSession spark = FormatOptions.session("send");
                ReportFolder reports = ReportFolder.of(null)) {
            Dataset<Row> found = rows.read(spark, place.path(), place.operation());
            Sending sending = Sending.to(place.path(), rows.name(), found, place.options());
            Optional<Confirmation> needed = place.confirmation(found.columns());
            if (planOnly || needed.isPresent()) {
                plan(sending, options, reports, out);
            }
            if (planOnly) {
                return 0;
            }
            if (needed.isPresent() && !place.isConfirmed(needed.get())) {
                out.println(needed.get().why() + " Nothing was sent. To send, give the same command with --confirm "
                        + needed.get().word() + ".");
                out.flush();
                return CommandLine.ExitCode.USAGE;
            }
            return send(spark, sending, options, reports, out);
        }
    }

    /** What would be sent, counted without a run: nothing is left behind. */
    private static void plan(Sending sending, Map<String, String> options, ReportFolder reports, PrintWriter out)
            throws IOException {
        Map<String, String> counting = new LinkedHashMap<>(options);
        counting.put("dryRun", "true");
        Report plan = sending.send(counting, reports, out);
        out.println();
        out.println(Report.plan(List.of(plan)));
        out.println(plan.planLine());
        plan.problems().forEach(out::println);
        out.flush();
    }

    private int send(
            SparkSession spark, Sending sending, Map<String, String> options, ReportFolder reports, PrintWriter out)
            throws IOException {
        try (RunsFolder folder = RunsFolder.of(runs.runPath(), spark)) {
            Map<String, String> sent = new LinkedHashMap<>(options);
            folder.path().ifPresent(path -> sent.put("runPath", path));
            if (resume != null) {
                sent.put("resume", resume);
            }
            out.println();
            out.println("Sending " + sending.label() + " …");
            out.flush();
            Report report = sending.send(sent, reports, out);
            folder.done();
            out.println(report.requestTable());
            if (report.dead() > 0) {
                report.problems().forEach(out::println);
                out.println(Table.count(report.dead()) + " dead letters in " + report.deadLetters() + ".");
            }
            out.println();
            out.println(Report.summary(List.of(report)));
            out.println();
            out.println(place.lastWords());
            out.flush();
            return report.dead() > 0 ? Main.DEAD_LETTERS : 0;
        }
    }
}
