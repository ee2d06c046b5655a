package io.github.klaviyospark.spark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.target.Target;
import io.github.klaviyospark.core.target.Targets;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on delivery promises of each resource what the code does: which are sent again, and which tests show what. */
class DeliveryPageTest {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private static Stream<String> codes(String line) {
        return CODE.matcher(line).results().map(code -> code.group(1));
    }

    private static List<String> lines() throws IOException {
        return Page.read(Page.ROOT.resolve("docs/delivery.md")).prose();
    }

    @Test
    void namesWhatIsNeverSentTwice() throws IOException {
        String row = lines().stream()
                .filter(line -> line.startsWith("| **never twice** |"))
                .findFirst()
                .orElseThrow();
        Set<String> never = Targets.all().stream()
                .filter(target -> !target.operation().repeatable())
                .map(Target::name)
                .collect(Collectors.toSet());

        assertThat(codes(row)).hasSizeGreaterThan(3).containsExactlyInAnyOrderElementsOf(never);
    }

    @Test
    void namesTestsThatExist() throws IOException {
        List<String> named = lines().stream()
                .flatMap(DeliveryPageTest::codes)
                .filter(code -> code.matches("\\w+Test"))
                .toList();

        assertThat(named).hasSizeGreaterThan(10);
        assertThat(Page.tests()).containsAll(named);
    }
}
