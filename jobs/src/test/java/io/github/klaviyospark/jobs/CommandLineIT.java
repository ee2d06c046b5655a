package io.github.klaviyospark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineIT {

    @TempDir
    private Path folder;

    private JobsProcess run(String... arguments) throws IOException, InterruptedException {
        return JobsProcess.run(folder, Map.of("KLAVIYO_API_KEY", "", "KLAVIYO_ENDPOINT", ""), arguments);
    }

    @Test
    void backfillsIntoAnEmbeddedKlaviyoAndShowsWhatItCounted() throws IOException, InterruptedException {
        JobsProcess job = run(
                "backfill",
                "--embedded",
                "--input",
                "jobs/samples/pets.jsonl",
                "--option",
                "nulls=omit",
                "--option",
                "chunkRecords=250");

        assertThat(job.exitCode()).as(job.output()).isZero();
        assertThat(job.output())
                .contains(
                        "Sending pets to data source pets …",
                        "| pets  |  600 |      600 |          0 |       0 |    0 |        3 |")
                .contains("The embedded Klaviyo itself counted 3 requests and 600 records in ");
    }

    @Test
    void plansAndSendsRowsOneByOne() throws IOException, InterruptedException {
        JobsProcess plan = run("plan", "--input", "jobs/samples/pets.jsonl", "--option", "ingest=single");
        assertThat(plan.output()).contains("pets: 600 rows = 600 requests = 7 s at 750/min.");

        JobsProcess job =
                run("backfill", "--embedded", "--input", "jobs/samples/pets.jsonl", "--option", "ingest=single");
        assertThat(job.exitCode()).as(job.output()).isZero();
        assertThat(job.output())
                .contains("| pets  |  600 |      600 |          0 |       0 |    0 |      600 | 100.0 % |")
                .contains("The embedded Klaviyo itself counted 600 requests and 600 records in ");
    }

    @Test
    void exportsProfilesFromAnEmbeddedKlaviyoAndShowsWhatItCounted() throws IOException, InterruptedException {
        Path output = folder.resolve("profiles");

        JobsProcess job = run(
                "export",
                "--embedded",
                "--profiles",
                "1234",
                "--select",
                "id, email, subscriptions.email.marketing.consent AS consent",
                "--output",
                output.toString(),
                "--show",
                "3",
                "--option",
                "slices=1");

        assertThat(job.exitCode()).as(job.output()).isZero();
        assertThat(job.output())
                .contains("| parquet | 1,234 |       3 |", "Only the first 3 rows are shown.")
                .contains("The embedded Klaviyo itself counted 14 requests and 1,235 profiles.");
        assertThat(output.resolve("_SUCCESS")).exists();
    }

    @Test
    void exportsEventsFromAnEmbeddedKlaviyoAndReportsWhatItTook() throws IOException, InterruptedException {
        Path report = folder.resolve("report.json");
        JobsProcess job = run(
                "export",
                "events",
                "--embedded",
                "--events",
                "700",
                "--select",
                "id, datetime",
                "--output",
                folder.resolve("events").toString(),
                "--option",
                "slices=1",
                "--report",
                report.toString());

        assertThat(job.exitCode()).as(job.output()).isZero();
        assertThat(job.output())
                .contains("|  700 |       2 |")
                .containsPattern("The embedded Klaviyo itself counted [1-9]\\d* requests and 701 events\\.");
        JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertThat(json.path("path").asText()).isEqualTo("events");
        assertThat(json.path("rows").asInt()).isEqualTo(700);
        assertThat(json.at("/read/rows").asInt()).isEqualTo(700);
        assertThat(json.at("/read/requests").asInt()).isPositive();
        assertThat(json.path("status").asText()).isEqualTo("done");
    }

    @Test
    void saysInTheReportWhyItFailed() throws IOException, InterruptedException {
        Path report = folder.resolve("report.json");
        JobsProcess job =
                run("export", "--select", "id", "--output", folder + "/profiles", "--report", report.toString());

        assertThat(job.exitCode()).isEqualTo(1);
        JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertThat(json.path("status").asText()).isEqualTo("failed");
        assertThat(json.path("exitCode").asInt()).isEqualTo(1);
        assertThat(json.path("problem").asText())
                .isEqualTo("The API key from env:KLAVIYO_API_KEY is empty. Give a Klaviyo private key.");
    }

    @Test
    void doesNothingWhereItsReportCannotBeWritten() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("file"), "");
        JobsProcess job =
                run("backfill", "--embedded", "--input", "jobs/samples/pets.jsonl", "--report", file + "/x.json");

        assertThat(job.exitCode()).isEqualTo(1);
        assertThat(job.output())
                .contains("Failed: The report cannot be written to --report '" + file + "/x.json'.")
                .doesNotContain("Sending pets");
    }

    @Test
    void exportsNestedColumnsToCsvAsJson() throws IOException, InterruptedException {
        Path output = folder.resolve("profiles");

        JobsProcess job = run(
                "export",
                "profiles",
                "--embedded",
                "--profiles",
                "300",
                "--include",
                "push-tokens",
                "--format",
                "csv",
                "--where",
                "location.city IS NOT NULL",
                "--limit",
                "20",
                "--output",
                output.toString());

        assertThat(job.exitCode()).as(job.output()).isZero();
        List<String> lines = new ArrayList<>();
        try (var files = Files.newDirectoryStream(output, "*.csv")) {
            for (Path file : files) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        assertThat(lines).filteredOn(line -> line.startsWith("id,")).isNotEmpty();
        assertThat(String.join("\n", lines)).contains("{\"\"email\"\":{\"\"marketing\"\":");
    }

    @Test
    void saysWhichColumnsThereAreBeforeAnythingIsAskedFor() throws IOException, InterruptedException {
        JobsProcess job = run("export", "--embedded", "--select", "id, mail", "--output", folder + "/profiles");

        assertThat(job.exitCode()).isEqualTo(1);
        assertThat(job.output()).contains("Failed: ", "mail", "email").doesNotContain("\tat ");
        assertThat(folder.resolve("profiles")).doesNotExist();
    }

    @Test
    void refusesAnOutputThatIsThere() throws IOException, InterruptedException {
        Path output = Files.createDirectory(folder.resolve("profiles"));

        JobsProcess job = run("export", "--embedded", "--select", "id", "--output", output.toString());

        assertThat(job.exitCode()).isEqualTo(1);
        assertThat(job.output()).contains("already exists");
    }

    @Test
    void leavesNothingBehindWhenThereIsNoKey() throws IOException, InterruptedException {
        JobsProcess job = run("export", "--select", "id", "--output", folder + "/profiles");

        assertThat(job.exitCode()).isEqualTo(1);
        assertThat(job.output())
                .contains("Failed: The API key from env:KLAVIYO_API_KEY is empty. Give a Klaviyo private key.")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("profiles")).doesNotExist();
    }

    @Test
    void takesNoLimitBelowOne() throws IOException, InterruptedException {
        assertThat(run("export", "--limit", "0", "--output", folder + "/x").exitCode())
                .isEqualTo(2);
    }

    @Test
    void takesNoKeyOnACommandLineOfAnExport() throws IOException, InterruptedException {
        JobsProcess job = run("export", "--output", folder + "/x", "--option", "apiToken=pk_on_a_command_line");

        assertThat(job.exitCode()).isEqualTo(2);
        assertThat(job.output()).contains("--option apiToken is not taken here: a command line is seen by others");
    }

    @Test
    void plansWithoutAKey() throws IOException, InterruptedException {
        JobsProcess job = run("plan", "@jobs/samples/backfill.args");

        assertThat(job.exitCode()).as(job.output()).isZero();
        assertThat(job.output())
                .contains(
                        "| pets          |   600 |          0 |       0 |        2 |",
                        "| customers     | 5,200 |          0 |       0 |       11 |",
                        "customers: 5,200 rows = 11 requests = 3 s at 15/min.")
                .contains("| 3/1s,15/60s |");
    }

    @Test
    void endsWithOneAndTheCauseWhenTheJobFails() throws IOException, InterruptedException {
        JobsProcess job = run("backfill", "--input", "jobs/samples/pets.jsonl");

        assertThat(job.exitCode()).isEqualTo(1);
        assertThat(job.output())
                .contains("Failed: The API key from env:KLAVIYO_API_KEY is empty. Give a Klaviyo private key.")
                .doesNotContain("\tat ");
    }

    @Test
    void endsWithOneAndTheCauseWhenARowCannotBeSent() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("bad.csv"), "id,weight\n1,2.5\n2,NaN\n");
        JobsProcess job = run(
                "backfill",
                "--embedded",
                "--input",
                file.toString(),
                "--schema",
                "id INT, weight DOUBLE",
                "--id-field",
                "id");

        assertThat(job.exitCode()).isEqualTo(1);
        assertThat(job.output())
                .contains(
                        "Failed: Row 2 of this writer cannot be written: column weight is NaN or infinite, and JSON has no"
                                + " such number. Correct or leave out such rows, or set them aside with onInvalid=deadLetter. This"
                                + " writer had 0 rows accepted by Klaviyo before.");
        assertThat(job.output().lines().filter(line -> line.startsWith("Failed") || line.contains("This run was not")))
                .noneMatch(line -> line.contains("resume"));
    }

    @Test
    void failsAtARowThatDoesNotFitAndQuotesNothingOfIt() throws IOException, InterruptedException {
        Path file = Files.writeString(
                folder.resolve("kunden ä 2024.jsonl"),
                "{\"id\":1,\"born\":\"2020-01-01\"}\n{\"id\":2,\"born\":\"gestern\"}\n");
        String[] arguments = {
            "backfill", "--embedded", "--input", file.toString(), "--schema", "id INT, born DATE", "--data-source", "k"
        };

        JobsProcess failed = run(arguments);
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.output())
                .contains("Failed: An input has a row that does not fit its format or schema. Look for it by reading");
        assertThat(failed.output().lines().filter(line -> line.startsWith("Failed")))
                .noneMatch(line -> line.contains("gestern"));

        String[] lenient = Arrays.copyOf(arguments, arguments.length + 2);
        lenient[arguments.length] = "--read-option";
        lenient[arguments.length + 1] = "mode=PERMISSIVE";
        JobsProcess sent = run(lenient);
        assertThat(sent.exitCode()).as(sent.output()).isZero();
        assertThat(sent.output()).contains("Sending kunden ä 2024 to data source k …");
    }

    @Test
    void takesNoOptionThatHasAFlagAndNoKey() throws IOException, InterruptedException {
        JobsProcess titled = run("backfill", "--input", "x.csv", "--option", "dataSource=shop.pets");
        assertThat(titled.exitCode()).isEqualTo(2);
        assertThat(titled.output())
                .contains("--option dataSource is not taken here: use --data-source after its --input.");

        assertThat(run("plan", "--input", "x.csv", "--option", "apiKey=pk_1").output())
                .contains("--option apiKey is not taken here: a command line is seen by others; use --option"
                        + " apiKeySource=env:NAME or file:PATH.");
    }

    @Test
    void cannotBeLedAwayFromTheEmbeddedKlaviyo() throws IOException, InterruptedException {
        JobsProcess led = run(
                "backfill",
                "--embedded",
                "--input",
                "jobs/samples/pets.jsonl",
                "--option",
                "endpoint=http://127.0.0.1:1");

        assertThat(led.exitCode()).isEqualTo(2);
        assertThat(led.output())
                .contains("--option endpoint is not taken here: --embedded has its own.")
                .doesNotContain("Embedded Klaviyo:");
    }

    @Test
    void reportsOnEachOfTwoInputsOfOneName() throws IOException, InterruptedException {
        Path one =
                Files.writeString(Files.createDirectories(folder.resolve("one")).resolve("ord.csv"), "id\n1\n");
        Path two =
                Files.writeString(Files.createDirectories(folder.resolve("two")).resolve("ord.csv"), "id\n1\n2\n");
        Path file = folder.resolve("plan.json");

        JobsProcess job =
                run("plan", "--report", file.toUri().toString(), "--input", one.toString(), "--input", two.toString());

        assertThat(job.exitCode()).as(job.output()).isZero();
        JsonNode report = new ObjectMapper().readTree(file.toFile());
        assertThat(report.at("/inputs/0/input").asText()).isEqualTo("ord");
        assertThat(report.at("/inputs/0/delivery/rows").asInt()).isEqualTo(1);
        assertThat(report.at("/inputs/1/delivery/rows").asInt()).isEqualTo(2);
        assertThat(report.path("status").asText()).isEqualTo("done");
        assertThat(report.path("exitCode").asInt()).isZero();
    }

    @Test
    void looksAtAllInputsBeforeItSendsOne() throws IOException, InterruptedException {
        JobsProcess missing = run(
                "backfill", "--embedded", "--input", "jobs/samples/pets.jsonl", "--input", "jobs/samples/none.jsonl");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.output()).contains("none.jsonl").doesNotContain("Sending pets");

        JobsProcess pattern = run("plan", "--input", "jobs/samples/*.jsonl");
        assertThat(pattern.exitCode()).isEqualTo(2);
        assertThat(pattern.output())
                .contains(
                        "What --input jobs/samples/*.jsonl reads has no name that its data source could have. Name one with"
                                + " --data-source after it.");
    }

    @Test
    void keepsDecimalsOfJsonAndRefusesASchemaThatSwapsColumns() throws IOException, InterruptedException {
        Path json =
                Files.writeString(folder.resolve("big.jsonl"), "{\"id\":1,\"n\":12345678901234567890.12,\"x\":0.10}\n");
        JobsProcess plan = run("plan", "--input", json.toString(), "--option", "nulls=omit");
        String record = "{\"id\":1,\"n\":12345678901234567890.12,\"x\":0.10}";
        int envelope = 201 + 54;
        assertThat(plan.output()).contains(" " + (envelope + record.length()) + " |");

        Path csv = Files.writeString(folder.resolve("names.csv"), "id,first,last\n1,Ann,Lee\n");
        JobsProcess swapped =
                run("plan", "--input", csv.toString(), "--schema", "id STRING, last STRING, first STRING");
        assertThat(swapped.exitCode()).isEqualTo(1);
        assertThat(swapped.output()).contains("CSV header does not conform to the schema");
    }

    @Test
    void plansWithTheReasonsForRowsThatCannotBeSent() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("weights.csv"), "id,weight\n1,2.5\n2,NaN\n3,NaN\n");
        JobsProcess job = run("plan", "--input", file.toString(), "--schema", "id INT, weight DOUBLE");

        assertThat(job.exitCode()).as(job.output()).isZero();
        assertThat(job.output())
                .contains(
                        "weights: 2 rows cannot be sent: column weight is NaN or infinite, and JSON has no such number.");
    }

    @Test
    void endsWithTwoWhenItIsUsedWrongly() throws IOException, InterruptedException {
        assertThat(run("backfill").exitCode()).isEqualTo(2);
        assertThat(run("backfil").exitCode()).isEqualTo(2);
        assertThat(run().exitCode()).isEqualTo(2);
        assertThat(run("backfill", "--input", "x.csv", "--nonsense").output()).contains("Unknown option: '--nonsense'");
    }

    @Test
    void explainsItself() throws IOException, InterruptedException {
        assertThat(run("--help").output()).contains("backfill", "plan", "Exit codes:");
        assertThat(run("backfill", "--help").output()).contains("--embedded", "--input=PATH", "--id-field=COLUMNS");
        assertThat(run("--version").output()).contains("klaviyo-spark-jobs 0.1.0");
    }

    @Test
    void isOneJarWithoutDoubledClasses() throws IOException {
        try (JarFile jar = new JarFile(System.getProperty("jobs.jar"))) {
            List<String> classes = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class"))
                    .toList();

            assertThat(classes).doesNotHaveDuplicates();
            assertThat(classes)
                    .allMatch(name -> name.startsWith("io/github/klaviyospark/")
                            || name.startsWith("picocli/")
                            || name.startsWith("com/github/freva/asciitable/"));
            assertThat(classes).noneMatch(name -> name.startsWith("io/github/klaviyospark/emulator/"));
            assertThat(jar.getEntry("embedded/klaviyo-emulator.jar")).isNotNull();
        }
    }

    @Test
    void saysUnderWhichLicencesItsContentIs() throws IOException {
        try (JarFile jar = new JarFile(System.getProperty("jobs.jar"))) {
            assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License", "Version 2.0");
            assertThat(text(jar, "META-INF/NOTICE"))
                    .containsOnlyOnce("not affiliated")
                    .contains("FastDoubleParser");
            assertThat(text(jar, "META-INF/licenses/klaviyo-spark-jobs-third-party.txt"))
                    .contains(
                            "info.picocli:picocli:", "com.github.freva:ascii-table:", "(BSD-3-Clause) JLine Terminal");
            assertThat(text(jar, "META-INF/licenses/klaviyo-spark-jobs.txt")).contains("BSD 3-Clause License:");
            assertThat(text(jar, "META-INF/licenses/klaviyo-spark-third-party.txt"))
                    .contains(
                            "com.squareup.okhttp3:okhttp-jvm:",
                            "com.squareup.okio:okio-jvm:",
                            "org.jetbrains.kotlin:kotlin-stdlib:",
                            "com.google.guava:guava:",
                            "com.fasterxml.jackson.core:jackson-databind:",
                            "com.jayway.jsonpath:json-path:",
                            "org.yaml:snakeyaml:")
                    .doesNotContain("org.apache.spark", "listenablefuture");
            assertThat(text(jar, "META-INF/licenses/klaviyo-spark.txt")).contains("SnakeYAML", "Public Suffix List");

            try (JarInputStream emulator =
                    new JarInputStream(jar.getInputStream(jar.getEntry("embedded/klaviyo-emulator.jar")))) {
                assertThat(Stream.iterate(next(emulator), Objects::nonNull, before -> next(emulator)))
                        .contains(
                                "META-INF/LICENSE",
                                "META-INF/NOTICE",
                                "META-INF/licenses/klaviyo-emulator.txt",
                                "META-INF/licenses/klaviyo-emulator-third-party.txt");
            }
        }
    }

    private static String text(JarFile jar, String name) throws IOException {
        return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String next(JarInputStream jar) {
        try {
            JarEntry entry = jar.getNextJarEntry();
            return entry == null ? null : entry.getName();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
