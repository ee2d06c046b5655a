package io.github.klaviyospark.jobs;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
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
        sortOptions = false)
final class PlanCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ArgGroup(exclusive = false, multiplicity = "1..*", heading = "For each input:%n")
    private List<RecordInput> inputs;

    @Mixin
    private FormatOptions format;

    @Mixin
    private ReportOption report;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, String> options = format.checked(RecordFlags.ALL, FormatOptions.Use.WRITE, false);
        inputs.forEach(RecordInput::check);
        inputs.forEach(RecordInput::dataSource);
        return report.run((spark, job) -> plan(spark, SendSettings.counting(options), job));
    }

    private int plan(SparkSession spark, SendSettings settings, JobReport job) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<Sending> sendings =
                inputs.stream().map(input -> Sending.prepare(spark, input)).toList();
        List<Report> plans = new ArrayList<>();
        for (Sending sending : sendings) {
            plans.add(sending.send(settings, job, out));
        }

        out.println();
        out.println(Report.plan(plans));
        plans.forEach(plan -> out.println(plan.planLine()));
        plans.forEach(plan -> plan.problems().forEach(out::println));
        out.flush();
        return 0;
    }
}
