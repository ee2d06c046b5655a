package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.definition.Definition;
import io.github.klaviyospark.core.provision.Provisioner;
import io.github.klaviyospark.spark.KlaviyoAccount;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends files of records to data sources. */
@Command(
        name = "backfill",
        description = "Sends files of custom-object records to data sources.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = FormatOptions.FOOTER,
        sortOptions = false)
final class BackfillCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private WriteOptions write;

    @Mixin
    private RunOptions runs;

    @Mixin
    private ObjectsOptions objects;

    @Option(
            names = "--create-data-source",
            description = "Make a data source that does not exist; always done with --embedded.")
    private boolean create;

    @Option(
            names = "--embedded",
            description = "Send to an embedded Klaviyo, which is started for this run in a process of its own. Needs no"
                    + " account; for Spark on this machine only.")
    private boolean embedded;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, String> given = write.options(embedded);
        Optional<Definition> definition = objects.definition();
        definition.ifPresent(write::useSourceOf);
        if (!embedded) {
            return run(create ? Map.of("createDataSource", "true") : Map.of(), given, definition, out);
        }

        try (EmbeddedKlaviyo klaviyo = EmbeddedKlaviyo.start()) {
            out.println("Embedded Klaviyo: " + klaviyo.endpoint());
            Map<String, String> base = new LinkedHashMap<>(klaviyo.connection());
            base.put("createDataSource", "true");
            int exitCode = run(base, given, definition, out);
            out.println(klaviyo.received());
            return exitCode;
        }
    }

    private int run(
            Map<String, String> base, Map<String, String> given, Optional<Definition> definition, PrintWriter out)
            throws IOException {
        Map<String, String> options = new LinkedHashMap<>(base);
        options.putAll(given);
        options.putAll(runs.options());

        try (SparkSession spark = FormatOptions.session("backfill");
                ReportFolder reports = ReportFolder.of(write.reports());
                RunsFolder folder = RunsFolder.of(runs.runPath(), spark)) {
            folder.path().ifPresent(path -> options.put("runPath", path));
            Map<String, String> account = Verifying.accountOptions(options);
            if (embedded && definition.isPresent()) {
                provision(account, definition.get(), out);
            }
            Instant start = Instant.now();
            Optional<Verifying> verifying = objects.verifies()
                    ? Optional.of(new Verifying(spark, account, definition.orElseThrow(), objects.how()))
                    : Optional.empty();
            if (verifying.isPresent()) {
                verifying.get().check();
            }
            List<Sending> sendings = write.prepare(spark);
            List<Report> sent = send(sendings, options, reports, out);
            folder.done();
            boolean isProven = true;
            if (verifying.isPresent()) {
                out.println("Verifying; to do it again later: verify --since " + start + " …");
                out.flush();
                for (Sending sending : sendings) {
                    isProven &= verifying.get().verify(sending.rows(), sending.dataSource(), start, out);
                }
            }
            return !isProven || sent.stream().anyMatch(report -> report.dead() > 0) ? Main.DEAD_LETTERS : 0;
        }
    }

    private static void provision(Map<String, String> account, Definition definition, PrintWriter out)
            throws IOException {
        try (KlaviyoClient client = KlaviyoAccount.client(account)) {
            ProvisionCommand.make(new Provisioner(client, definition), out);
        }
    }

    private static List<Report> send(
            List<Sending> sendings, Map<String, String> options, ReportFolder folder, PrintWriter out)
            throws IOException {
        List<Report> reports = new ArrayList<>();
        try {
            for (Sending sending : sendings) {
                out.println();
                out.println("Sending " + sending.label() + " …");
                out.flush();
                Report report = sending.send(options, folder, out);
                reports.add(report);
                out.println(report.requestTable());
                if (report.dead() > 0) {
                    report.problems().forEach(out::println);
                    out.println(Table.count(report.dead()) + " dead letters in " + report.deadLetters() + ".");
                }
            }
        } finally {
            if (!reports.isEmpty()) {
                out.println();
                out.println(Report.summary(reports));
                out.println();
                out.println(
                        "Accepted is what Klaviyo says at once; it processes records later, usually within 15 minutes.");
                out.flush();
            }
        }
        return reports;
    }
}
