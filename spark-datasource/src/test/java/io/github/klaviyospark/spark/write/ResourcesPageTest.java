package io.github.klaviyospark.spark.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.target.Target;
import io.github.klaviyospark.core.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of resources names tests that exist, and everything that can be written. */
class ResourcesPageTest {

    private static final Path ROOT = root();

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("docs"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static List<String> table() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/resources.md")).stream()
                .dropWhile(line -> !line.startsWith("| resource |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    private static Set<String> tests() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().contains("src" + java.io.File.separator + "test"))
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void namesTestsThatExist() throws IOException {
        List<String> named = table().stream()
                .flatMap(line -> Pattern.compile("`(\\w+Test)`").matcher(line).results())
                .map(MatchResult.class::cast)
                .map(match -> match.group(1))
                .distinct()
                .toList();

        assertThat(named).hasSizeGreaterThan(10);
        assertThat(tests()).containsAll(named);
    }

    @Test
    void namesAllThatCanBeWritten() throws IOException {
        String table = String.join("\n", table());

        assertThat(Targets.all().stream().map(Target::name).distinct())
                .isNotEmpty()
                .allMatch(name -> table.contains("`save(\"" + name + "\")`"));
    }
}
