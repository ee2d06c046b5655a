package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.definition.ObjectDefinition;
import io.github.klaviyospark.core.definition.PropertyDefinition;
import io.github.klaviyospark.spark.objects.ObjectPreview;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what objects rows will become. */
@Command(
        name = "preview",
        description =
                "Says what objects Klaviyo will make of a file by a definition, and why it will skip others. Sends"
                        + " nothing and needs no key. Klaviyo itself logs only what it skipped, and only after it was sent.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class PreviewCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private DefinitionOption definition;

    @Option(names = "--object", paramLabel = "TITLE", description = "The object type; needed when there are several.")
    private String object;

    @ArgGroup(exclusive = false, multiplicity = "1", heading = "The rows:%n")
    private RowsInput input;

    @Option(
            names = "--show",
            paramLabel = "N",
            description = "Prints so many objects with their values, which may be personal data.")
    private int show;

    @Mixin
    private ReportOption report;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ObjectDefinition wanted = DefinitionOption.object(definition.read(), object, "--object");
        input.check();
        return report.run((spark, job) -> {
            PrintWriter out = spec.commandLine().getOut();
            try (TaskFigures tasks = TaskFigures.listen(spark.sparkContext());
                    Progress progress = Progress.start(input.name(), new TaskSteps(tasks), out)) {
                preview(ObjectPreview.of(input.read(spark), wanted.mapping()), wanted, job, out);
                progress.done(tasks.tasks());
            }
            return 0;
        });
    }

    private void preview(Dataset<Row> preview, ObjectDefinition wanted, JobReport job, PrintWriter out) {
        List<Row> counts = ObjectPreview.counts(preview).collectAsList();
        job.put("objectType", wanted.title());
        counts.forEach(row -> job.add("counts")
                .put("status", row.<String>getAs("status"))
                .put("reason", row.<String>getAs("reason"))
                .put("property", row.<String>getAs("property"))
                .put("objects", row.<Long>getAs("objects")));
        List<String> empty = emptyColumns(preview, wanted);
        out.println();
        out.println(Table.of(
                counts,
                List.of(
                        Table.left(wanted.title(), row -> row.getAs("status")),
                        Table.left("reason", row -> text(row, "reason")),
                        Table.left("property", row -> text(row, "property")),
                        Table.right("objects", row -> Table.count(row.<Long>getAs("objects"))))));
        empty.forEach(out::println);
        if (show > 0) {
            out.println(ShownRows.table(preview, show, 40));
        }
        out.flush();
    }

    /** A property without any value, or a relationship without any identifier, is most often a wrong path. */
    private static List<String> emptyColumns(Dataset<Row> preview, ObjectDefinition object) {
        List<PropertyDefinition> properties = object.properties();
        List<String> counts = new ArrayList<>(List.of("count(*)"));
        properties.forEach(property -> counts.add("count(properties.`" + property.name() + "`)"));
        object.profileLinks()
                .forEach(link -> counts.add("count_if(exists(links, l -> l.relationship = '"
                        + link.name().replace("'", "\\'") + "' AND size(l.identifiers) > 0))"));
        Row found = preview.filter("status = 'object' OR status = 'links'")
                .selectExpr(counts.toArray(String[]::new))
                .first();

        List<String> lines = new ArrayList<>();
        for (int i = 0; found.getLong(0) > 0 && i < counts.size() - 1; i++) {
            if (found.getLong(i + 1) == 0) {
                lines.add(
                        i < properties.size()
                                ? "No row has a value for " + properties.get(i).name() + ". Is its path right, "
                                        + properties.get(i).path() + "?"
                                : "No row has an identifier for "
                                        + object.profileLinks()
                                                .get(i - properties.size())
                                                .name()
                                        + ". Are its paths right, "
                                        + object.profileLinks()
                                                .get(i - properties.size())
                                                .identifiers()
                                                .values()
                                        + "?");
            }
        }
        return lines;
    }

    private static String text(Row row, String column) {
        String text = row.getAs(column);
        return text == null ? "" : text;
    }
}
