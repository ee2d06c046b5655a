package io.github.klaviyospark.spark.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Collections;
import io.github.klaviyospark.core.collection.FilterField;
import io.github.klaviyospark.core.collection.Include;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares the table of collections with the descriptors; with {@code -Doptions.write=true} it writes the table first. */
class CollectionsPageTest {

    private static final Path PAGE = Path.of("..", "docs", "read.md");
    private static final String BEGIN = "| path | columns | filters | orders | page | quota | include | scopes |\n";
    private static final String END = "\n\n";

    @Test
    void isMadeFromTheDescriptors() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END, begin);
        String expected = page.substring(0, begin) + table() + page.substring(end + 1);

        if (Boolean.getBoolean("options.write")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(expected);
    }

    private static String table() {
        StringBuilder table = new StringBuilder(BEGIN).append("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
        for (CollectionDescriptor collection : Collections.all()) {
            List<String> cells = List.of(
                    "`" + collection.name() + "`",
                    collection.lacksProperties()
                            ? "those of the type"
                            : Integer.toString(
                                    CollectionSchema.of(collection, List.of()).length()),
                    collection.filters().stream()
                            .map(CollectionsPageTest::filter)
                            .collect(Collectors.joining(", ")),
                    collection.sortKeys().stream()
                            .filter(collection::isOrderedBy)
                            .map(key -> "`" + key + "`")
                            .collect(Collectors.joining(", ")),
                    Integer.toString(collection.maxPageSize()),
                    collection.operation(List.of()).limits().toString(),
                    collection.includes().stream()
                            .map(Include::name)
                            .map(name -> "`" + name + "`")
                            .collect(Collectors.joining(", ")),
                    "`" + collection.operation(List.of()).scope() + "`");
            table.append("| ").append(String.join(" | ", cells)).append(" |\n");
        }
        return table.toString();
    }

    private static String filter(FilterField field) {
        return "`" + field.name() + "`" + (field.column().isEmpty() ? "°" : "");
    }
}
