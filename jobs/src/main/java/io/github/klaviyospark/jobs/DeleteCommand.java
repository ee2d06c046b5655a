package io.github.klaviyospark.jobs;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deletes objects by their ids. */
@Command(
        name = "delete",
        description =
                "Deletes the objects of a type whose ids a file holds. The records that they were made from stay with"
                        + " Klaviyo; sent again, they make the objects again.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = FormatOptions.FOOTER,
        sortOptions = false)
final class DeleteCommand implements Callable<Integer> {

    private static final Map<String, String> FLAGS = Map.ofEntries(
            Map.entry("operation", "the verb decides it"),
            Map.entry("idfield", "use --id-field"),
            Map.entry("resume", "use --resume"),
            Map.entry("runpath", "use --run-path"),
            Map.entry("deadletterpath", "use --dead-letters"),
            Map.entry("oninvalid", "use --dead-letters"),
            Map.entry("dryrun", "use --plan"));

    @Spec
    private CommandSpec spec;

    @Option(names = "--object-type", required = true, paramLabel = "TITLE|ID", description = "The type of the objects.")
    private String objectType;

    @ArgGroup(exclusive = false, multiplicity = "1", heading = "The ids, in the column that --id-field names:%n")
    private InputSpec input;

    @Mixin
    private RunOptions runs;

    @Option(names = "--plan", description = "Count only: delete nothing. Needs no key.")
    private boolean planOnly;

    @Mixin
    private FormatOptions format;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, String> options = new LinkedHashMap<>(format.checked(FLAGS, false));
        options.putAll(runs.options());
        try (SparkSession spark = FormatOptions.session("delete");
                ReportFolder reports = ReportFolder.of(null);
                RunsFolder folder = RunsFolder.of(planOnly ? null : runs.runPath(), spark)) {
            if (planOnly) {
                options.put("dryRun", "true");
            } else {
                folder.path().ifPresent(path -> options.put("runPath", path));
            }
            Report report = Sending.deleting(spark, input, objectType).send(options, reports, out);
            folder.done();
            out.println();
            out.println(planOnly ? Report.plan(List.of(report)) : Report.summary(List.of(report)));
            report.problems().forEach(out::println);
            out.println(planOnly ? report.planLine() : "Klaviyo deletes later, usually within minutes.");
            out.flush();
            return report.dead() > 0 && !planOnly ? Main.DEAD_LETTERS : 0;
        }
    }
}
