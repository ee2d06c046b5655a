package io.github.klaviyospark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backfills that break off, that set rows aside, and that take their time. */
class RunsIT {

    private static final String BULK = "POST /api/data-source-record-bulk-create-jobs";

    @TempDir
    private Path folder;

    private JobsProcess run(EmbeddedKlaviyo klaviyo, String... arguments) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>();
        environment.put("KLAVIYO_ENDPOINT", klaviyo.endpoint());
        environment.put(
                "KLAVIYO_API_KEY",
                Files.readString(
                        Path.of(klaviyo.connection().get("apiKeySource").substring("file:".length()))));
        return JobsProcess.run(folder, environment, arguments);
    }

    private EmbeddedKlaviyo klaviyo(String faults) throws IOException {
        Path file = Files.writeString(folder.resolve("faults.json"), faults);
        return EmbeddedKlaviyo.start("--faults", file.toString(), "--quotas", "off");
    }

    private Path rows(int count) throws IOException {
        List<String> lines = Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> "{\"id\":" + i + ",\"name\":\"" + (i % 100 == 42 ? "POISON" : "fine") + "\"}")
                .toList();
        return Files.write(folder.resolve("pets.jsonl"), lines);
    }

    @Test
    void continuesARunThatBrokeOff() throws IOException, InterruptedException {
        Path input = rows(600);
        try (EmbeddedKlaviyo klaviyo =
                klaviyo("[{\"match\":\"" + BULK + "\",\"kind\":\"status\",\"status\":403,\"after\":4,\"times\":1}]")) {
            JobsProcess broken = run(
                    klaviyo,
                    "backfill",
                    "--create-data-source",
                    "--input",
                    input.toString(),
                    "--id-field",
                    "id",
                    "--option",
                    "chunkRecords=100",
                    "--option",
                    "quotaLimits=1000/1s",
                    "--option",
                    "writers=1");

            assertThat(broken.exitCode()).as(broken.output()).isEqualTo(1);
            Matcher told = Pattern.compile("give the same command with --run-path (\\S+), and --resume (\\S+) after the"
                            + " --input \\S+pets.jsonl; leave out inputs that are done")
                    .matcher(broken.output());
            assertThat(told.find()).as(broken.output()).isTrue();

            JobsProcess resumed = run(
                    klaviyo,
                    "backfill",
                    "--run-path",
                    told.group(1),
                    "--input",
                    input.toString(),
                    "--resume",
                    told.group(2),
                    "--option",
                    "quotaLimits=1000/1s");

            assertThat(resumed.exitCode()).as(resumed.output()).isZero();
            assertThat(resumed.output())
                    .contains("| pets  |  600 |      200 |          0 |     400 |    0 |        2 |");
            assertThat(klaviyo.received()).contains("counted 7 requests and 600 records");
        }
    }

    @Test
    void endsWithThreeWhenRowsWereSetAside() throws IOException, InterruptedException {
        Path input = rows(600);
        Path dead = folder.resolve("dead");
        try (EmbeddedKlaviyo klaviyo = klaviyo(
                "[{\"match\":\"" + BULK + "\",\"kind\":\"poison\",\"contains\":\"POISON\",\"pointers\":true}]")) {
            JobsProcess job = run(
                    klaviyo,
                    "backfill",
                    "--create-data-source",
                    "--dead-letters",
                    dead.toString(),
                    "--input",
                    input.toString(),
                    "--id-field",
                    "id",
                    "--option",
                    "quotaLimits=1000/1s");

            assertThat(job.exitCode()).as(job.output()).isEqualTo(3);
            assertThat(job.output())
                    .contains("pets: 6 rows cannot be sent: Klaviyo refuses it: invalid, Invalid input..")
                    .contains("6 dead letters in file:" + dead + ".")
                    .contains("| pets  |  600 |      594 |")
                    .doesNotContain("POISON");
            try (Stream<Path> files =
                    Files.list(dead).filter(file -> file.toString().endsWith(".json"))) {
                assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(Files.readString(file))
                        .contains("\\\"name\\\":\\\"POISON\\\""));
            }
        }
    }

    @Test
    void saysHowFarItIs() throws IOException, InterruptedException {
        Path input = rows(500);
        try (EmbeddedKlaviyo klaviyo = klaviyo("[]")) {
            JobsProcess job = run(
                    klaviyo,
                    "backfill",
                    "--create-data-source",
                    "--input",
                    input.toString(),
                    "--id-field",
                    "id",
                    "--option",
                    "chunkRecords=100",
                    "--option",
                    "quotaLimits=1/4s");

            assertThat(job.exitCode()).as(job.output()).isZero();
            assertThat(job.output())
                    .containsPattern("pets: [234]00 of 500 rows, [234] requests, 100 % of the quota, \\d+ s left");
        }
    }
}
