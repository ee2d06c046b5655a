package io.github.klaviyospark.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Collections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The page names the collections that can be followed, and how. */
class StreamPageTest {

    private static final Path PAGE = Path.of("..", "docs", "stream.md");

    @Test
    void namesWhatCanBeFollowed() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith("| collection |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();

        List<String> expected = Collections.names().stream()
                .map(name ->
                        row(name, Collections.find(name.replace("ID", "abc")).orElseThrow()))
                .flatMap(Optional::stream)
                .sorted()
                .toList();

        assertThat(rows).isEqualTo(expected);
    }

    private static Optional<String> row(String name, CollectionDescriptor collection) {
        return collection
                .followField()
                .map(field -> "| `" + name + "` | `" + field + "` | yes | "
                        + (collection.sortKeys().contains(field) ? "yes" : "no, Klaviyo cannot sort them") + " |");
    }
}
