package io.github.klaviyospark.spark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What is in folders that a stream leaves behind. */
final class Folders {

    private Folders() {}

    /** The one thing that there is. */
    static Path onlyIn(Path folder) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            List<Path> all = found.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    /** Sorted, without those that are hidden. */
    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }
}
