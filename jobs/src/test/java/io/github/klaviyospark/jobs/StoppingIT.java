package io.github.klaviyospark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Verbs whose process is told to end. */
class StoppingIT {

    private static final String BULK = "POST /api/data-source-record-bulk-create-jobs";
    private static final Pattern THREE = Pattern.compile("counted ([3-9]|[12]\\d) requests");
    // What the JVM ends with after SIGTERM.
    private static final int TERMINATED = 143;
    // And after SIGINT.
    private static final int INTERRUPTED = 130;

    @TempDir
    private Path folder;

    private Map<String, String> account(EmbeddedKlaviyo klaviyo) throws IOException {
        String keySource = klaviyo.connection().get("apiKeySource");
        Map<String, String> environment = new HashMap<>();
        environment.put("KLAVIYO_ENDPOINT", klaviyo.endpoint());
        environment.put("KLAVIYO_API_KEY", Files.readString(Path.of(keySource.substring("file:".length()))));
        return environment;
    }

    private static String[] backfill(Path input, String... more) {
        List<String> all = new java.util.ArrayList<>(List.of(
                "backfill",
                "--input",
                input.toString(),
                "--data-source",
                "pets",
                "--create-data-source",
                "--id-field",
                "id",
                "--option",
                "chunkRecords=100",
                "--option",
                "quotaLimits=1000/1s",
                "--option",
                "writers=1"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void saysHowToGoOnAndHasReceiptsForAllThatArrived() throws Exception {
        Path input = Files.write(
                folder.resolve("pets.jsonl"),
                IntStream.range(0, 3_000).mapToObj(i -> "{\"id\":" + i + "}").toList());
        Path faults = Files.writeString(
                folder.resolve("faults.json"),
                "[{\"match\":\"" + BULK + "\",\"kind\":\"delay\",\"delay\":\"1s\",\"times\":15}]");
        try (EmbeddedKlaviyo klaviyo = EmbeddedKlaviyo.start("--faults", faults.toString(), "--quotas", "off")) {
            JobsProcess.Running running = JobsProcess.start(folder, account(klaviyo), backfill(input));
            running.await(
                    "three requests", () -> THREE.matcher(klaviyo.received()).find());
            JobsProcess stopped = running.terminate();

            assertThat(stopped.exitCode()).as(stopped.output()).isEqualTo(TERMINATED);
            assertThat(stopped.output())
                    .contains("Told to stop: no more rows are begun.")
                    .contains("Failed: The job was told to stop.");
            Matcher told = Pattern.compile("give the same command with --run-path (\\S+), and --resume (\\S+) after")
                    .matcher(stopped.output());
            assertThat(told.find()).as(stopped.output()).isTrue();

            JobsProcess resumed = JobsProcess.run(
                    folder, account(klaviyo), backfill(input, "--run-path", told.group(1), "--resume", told.group(2)));

            assertThat(resumed.exitCode()).as(resumed.output()).isZero();
            assertThat(klaviyo.received()).contains("counted 30 requests and 3,000 records");
        }
    }

    private static List<String> people(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"email\":\"p" + i + "@moor.example.net\"}")
                .toList();
    }

    @Test
    void saysHowToGoOnWithWhatIsSentToAResource() throws Exception {
        Path input = Files.write(folder.resolve("people.jsonl"), people(3_000));
        Path report = folder.resolve("report.json");
        Path faults = Files.writeString(
                folder.resolve("faults.json"),
                "[{\"match\":\"POST /api/profile-bulk-import-jobs\",\"kind\":\"delay\",\"delay\":\"1s\",\"times\":25}]");
        try (EmbeddedKlaviyo klaviyo = EmbeddedKlaviyo.start("--faults", faults.toString(), "--quotas", "off")) {
            JobsProcess.Running running = JobsProcess.start(
                    folder,
                    account(klaviyo),
                    "send",
                    "--to",
                    "profiles",
                    "--input",
                    input.toString(),
                    "--report",
                    report.toString(),
                    "--option",
                    "chunkRecords=100",
                    "--option",
                    "quotaLimits=1000/1s",
                    "--option",
                    "writers=1");
            running.await("three requests", () -> THREE.matcher(klaviyo.received("POST /api/profile-bulk-import-jobs"))
                    .find());
            JobsProcess stopped = running.terminate();

            assertThat(stopped.exitCode()).as(stopped.output()).isEqualTo(TERMINATED);
            assertThat(stopped.output())
                    .contains("Told to stop: no more rows are begun.")
                    .contains("Failed: The job was told to stop.")
                    .containsPattern("give the same command with --run-path \\S+, and --resume \\S+\\.");
            JsonNode json = new ObjectMapper().readTree(report.toFile());
            assertThat(json.path("status").asText()).isEqualTo("stopped");
            assertThat(json.path("exitCode").asInt()).isEqualTo(TERMINATED);
            assertThat(json.path("problem").asText()).isEqualTo("The job was told to stop.");
            assertThat(json.at("/inputs/0/delivery/status").asText()).isEqualTo("failed");
        }
    }

    @Test
    void saysWhatAnExportLeft() throws Exception {
        Path output = folder.resolve("profiles");
        Path report = folder.resolve("report.json");
        try (EmbeddedKlaviyo klaviyo =
                EmbeddedKlaviyo.start("--profiles", "5000", "--latency", "1s", "--quotas", "off")) {
            JobsProcess.Running running = JobsProcess.start(
                    folder,
                    account(klaviyo),
                    "export",
                    "--output",
                    output.toString(),
                    "--report",
                    report.toString(),
                    "--option",
                    "slices=1");
            running.await("a line on how far it is", () -> running.output().contains("profiles: "));
            JobsProcess stopped = running.terminate();

            assertThat(stopped.exitCode()).as(stopped.output()).isEqualTo(TERMINATED);
            assertThat(stopped.output())
                    .containsPattern("profiles: [\\d,]+ rows, \\d+ pages, \\d+ requests")
                    .contains("Told to stop: no more rows are begun.")
                    .contains("The export was not finished.")
                    .contains("An export cannot be continued")
                    .contains("Failed: The job was told to stop.");
            assertThat(output.resolve("_SUCCESS")).doesNotExist();
            assertThat(new ObjectMapper()
                            .readTree(report.toFile())
                            .path("status")
                            .asText())
                    .isEqualTo("stopped");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void endsInOrderBeforeTheEmbeddedKlaviyoDoes() throws Exception {
        Path input = Files.write(
                folder.resolve("pets.jsonl"),
                IntStream.range(0, 3_000).mapToObj(i -> "{\"id\":" + i + "}").toList());
        JobsProcess.Running running = JobsProcess.start(
                folder,
                Map.of(),
                "backfill",
                "--embedded",
                "--input",
                input.toString(),
                "--input",
                "jobs/samples/pets.jsonl",
                "--option",
                "chunkRecords=10");
        running.await("a line on how far it is", () -> running.output().contains("requests, "));
        JobsProcess stopped = running.interrupt();

        assertThat(stopped.exitCode()).as(stopped.output()).isEqualTo(INTERRUPTED);
        assertThat(stopped.output())
                .contains("Told to stop: no more rows are begun.")
                .contains("Not begun: pets.")
                .contains("The embedded Klaviyo itself counted ")
                .contains("Failed: The job was told to stop.")
                .doesNotContain("--resume", "Connection refused", "failed to connect");
    }
}
