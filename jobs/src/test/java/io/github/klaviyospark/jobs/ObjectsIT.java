package io.github.klaviyospark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The record patterns of the Custom Objects overview, from definition file to verified objects in two commands each. What
 * the objects are was typed by hand from the documents.
 */
class ObjectsIT {

    private static final String SAMPLES = "jobs/samples/objects/";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private EmbeddedKlaviyo klaviyo;

    @BeforeEach
    void start() throws IOException {
        klaviyo = EmbeddedKlaviyo.start("--quotas", "off", "--publishing-time", "100ms", "--visibility-lag", "500ms");
    }

    @AfterEach
    void stop() throws IOException {
        klaviyo.close();
    }

    private JobsProcess run(String... arguments) throws IOException, InterruptedException {
        String key = Files.readString(
                Path.of(klaviyo.connection().get("apiKeySource").substring("file:".length())));
        return JobsProcess.run(
                folder, Map.of("KLAVIYO_ENDPOINT", klaviyo.endpoint(), "KLAVIYO_API_KEY", key), arguments);
    }

    private JobsProcess ran(int exitCode, String... arguments) throws IOException, InterruptedException {
        JobsProcess job = run(arguments);
        assertThat(job.exitCode()).as(job.output()).isEqualTo(exitCode);
        return job;
    }

    private String provisionAndLoad(String name, int exitCode) throws IOException, InterruptedException {
        ran(0, "provision", "--definition", SAMPLES + name + ".yaml");
        return ran(
                        exitCode,
                        "backfill",
                        "--definition",
                        SAMPLES + name + ".yaml",
                        "--verify",
                        "--wait",
                        "60s",
                        "--option",
                        "quotaLimits=1000/1s",
                        "--input",
                        SAMPLES + name + ".jsonl")
                .output();
    }

    /** The objects that the account has of each type, by title and id, as JSON without nulls. */
    private Map<String, String> objects() throws IOException, InterruptedException {
        Map<String, String> objects = new TreeMap<>();
        for (JsonNode type : get("/api/object-types").path("data")) {
            String lines =
                    text("/__emulator/objects?object-type=" + type.path("id").asText());
            for (String line : lines.lines().toList()) {
                JsonNode object = JSON.readTree(line);
                List<String> shown = new ArrayList<>();
                object.path("properties").properties().forEach(property -> {
                    if (!property.getValue().isNull() && !property.getKey().equals("id")) {
                        shown.add(property.getKey() + "=" + property.getValue().asText());
                    }
                });
                object.path("links").properties().forEach(link -> {
                    List<String> identifiers = new ArrayList<>();
                    link.getValue().forEach(identifier -> identifier
                            .properties()
                            .forEach(one -> identifiers.add(one.getValue().asText())));
                    if (!identifiers.isEmpty()) {
                        shown.add(link.getKey() + "->" + String.join("+", identifiers));
                    }
                });
                objects.put(
                        type.path("attributes").path("title").asText() + " "
                                + object.path("id").asText(),
                        String.join(", ", shown));
            }
        }
        return objects;
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(text(path));
    }

    private String text(String path) throws IOException, InterruptedException {
        String key = Files.readString(
                Path.of(klaviyo.connection().get("apiKeySource").substring("file:".length())));
        HttpRequest request = HttpRequest.newBuilder(URI.create(klaviyo.endpoint() + path))
                .header("Authorization", "Klaviyo-API-Key " + key)
                .header("revision", "2026-07-15")
                .header("Accept", "application/vnd.api+json")
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void flatRecordsAreVerified() throws IOException, InterruptedException {
        String output = provisionAndLoad("pets", 0);

        assertThat(output).contains("| Pet         |        3 |         3 |       3 |      0 |        0 |");
        assertThat(output).contains("Pet in the ingestion log: missing_required name: 1");
        assertThat(objects())
                .containsOnlyKeys("Pet pet-1", "Pet pet-2", "Pet pet-3")
                .containsEntry(
                        "Pet pet-1",
                        "name=Rex, species=dog, weight=12.5, born=2020-02-29T00:00:00+00:00, vaccinated=true, origin=web,"
                                + " owner->ada@mail.example.net")
                .containsEntry(
                        "Pet pet-2",
                        "name=Tweety, species=bird, weight=0.4, born=2023-05-01T08:00:00+00:00, vaccinated=false,"
                                + " origin=web, owner->ben@mail.example.net")
                .containsEntry("Pet pet-3", "name=Nemo, species=fish, origin=web");
        assertThat(ran(0, "provision", "--definition", SAMPLES + "pets.yaml").output())
                .contains("Nothing to do: all is as defined and active.");
    }

    @Test
    void needNoAccountToBeTried() throws IOException, InterruptedException {
        JobsProcess job = JobsProcess.run(
                folder,
                Map.of(),
                "backfill",
                "--embedded",
                "--definition",
                SAMPLES + "pets.yaml",
                "--verify",
                "--input",
                SAMPLES + "pets.jsonl");

        assertThat(job.exitCode()).as(job.output()).isZero();
        assertThat(job.output())
                .contains("activate Pet")
                .contains("All is as defined and active.")
                .contains("| Pet         |        3 |         3 |       3 |      0 |        0 |");
    }

    @Test
    void nestedRecordsAreVerified() throws IOException, InterruptedException {
        provisionAndLoad("customers", 0);

        assertThat(objects())
                .containsOnlyKeys("Nested Pet n-1", "Nested Pet n-2", "Nested Pet n-3")
                .containsEntry("Nested Pet n-1", "name=Rex, species=dog, city=Oslo, owner->ada@mail.example.net")
                .containsEntry("Nested Pet n-2", "name=Mia, species=cat, city=Oslo, owner->ada@mail.example.net")
                .containsEntry("Nested Pet n-3", "name=Nemo, species=fish, city=Lima, owner->ben@mail.example.net");
    }

    @Test
    void parentsAndChildrenAreVerified() throws IOException, InterruptedException {
        String output = provisionAndLoad("subscriptions", 0);

        assertThat(output).contains("| Subscription |").contains("| Line Item    |");
        assertThat(objects())
                .hasSize(5)
                .containsEntry(
                        "Subscription sub-1",
                        "status=active, next_delivery=2026-12-01T00:00:00+00:00, total=49.9,"
                                + " subscriber->ada@mail.example.net")
                .containsEntry(
                        "Line Item sub-1-b",
                        "sku=TEA-02, quantity=3, next_delivery=2026-12-01T00:00:00+00:00,"
                                + " subscriber->ada@mail.example.net, subscription->sub-1")
                .containsEntry(
                        "Line Item sub-2-a",
                        "sku=COF-01, quantity=1, subscriber->ben@mail.example.net, subscription->sub-2");

        // The children of a record without their array stay; a property that is not sent again is null.
        Path update = Files.writeString(
                folder.resolve("update.jsonl"),
                "{\"subscription_id\":\"sub-1\",\"status\":\"ended\",\"customer\":{\"email\":\"ada@mail.example.net\"}}\n");
        ran(
                0,
                "backfill",
                "--definition",
                SAMPLES + "subscriptions.yaml",
                "--input",
                update.toString(),
                "--schema",
                "subscription_id STRING, status STRING, customer STRUCT<email: STRING>");

        assertThat(objects())
                .hasSize(5)
                .containsEntry("Subscription sub-1", "status=ended, subscriber->ada@mail.example.net")
                .containsKeys("Line Item sub-1-a", "Line Item sub-1-b");
    }

    @Test
    void saysWhatFailedAndWhy() throws IOException, InterruptedException {
        ran(0, "provision", "--definition", SAMPLES + "pets.yaml");
        Path rows = Files.write(
                folder.resolve("more.jsonl"),
                List.of(
                        "{\"pet_id\":\"a\",\"name\":\"Rex\",\"weight_kg\":\"heavy\"}",
                        "{\"pet_id\":null,\"name\":\"Nobody\",\"weight_kg\":\"1\"}",
                        "{\"pet_id\":\"b\",\"name\":\"Mia\",\"weight_kg\":\"4\"}"));
        // What somebody believes the account has, and it has not.
        Path belief = Files.writeString(
                folder.resolve("belief.yaml"),
                "{source: shop.pets, objects: [{title: Pet, id: pet_id, properties: {name: string,"
                        + " weight: {type: string, path: weight_kg}}}]}");

        String output = ran(
                        3,
                        "backfill",
                        "--definition",
                        belief.toString(),
                        "--verify",
                        "--wait",
                        "60s",
                        "--input",
                        rows.toString())
                .output();

        assertThat(output)
                .contains("| Pet         |        2 |         2 |       1 |      1 |        0 |")
                .contains("|               0 |             1 |               1 |")
                .contains("Pet in the ingestion log: invalid_type weight: 1")
                .contains("Pet in the ingestion log: missing_id id: 1")
                .doesNotContain("heavy");
    }

    @Test
    void separatedRecordsAreVerified() throws IOException, InterruptedException {
        provisionAndLoad("reservations", 0);

        assertThat(objects())
                .hasSize(2)
                .containsEntry(
                        "Reservation res-1",
                        "room=12, nights=3, arrival=2026-12-24T15:00:00+00:00,"
                                + " guest->ada@mail.example.net+ben@mail.example.net");
    }

    @Test
    void saysWhatWillBeSkippedWithoutAsking() throws IOException, InterruptedException {
        String output = ran(0, "preview", "--definition", SAMPLES + "pets.yaml", "--input", SAMPLES + "pets.jsonl")
                .output();

        assertThat(output)
                .contains("| object  |")
                .contains("| skipped | missing_required | name")
                .doesNotContain("Rex", "No row has");
        Path wrong = Files.writeString(
                folder.resolve("wrong.yaml"),
                "{source: s, objects: [{title: Pet, id: pet_id, properties: {weight: float},"
                        + " profiles: {owner: {email: owner_mail}}}]}");
        assertThat(ran(0, "preview", "--definition", wrong.toString(), "--input", SAMPLES + "pets.jsonl")
                        .output())
                .contains("No row has a value for weight. Is its path right, $['weight']?")
                .contains("No row has an identifier for owner.");
        assertThat(get("/__emulator/stats").path("requests")).isEmpty();
    }

    @Test
    void deletesByIdsAndLeavesWhatIsUnproven() throws IOException, InterruptedException {
        Instant start = Instant.now();
        provisionAndLoad("pets", 0);
        Path ids = Files.write(folder.resolve("gone.csv"), List.of("pet", "pet-1", "pet-9"));
        String output = ran(0, "delete", "--object-type", "Pet", "--input", ids.toString(), "--id-field", "pet")
                .output();
        assertThat(output).contains("| gone  |    2 |        2 |");

        assertThat(objects()).containsOnlyKeys("Pet pet-2", "Pet pet-3");
        String verified = ran(
                        3,
                        "verify",
                        "--definition",
                        SAMPLES + "pets.yaml",
                        "--since",
                        start.toString(),
                        "--wait",
                        "1s",
                        "--sample",
                        "3",
                        "--input",
                        SAMPLES + "pets.jsonl")
                .output();
        assertThat(verified)
                .contains("| Pet         |        3 |         3 |       2 |      0 |        1 |")
                .contains("Pet: 1 objects are neither there as sent nor in the log.");
    }

    @Test
    void canBeVerifiedAndDeletedWithoutAnAccount() throws IOException, InterruptedException {
        String[] pets = {"--embedded", "--definition", SAMPLES + "pets.yaml", "--input", SAMPLES + "pets.jsonl"};
        Path report = folder.resolve("verified.json");

        JobsProcess verified = JobsProcess.run(folder, Map.of(), words("verify", pets, "--report", report.toString()));
        assertThat(verified.exitCode()).as(verified.output()).isZero();
        assertThat(verified.output())
                .contains("All is as defined and active.", "Sending pets to data source shop.pets …")
                .contains("| Pet         |        3 |         3 |       3 |      0 |        0 |")
                .contains("The embedded Klaviyo itself counted 1 requests and 4 records in ");
        JsonNode json = JSON.readTree(report.toFile());
        assertThat(json.at("/verified/0/objectType").asText()).isEqualTo("Pet");
        assertThat(json.at("/verified/0/present").asInt()).isEqualTo(3);
        assertThat(json.path("provisioned")).isNotEmpty();

        JobsProcess deleted = JobsProcess.run(
                folder, Map.of(), words("delete", pets, "--object-type", "Pet", "--id-field", "pet_id"));
        assertThat(deleted.exitCode()).as(deleted.output()).isZero();
        assertThat(deleted.output())
                .contains("counted 1 requests of POST /api/object-record-bulk-delete-jobs and 4 records in ");
    }

    private static String[] words(String verb, String[] some, String... more) {
        List<String> words = new ArrayList<>(List.of(verb));
        words.addAll(List.of(some));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    @Test
    void areProvisionedWithoutAnAccount() throws IOException, InterruptedException {
        Path report = folder.resolve("provisioned.json");
        JobsProcess job = JobsProcess.run(
                folder,
                Map.of(),
                "provision",
                "--embedded",
                "--definition",
                SAMPLES + "pets.yaml",
                "--report",
                report.toString());

        assertThat(job.exitCode()).as(job.output()).isZero();
        assertThat(job.output())
                .contains("All is as defined and active.")
                .containsPattern("The embedded Klaviyo itself counted \\d+ requests\\.");
        assertThat(JSON.readTree(report.toFile()).path("provisioned").findValuesAsText("of"))
                .contains("Pet");
    }

    @Test
    void areShownAndCountedInAReport() throws IOException, InterruptedException {
        Path report = folder.resolve("preview.json");
        String output = ran(
                        0,
                        "preview",
                        "--definition",
                        SAMPLES + "pets.yaml",
                        "--input",
                        SAMPLES + "pets.jsonl",
                        "--show",
                        "2",
                        "--report",
                        report.toString())
                .output();

        assertThat(output).contains("| {Rex, ", "Only the first 2 rows are shown.");
        JsonNode json = JSON.readTree(report.toFile());
        assertThat(json.path("objectType").asText()).isEqualTo("Pet");
        assertThat(json.at("/counts/0/status").asText()).isEqualTo("object");
        assertThat(json.at("/counts/0/objects").asInt()).isEqualTo(3);
    }
}
