package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.definition.Definition;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
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
                "Deletes the objects of a type whose ids are in rows. The records that they were made from stay with"
                        + " Klaviyo; sent again, they make the objects again.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class DeleteCommand implements Callable<Integer> {

    private static final Map<String, String> FLAGS = Map.ofEntries(
            Map.entry("operation", "the verb decides it"),
            Map.entry("datasource", "the verb deletes objects, which --object-type names"),
            Map.entry("idfield", "use --id-field"),
            Map.entry("resume", "use --resume"),
            Map.entry("runpath", "use --run-path"),
            Map.entry("deadletterpath", "use --dead-letters"),
            Map.entry("oninvalid", "use --dead-letters"),
            Map.entry("dryrun", "use --plan"));
    private static final String DELETE = "POST /api/object-record-bulk-delete-jobs";

    @Spec
    private CommandSpec spec;

    @Option(names = "--object-type", required = true, paramLabel = "TITLE|ID", description = "The type of the objects.")
    private String objectType;

    @ArgGroup(exclusive = false, multiplicity = "1", heading = "The rows:%n")
    private DeleteInput input;

    @Mixin
    private RunOptions runs;

    @Option(names = "--plan", description = "Count only: delete nothing. Needs no key.")
    private boolean planOnly;

    @Mixin
    private EmbeddedOption embedded;

    @Option(
            names = "--definition",
            paramLabel = "FILE",
            description =
                    "With --embedded, the definition that has the object type: it is provisioned, and the rows are sent"
                            + " as records first, so that there is something to delete.")
    private Path definition;

    @Mixin
    private FormatOptions format;

    @Mixin
    private ReportOption report;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, String> given = format.checked(FLAGS, FormatOptions.Use.WRITE, embedded.isGiven());
        input.check();
        Optional<Definition> known = checkEmbedded();
        return embedded.run(
                klaviyo -> klaviyo.received(DELETE),
                connection -> report.run((spark, job) -> {
                    Map<String, String> options = new LinkedHashMap<>(connection);
                    options.putAll(given);
                    options.putAll(runs.options());
                    if (known.isPresent()) {
                        load(spark, connection, known.get(), job);
                    }
                    return delete(spark, options, job);
                }));
    }

    private Optional<Definition> checkEmbedded() throws IOException {
        if (!embedded.isGiven()) {
            if (definition != null) {
                throw new UsageException("--definition '" + definition
                        + "' is for --embedded, which begins without object types. Leave it out.");
            }
            return Optional.empty();
        }
        if (definition == null || planOnly || input.isResumed()) {
            throw new UsageException("--embedded begins empty, so there is nothing to "
                    + (planOnly
                            ? "plan for; --plan needs no key and can do without it."
                            : "delete. Give --definition FILE:"
                                    + " its types are made and the rows of the input are sent first. --resume has nothing to go on"
                                    + " with."));
        }
        Definition read = DefinitionOption.read(definition, DefinitionOption.MOST_PROPERTIES);
        DefinitionOption.object(read, objectType, "--object-type");
        return Optional.of(read);
    }

    private void load(SparkSession spark, Map<String, String> connection, Definition known, JobReport job)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        String dataSource =
                DefinitionOption.object(known, objectType, "--object-type").source();
        Dataset<Row> rows = input.read(spark);
        Sending records = Sending.records(input.name(), rows, dataSource);
        Instant start = EmbeddedLoad.load(spark, connection, known, records, job, out);
        new Verifying(spark, connection, known, new VerifyOptions()).verify(rows, dataSource, start, job, out);
    }

    private int delete(SparkSession spark, Map<String, String> options, JobReport job) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        String path = "object-types/" + objectType + "/object-records";
        Sending sending = Sending.to(path, input.name(), input.read(spark), input.options());
        if (planOnly) {
            Report plan = sending.send(SendSettings.counting(options), job, out);
            tell(Report.plan(List.of(plan)), plan, plan.planLine());
            return 0;
        }
        try (RunsFolder folder = RunsFolder.of(runs.runPath(), !embedded.isGiven(), spark);
                Stopping.Moving moving = Stopping.moving(spark)) {
            moving.check();
            Report deleted = sending.send(SendSettings.sending(options, folder), job, out);
            folder.done();
            tell(Report.summary(List.of(deleted)), deleted, "Klaviyo deletes later, usually within minutes.");
            if (deleted.dead() > 0) {
                out.println(Table.count(deleted.dead()) + " dead letters in " + deleted.deadLetters() + ".");
                out.flush();
            }
            return deleted.dead() > 0 ? Main.INCOMPLETE : 0;
        }
    }

    private void tell(String table, Report told, String words) {
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        out.println(table);
        told.problems().forEach(out::println);
        out.println(words);
        out.flush();
    }
}
