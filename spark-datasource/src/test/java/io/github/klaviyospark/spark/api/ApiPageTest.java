package io.github.klaviyospark.spark.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the public API with its listing; with {@code -Dapi.write=true} it writes the listing first. */
class ApiPageTest {

    private static final Path PAGE = Path.of("..", "docs", "api.txt");

    /** By folder; CONTRIBUTING.md says what else counts as public. */
    private static final Map<String, List<String>> PACKAGES = Map.of(
            "core",
                    List.of(
                            "io.github.klaviyospark.core.client",
                            "io.github.klaviyospark.core.definition",
                            "io.github.klaviyospark.core.mapping",
                            "io.github.klaviyospark.core.objects",
                            "io.github.klaviyospark.core.provision",
                            "io.github.klaviyospark.core.quota",
                            "io.github.klaviyospark.core.secret",
                            "io.github.klaviyospark.core.time"),
            "emulator", List.of("io.github.klaviyospark.emulator"),
            "spark-datasource", List.of("io.github.klaviyospark.spark", "io.github.klaviyospark.spark.objects"));

    private static final ApiListing API = new ApiListing(new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(
                            PACKAGES.values().stream().flatMap(List::stream).toList())
                    .stream()
                    .filter(type -> PACKAGES.values().stream().anyMatch(names -> names.contains(type.getPackageName())))
                    .<Class<?>>map(JavaClass::reflect)
                    .toList());

    @Test
    void losesNothingUnnoticed() throws IOException {
        String page = Stream.concat(
                        Stream.of("# The public API, made from the code; see CONTRIBUTING.md.", ""),
                        API.lines().stream())
                .map(line -> line + "\n")
                .reduce("", String::concat);

        if (Boolean.getBoolean("api.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(ApiListing.missing(Files.readAllLines(PAGE), page.lines().toList()))
                .as(
                        "what callers were compiled with; if it may go, say so in CHANGELOG.md and run with -Dapi.write=true")
                .isEmpty();
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    @Test
    void namesNoTypeThatIsNotPromised() {
        assertThat(API.unpromised()).isEmpty();
    }

    /** The comparison with a release looks at these packages too. */
    @Test
    void isWhatReleasesAreComparedBy() throws IOException {
        for (Map.Entry<String, List<String>> folder : PACKAGES.entrySet()) {
            String pom = Files.readString(Path.of("..", folder.getKey(), "pom.xml"));

            assertThat(pom)
                    .as(folder.getKey())
                    .contains("<api.packages>" + String.join(",", folder.getValue()) + "</api.packages>")
                    .contains("<japicmp.skip>false</japicmp.skip>");
        }
    }
}
