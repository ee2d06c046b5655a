package io.github.klaviyospark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows and archives on their way to resources. */
class SendIT {

    private static final String OLD_EVENT =
            "{\"data\":{\"type\":\"event\",\"attributes\":{\"metric\":{\"name\":\"Dug Up\"},"
                    + "\"properties\":{\"coins\":3},\"profile\":{\"$email\":\"%s@moor.example.net\"},"
                    + "\"time\":\"2022-11-08T00:00:00\",\"unique_id\":\"dig-%s\"}}}\n";
    private static final String OLD_SUBSCRIPTION = "{\"data\":{\"type\":\"profile-subscription-bulk-create-job\","
            + "\"attributes\":{\"subscriptions\":[{\"email\":\"%s@moor.example.net\","
            + "\"channels\":{\"email\":[\"MARKETING\"]}}]}}}\n";

    @TempDir
    private Path folder;

    private JobsProcess run(String... arguments) throws IOException, InterruptedException {
        return JobsProcess.run(folder, Map.of("KLAVIYO_API_KEY", "", "KLAVIYO_ENDPOINT", ""), arguments);
    }

    @Test
    void importsProfilesOfACsvAndSetsABadRowAside() throws IOException, InterruptedException {
        Path input = Files.writeString(
                folder.resolve("people.csv"),
                "email,first_name,tier\nedda@moor.example.net,Edda,gold\nnobody,Nob,tin\nulf@moor.example.net,Ulf,tin\n");
        Path dead = folder.resolve("dead");

        JobsProcess job = run(
                "send",
                "--to",
                "profiles",
                "--input",
                input.toString(),
                "--other-columns",
                "properties",
                "--set",
                "organization=Moor & Sons",
                "--dead-letters",
                dead.toString(),
                "--embedded");

        assertThat(job.exitCode()).as(job.output()).isEqualTo(3);
        assertThat(job.output())
                .contains("Sending people to profiles …")
                .contains("people: 1 rows cannot be sent: column email ")
                .contains("1 dead letters in file:" + dead + ".")
                .contains("| people |    3 |        2 |")
                .contains("The jobs that the requests made were followed to their end.")
                .contains("The embedded Klaviyo itself counted 1 requests of POST /api/profile-bulk-import-jobs and 2"
                        + " records in ")
                .doesNotContain("nobody");
        try (Stream<Path> files =
                Files.list(dead).filter(file -> file.toString().endsWith(".json"))) {
            assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(Files.readString(file))
                    .contains("nobody", "tier", "Moor & Sons"));
        }
    }

    @Test
    void sendsAnArchiveOfOldEventsAgain() throws IOException, InterruptedException {
        Path requests = Files.createDirectories(folder.resolve("requests"));
        Files.writeString(requests.resolve("a.json"), OLD_EVENT.formatted("edda", 1) + OLD_EVENT.formatted("ulf", 2));
        Files.writeString(requests.resolve("b.json"), OLD_SUBSCRIPTION.formatted("edda"));

        JobsProcess job = run("send", "--to", "events", "--archive", requests.toString(), "--embedded");

        assertThat(job.exitCode()).as(job.output()).isZero();
        assertThat(job.output())
                .contains("| requests |    2 |        2 |")
                .contains("counted 1 requests of POST /api/event-bulk-create-jobs and 2 records in ");
    }

    @Test
    void countsAnArchiveOfOldSubscriptionsWithoutAKeyAndSubscribesAgain() throws IOException, InterruptedException {
        Path requests = Files.writeString(
                folder.resolve("old.json"),
                OLD_SUBSCRIPTION.formatted("edda")
                        + OLD_EVENT.formatted("edda", 1)
                        + OLD_SUBSCRIPTION.formatted("ulf"));

        JobsProcess unsaid = run("send", "--to", "subscriptions", "--archive", requests.toString(), "--plan");
        assertThat(unsaid.exitCode()).as(unsaid.output()).isEqualTo(1);
        assertThat(unsaid.output()).contains("does not say whether people agreed or left");

        String[] given = {
            "send", "--to", "subscriptions", "--archive", requests.toString(), "--ambiguous-consent", "given"
        };
        JobsProcess plan = run(with(given, "--plan"));
        assertThat(plan.exitCode()).as(plan.output()).isZero();
        assertThat(plan.output()).contains("old: 2 rows = 1 requests = ").doesNotContain("Sending");

        JobsProcess job = run(with(given, "--embedded"));
        assertThat(job.exitCode()).as(job.output()).isZero();
        assertThat(job.output())
                .contains("| old   |    2 |        2 |")
                .contains("counted 1 requests of POST /api/profile-subscription-bulk-create-jobs and 2 records in ");
    }

    private static String[] with(String[] arguments, String last) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = last;
        return all;
    }

    @Test
    void countsProfilesThatAreToBeDeletedAndAsksForAWord() throws IOException, InterruptedException {
        Path input =
                Files.writeString(folder.resolve("gone.csv"), "email\nedda@moor.example.net\nulf@moor.example.net\n");

        JobsProcess asked = run("send", "--to", "data-privacy-deletions", "--input", input.toString());
        assertThat(asked.exitCode()).as(asked.output()).isEqualTo(2);
        assertThat(asked.output())
                .contains("gone: 2 rows = 2 requests = ")
                .contains(
                        "All profiles that match a row are deleted with all that is known of them, and nothing brings them"
                                + " back. Nothing was sent. To send, give the same command with --confirm delete-profiles.")
                .doesNotContain("Sending gone");

        JobsProcess confirmed = run(
                "send", "--to", "data-privacy-deletions", "--input", input.toString(), "--confirm", "delete-profiles");
        assertThat(confirmed.exitCode()).as(confirmed.output()).isEqualTo(1);
        assertThat(confirmed.output())
                .contains("gone: 2 rows = 2 requests = ", "Sending gone to data-privacy-deletions …")
                .contains("Failed: The API key from env:KLAVIYO_API_KEY is empty.");
    }

    @Test
    void sendsRecordsToADataSource() throws IOException, InterruptedException {
        JobsProcess job = run(
                "send",
                "--to",
                "data-source-records",
                "--data-source",
                "shop.pets",
                "--input",
                "jobs/samples/pets.jsonl",
                "--embedded");

        assertThat(job.exitCode()).as(job.output()).isZero();
        assertThat(job.output())
                .contains("Sending pets to data source shop.pets …")
                .contains("counted 2 requests of POST /api/data-source-record-bulk-create-jobs and 600 records in ");
    }

    @Test
    void listsWhereRowsCanBeSentAndRefusesOtherPlaces() throws IOException, InterruptedException {
        JobsProcess list = run("send", "--list");
        assertThat(list.exitCode()).isZero();
        assertThat(list.output())
                .containsPattern("\\| profiles +\\| create +\\| +10,000 \\| +5,000,000 \\| 10/1s,150/60s")
                .containsPattern("\\| catalog-items +\\| delete ")
                .contains("metric*", "A * marks what each row must have.");

        JobsProcess unknown = run("send", "--to", "profile", "--input", "x.csv");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.output())
                .contains("'profile' is no resource that rows can be sent to. There are profiles, subscriptions,");
        JobsProcess both = run("send", "--to", "profiles", "--input", "x.csv", "--archive", "y.json");
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.output())
                .contains("takes the place of --input x.csv: an archive is files of JSON. Leave one of both out.");
        assertThat(run("send", "--to", "events", "--operation", "delete", "--input", "x.csv")
                        .output())
                .contains("--operation delete is none of 'events', which has create.");
    }
}
