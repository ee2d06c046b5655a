package io.github.klaviyospark.core.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.klaviyospark.core.bulk.ChunkLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Compares the documentation with the targets; with {@code -Dtargets.write=true} it writes the page first. */
class TargetsPageTest {

    private static final Path PAGE = Path.of("..", "docs", "targets.md");

    @Test
    void isMadeFromTheTargets() throws IOException {
        List<Golden> goldens = Golden.all();
        StringBuilder page = new StringBuilder("""
                # Targets

                What can be written besides the records of data sources, made from the code: for each resource and change the
                columns that a row may have, what Klaviyo allows, and the request that leaves for some rows. Names are those
                of the API's paths. A null is a value that is not there: it clears nothing. Columns whose place begins with
                `request:` concern all of a request: rows that differ in them go into different requests.

                """);
        for (Target target : Targets.all()) {
            append(page, target, goldens);
        }
        String text = page.toString().stripTrailing() + "\n";
        if (Boolean.getBoolean("targets.write")) {
            Files.writeString(PAGE, text);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(text);
    }

    private static void append(StringBuilder page, Target target, List<Golden> goldens) throws IOException {
        page.append("## ").append(target).append("\n\n");
        page.append(target.purpose()).append("\n\n");
        limits(page, target);
        target.confirmation(Set.copyOf(
                        target.columns().stream().map(TargetColumn::name).toList()))
                .ifPresent(confirmation -> confirmation(page, target, confirmation));
        target.home().ifPresent(home -> page.append("Columns of other names become members of `")
                .append(home)
                .append("`.\n\n"));
        page.append("| column | kind | required | place | what it is |\n| --- | --- | --- | --- | --- |\n");
        for (TargetColumn column : target.columns()) {
            page.append("| `%s` | %s | %s | `%s` | %s |\n"
                    .formatted(
                            column.name(),
                            column.kind().words(),
                            column.isRequired() ? "yes" : "no",
                            column.place(),
                            column.help()));
        }
        Golden example = goldens.stream()
                .filter(golden -> golden.target() == target)
                .findFirst()
                .orElseThrow();
        page.append("\nRows\n\n");
        page.append("```json\n");
        for (JsonNode row : example.rows()) {
            page.append(row).append('\n');
        }
        page.append("```\n\nleave as `")
                .append(example.method())
                .append(' ')
                .append(example.path())
                .append('`');
        if (example.body().isMissingNode()) {
            page.append(", without a body.\n\n");
        } else {
            page.append("\n\n```json\n").append(pretty(example.body())).append("\n```\n\n");
        }
    }

    private static void limits(StringBuilder page, Target target) {
        ChunkLimits limits = target.limits();
        NumberFormat number = NumberFormat.getIntegerInstance(Locale.ROOT);
        page.append("At most %s in a request of %s bytes, %s bytes each; quota `%s`; scope `%s`; %s; %s.\n\n"
                .formatted(
                        limits.records() == 1 ? "one row" : number.format(limits.records()) + " rows",
                        number.format(limits.bytes()),
                        number.format(limits.recordBytes()),
                        target.operation().limits(),
                        target.operation().scope(),
                        target.job()
                                .map(job -> "makes a job that is followed, at most " + number.format(job.open())
                                        + " of them at a time")
                                .orElse("makes no job: what is accepted cannot be followed"),
                        target.operation().repeatable()
                                ? "sent again after an answer that was lost"
                                : "not sent again after an answer that was lost"));
    }

    private static void confirmation(StringBuilder page, Target target, Confirmation confirmation) {
        boolean isAlways = target.confirmation(Set.of()).isPresent();
        page.append("Must be confirmed with `")
                .append(confirmation.word())
                .append("`")
                .append(isAlways ? "" : ", depending on the columns")
                .append(". ")
                .append(confirmation.why())
                .append("\n\n");
    }

    private static String pretty(JsonNode body) throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""));
        printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        return RowTarget.JSON.writer(printer).writeValueAsString(body);
    }
}
