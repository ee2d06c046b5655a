package io.github.klaviyospark.jobs;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        if (embedded) {
            try (EmbeddedKlaviyo klaviyo = EmbeddedKlaviyo.start()) {
                out.println("Embedded Klaviyo: " + klaviyo.endpoint());
                Map<String, String> base = new LinkedHashMap<>(klaviyo.connection());
                base.put("createDataSource", "true");
                run(base, given, out);
                out.println(klaviyo.received());
            }
        } else {
            run(create ? Map.of("createDataSource", "true") : Map.of(), given, out);
        }
        return 0;
    }

    private void run(Map<String, String> base, Map<String, String> given, PrintWriter out) throws IOException {
        Map<String, String> options = new LinkedHashMap<>(base);
        options.putAll(given);

        try (SparkSession spark = FormatOptions.session("backfill");
                ReportFolder folder = ReportFolder.of(write.reports())) {
            send(write.prepare(spark), options, folder, out);
        }
    }

    private static void send(List<Sending> sendings, Map<String, String> options, ReportFolder folder, PrintWriter out)
            throws IOException {
        List<Report> reports = new ArrayList<>();
        try {
            for (Sending sending : sendings) {
                out.println();
                out.println("Sending " + sending.label() + " …");
                out.flush();
                Report report = sending.send(options, folder);
                reports.add(report);
                out.println(report.requestTable());
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
    }
}
