package io.github.klaviyospark.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares README with what the matrix has shown; with {@code -Dmatrix.write=true} it writes the table first. */
class MatrixTableTest {

    private static final Path MATRIX = Path.of("..");
    private static final Path README = Path.of("..", "..", "..", "README.md");
    private static final int VERSIONS = 5;
    private static final Pattern TABLE =
            Pattern.compile("(?<=\n)\\| Spark \\| Scala \\| matrix \\|\n\\| --- \\| --- \\| --- \\|\n(?:\\|[^\n]*\n)*");

    private final List<Outcome> outcomes = Outcome.all(MATRIX);

    MatrixTableTest() throws IOException {}

    @Test
    void oneJarRanOnEveryVersion() {
        System.out.println(table() + "\nOne bundle, SHA-256 "
                + outcomes.stream().map(Outcome::sha256).distinct().collect(Collectors.joining(" and ")));
        outcomes.forEach(outcome -> System.out.println(outcome.duration()));

        assertThat(outcomes).hasSize(VERSIONS);
        assertThat(outcomes)
                .extracting(Outcome::sha256)
                .containsOnly(outcomes.get(0).sha256());
        assertThat(outcomes).allSatisfy(outcome -> {
            assertThat(outcome.failed()).isZero();
            assertThat(outcome.tests()).isPositive();
        });
    }

    @Test
    void readmeSaysWhatWasSeen() throws IOException {
        String readme = Files.readString(README);
        Matcher there = TABLE.matcher(readme);
        assertThat(there.find()).as("a table of Spark versions").isTrue();
        if (Boolean.getBoolean("matrix.write")) {
            readme = there.replaceFirst(Matcher.quoteReplacement(table()));
            Files.writeString(README, readme);
        }

        assertThat(readme).contains(table());
    }

    private String table() {
        return outcomes.stream()
                .map(Outcome::row)
                .collect(Collectors.joining("\n", "| Spark | Scala | matrix |\n| --- | --- | --- |\n", "\n"));
    }
}
