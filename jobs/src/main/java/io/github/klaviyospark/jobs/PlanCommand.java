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
import picocli.CommandLine.Spec;

/** Counts what a backfill would send. */
@Command(
        name = "plan",
        description = "Says what a backfill would send and how long it takes at the account's quota. Sends nothing and"
                + " needs no key.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = FormatOptions.FOOTER,
        sortOptions = false)
final class PlanCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private WriteOptions write;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, String> options = new LinkedHashMap<>(write.options(false));
        options.put("dryRun", "true");

        List<Report> plans = new ArrayList<>();
        try (SparkSession spark = FormatOptions.session("plan");
                ReportFolder folder = ReportFolder.of(write.reports())) {
            for (Sending sending : write.prepare(spark)) {
                plans.add(sending.send(options, folder, out));
            }
        }

        out.println();
        out.println(Report.plan(plans));
        plans.forEach(plan -> out.println(plan.planLine()));
        plans.forEach(plan -> plan.problems().forEach(out::println));
        out.flush();
        return 0;
    }
}
