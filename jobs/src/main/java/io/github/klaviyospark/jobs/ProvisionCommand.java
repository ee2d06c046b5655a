package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.definition.Definition;
import io.github.klaviyospark.core.provision.Plan;
import io.github.klaviyospark.core.provision.ProvisionListener;
import io.github.klaviyospark.core.provision.Provisioner;
import io.github.klaviyospark.core.provision.Step;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.KlaviyoAccount;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings an account to what a definition says. */
@Command(
        name = "provision",
        description =
                "Makes the data sources, object types, schemas, relationships and mappings that a definition asks for,"
                        + " and activates them. What is there already is found and not made again, so a run that was stopped is"
                        + " continued by running it again.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class ProvisionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private DefinitionOption definition;

    @Option(names = "--plan", description = "Say what would be done, and do nothing.")
    private boolean planOnly;

    @Option(
            names = "--allow-drop",
            description = "Take away properties and relationships that the definition does not have; objects then lose"
                    + " these values. Without it such a definition is refused.")
    private boolean allowDrop;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            defaultValue = "6h",
            converter = DurationText.class,
            description = "How long to wait until Klaviyo has processed stored records. Default: ${DEFAULT-VALUE}.")
    private Duration maxWait;

    @Mixin
    private EmbeddedOption embedded;

    @Mixin
    private FormatOptions format;

    @Mixin
    private ReportOption report;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Definition wanted = definition.read();
        Map<String, String> given = format.checked(Map.of(), FormatOptions.Use.ACCOUNT, embedded.isGiven());
        return embedded.run(
                EmbeddedKlaviyo::asked,
                // The session is only for where keys are: Hadoop's credential providers, and what an administrator
                // allows.
                connection -> report.run((spark, job) -> {
                    Map<String, String> options = new LinkedHashMap<>(connection);
                    options.putAll(given);
                    provision(wanted, options, job);
                    return 0;
                }));
    }

    private void provision(Definition wanted, Map<String, String> options, JobReport job) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (KlaviyoClient client = KlaviyoAccount.client(options)) {
            Provisioner provisioner = new Provisioner(client, wanted, Clock.system(), allowDrop, maxWait);
            if (planOnly) {
                Plan plan = provisioner.plan();
                plan.steps().forEach(step -> report(step, "planned", job));
                show(plan, allowDrop, out);
            } else {
                make(provisioner, job, out);
            }
        }
    }

    private static void report(Step step, String what, JobReport job) {
        job.add(what).put("step", step.kind().words().replaceAll(":$", "")).put("of", step.subject());
    }

    private static void show(Plan plan, boolean allowDrop, PrintWriter out) {
        out.println(plan.isEmpty() ? "Nothing to do." : table(plan.steps()));
        if (!plan.drops().isEmpty()) {
            String words = allowDrop ? "Takes away " : "Refused without --allow-drop, because it takes away ";
            out.println(words + String.join(", ", plan.drops()) + ".");
        }
        out.flush();
    }

    /** Makes what is missing and tells each step. */
    static void make(Provisioner provisioner, JobReport job, PrintWriter out) throws IOException {
        List<Step> made = provisioner.apply(new Told(out));
        made.forEach(step -> report(step, "provisioned", job));
        out.println(made.isEmpty() ? "Nothing to do: all is as defined and active." : "All is as defined and active.");
        out.flush();
    }

    private static String table(List<Step> steps) {
        return Table.of(
                steps,
                List.of(
                        Table.left("step", step -> step.kind().words().replaceAll(":$", "")),
                        Table.left("of", Step::subject),
                        Table.left("what", step -> String.join("\n", step.details()))));
    }

    /** Says each step as it begins, and now and then that a schema is still being published. */
    private static final class Told implements ProvisionListener {

        private static final Duration BETWEEN = Duration.ofSeconds(30);

        private final PrintWriter out;
        private Duration told = Duration.ZERO;

        Told(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void begins(Step step) {
            told = Duration.ZERO;
            out.println("  " + step);
            out.flush();
        }

        @Override
        public void isWaiting(String objectType, Duration waited) {
            if (waited.minus(told).compareTo(BETWEEN) >= 0) {
                told = waited;
                out.println("  " + objectType + " is still being published after " + waited.toSeconds() + " s");
                out.flush();
            }
        }
    }
}
