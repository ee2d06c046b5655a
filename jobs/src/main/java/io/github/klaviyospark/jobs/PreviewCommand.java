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
import org.apache.spark.sql.SparkSession;
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
                        + " nothing and needs no key.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = "Klaviyo itself logs only what it skipped, and only after it was sent.",
        sortOptions = false)
final class PreviewCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private DefinitionOption definition;

    @Option(names = "--object", paramLabel = "TITLE", description = "The object type; needed when there are several.")
    private String object;

    @ArgGroup(exclusive = false, multiplicity = "1", heading = "The rows:%n")
    private InputSpec input;

    @Option(
            names = "--show",
            paramLabel = "N",
            description = "Prints so many objects with their values, which may be personal data.")
    private int show;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        ObjectDefinition wanted = DefinitionOption.object(definition.read(), object);
        try (SparkSession spark = FormatOptions.session("preview")) {
            Dataset<Row> preview = ObjectPreview.of(input.read(spark), wanted.mapping());
            List<Row> counts = ObjectPreview.counts(preview).collectAsList();
            out.println();
            out.println(Table.of(
                    counts,
                    List.of(
                            Table.left(wanted.title(), row -> row.getAs("status")),
                            Table.left("reason", row -> text(row, "reason")),
                            Table.left("property", row -> text(row, "property")),
                            Table.right("objects", row -> Table.count(row.<Long>getAs("objects"))))));
            emptyColumns(preview, wanted).forEach(out::println);
            if (show > 0) {
                out.println(preview.showString(show, 40, false));
            }
            out.flush();
        }
        return 0;
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
