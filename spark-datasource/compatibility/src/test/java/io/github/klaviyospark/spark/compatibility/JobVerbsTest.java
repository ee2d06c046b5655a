package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each verb of the jar for spark-submit once, in a process of its own beside this Spark. What verbs do is tested with the jar itself. */
@Tag("matrix")
@Timeout(180)
class JobVerbsTest {

    private static final String KEY = "pk_2f7c11d05ae94b63";
    private static final String DEFINITION = """
            source: shop.pets
            objects:
              - title: Pet
                id: pet_id
                properties: {name: string, weight: {type: float, path: weight_kg}}
            """;

    @TempDir
    private Path folder;

    private EmulatorProcess klaviyo;
    private Path definition;
    private Path pets;

    @BeforeEach
    void start() throws IOException {
        klaviyo = new EmulatorProcess(
                KEY, "--publishing-time", "50ms", "--visibility-lag", "50ms", "--profiles", "40", "--seed", "7");
        definition = Files.writeString(folder.resolve("pets.yaml"), DEFINITION);
        pets = Files.write(
                folder.resolve("pets.jsonl"),
                List.of(
                        "{\"pet_id\":\"a\",\"name\":\"Rex\",\"weight_kg\":12.5}",
                        "{\"pet_id\":\"b\",\"name\":\"Mia\",\"weight_kg\":4}"));
    }

    @AfterEach
    void stop() {
        klaviyo.close();
    }

    @Test
    void objectsAreProvisionedFilledVerifiedAndDeleted() throws Exception {
        String since = Instant.now().toString();
        assertThat(run("provision", "--definition", definition.toString())).contains("All is as defined and active.");
        assertThat(run("backfill", "--definition", definition.toString(), "--input", pets.toString()))
                .contains("| pets ");
        assertThat(run(
                        "verify",
                        "--definition",
                        definition.toString(),
                        "--input",
                        pets.toString(),
                        "--since",
                        since,
                        "--wait",
                        "30s"))
                .contains("| Pet         |        2 |         2 |       2 |      0 |        0 |");
        Path gone = Files.write(folder.resolve("gone.csv"), List.of("pet", "a"));
        assertThat(run("delete", "--object-type", "Pet", "--input", gone.toString(), "--id-field", "pet"))
                .contains("| gone  |    1 |        1 |");
    }

    @Test
    void plansARun() throws Exception {
        assertThat(run("plan", "--input", pets.toString(), "--data-source", "shop.pets", "--id-field", "pet_id"))
                .contains("2 rows = 1 requests");
    }

    @Test
    void previewsObjects() throws Exception {
        assertThat(run("preview", "--definition", definition.toString(), "--input", pets.toString()))
                .contains("| object ", "Pet");
    }

    @Test
    void exportsProfilesAndShowsThem() throws Exception {
        Path output = folder.resolve("profiles");

        String printed = run(
                "export",
                "profiles",
                "--select",
                "id, email",
                "--format",
                "json",
                "--output",
                output.toString(),
                "--show",
                "3");

        assertThat(printed).contains("email").contains("|   40 |");
        assertThat(printed.lines().filter(line -> line.startsWith("|") && line.contains("@")))
                .as("rows that are shown")
                .hasSize(3);
        try (Stream<Path> files =
                Files.list(output).filter(file -> file.toString().endsWith(".json"))) {
            long rows = 0;
            for (Path file : files.toList()) {
                rows += Files.readAllLines(file).size();
            }
            assertThat(rows).isEqualTo(40);
        }
    }

    @Test
    void sendsRowsToAResource() throws Exception {
        Path people =
                Files.write(folder.resolve("people.csv"), List.of("email,first_name", "edda@moor.example.net,Edda"));

        assertThat(run("send", "--to", "profiles", "--input", people.toString()))
                .contains("| people |    1 |        1 |");
        assertThat(klaviyo.profiles()).anyMatch(profile -> profile.contains("edda@moor.example.net"));
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-Djdk."))
                .forEach(command::add);
        command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-Dspark.ui.enabled=false"));
        command.addAll(List.of("-Dspark.sql.shuffle.partitions=1", "-Dspark.master=local[2]"));
        command.add("-Dspark.sql.warehouse.dir=" + folder.resolve("warehouse"));
        command.add("-Dbuild.folder=" + folder);
        command.add("-Dlog4j2.configurationFile=" + JobVerbsTest.class.getResource("/log4j2.properties"));
        command.addAll(List.of("-cp", System.getProperty("jobs.jar") + File.pathSeparator + spark()));
        command.add("io.github.klaviyospark.jobs.Main");
        command.addAll(List.of(arguments));
        Path output = folder.resolve(arguments[0] + ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("KLAVIYO_ENDPOINT", klaviyo.endpoint());
        builder.environment().put("KLAVIYO_API_KEY", KEY);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS))
                    .as("%s ended", arguments[0])
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        String printed = Files.readString(output);
        assertThat(process.exitValue()).as("%s: %s", arguments[0], printed).isZero();
        return printed;
    }

    /** The class path of this JVM but for the tests and the bundle, which the jar carries inside. */
    private static String spark() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar"))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("klaviyo-"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
