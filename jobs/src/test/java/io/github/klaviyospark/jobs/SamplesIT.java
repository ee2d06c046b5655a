package io.github.klaviyospark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples through the finished jar into an emulator of its own process: the ledger must hold what the files do. */
class SamplesIT {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    private static final Path SAMPLES = Path.of("samples");
    private static final String KEY = "pk_samples_91ab40de";

    @TempDir
    private Path folder;

    private Process emulator;
    private String endpoint;

    @BeforeEach
    void start() throws IOException {
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        Path.of("..", "emulator", "target", "klaviyo-emulator.jar")
                                .toString(),
                        "--exit-with-stdin")
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        command.environment().put("KLAVIYO_EMULATOR_API_KEY", KEY);
        emulator = command.start();
        String ready =
                new BufferedReader(new InputStreamReader(emulator.getInputStream(), StandardCharsets.UTF_8)).readLine();
        endpoint = ready.substring("klaviyo-emulator ready ".length());
    }

    @AfterEach
    void stop() {
        emulator.destroy();
    }

    @Test
    void arriveWholeAndAreCountedTheSameOnBothSides() throws IOException, InterruptedException {
        JobsProcess job = JobsProcess.run(
                folder,
                Map.of("KLAVIYO_API_KEY", KEY, "KLAVIYO_ENDPOINT", endpoint),
                "backfill",
                "--create-data-source",
                "--report",
                folder.resolve("report.json").toString(),
                "@jobs/samples/backfill.args");
        assertThat(job.exitCode()).as(job.output()).isZero();

        Map<String, JsonNode> reports = new TreeMap<>();
        for (JsonNode input :
                JSON.readTree(folder.resolve("report.json").toFile()).path("inputs")) {
            reports.put(input.path("input").asText(), input.path("delivery"));
        }
        assertThat(reports).containsOnlyKeys("pets", "subscriptions", "customers");
        assertSame("pet_id", jsonLines("pets.jsonl"), ledger(reports.get("pets")));
        assertSame("subscription_id", jsonLines("subscriptions.jsonl"), ledger(reports.get("subscriptions")));
        assertSame("customer_id", customers(), ledger(reports.get("customers")));

        JsonNode bulk = JSON.readTree(get("/__emulator/stats"))
                .path("requests")
                .path("POST /api/data-source-record-bulk-create-jobs");
        assertThat(sum(reports, "requests")).isEqualTo(bulk.path("count").asLong());
        assertThat(sum(reports, "chunks"))
                .isEqualTo(bulk.path("status").path("204").asLong());
        assertThat(sum(reports, "bytes")).isEqualTo(bulk.path("bytes").asLong());
        assertThat(sum(reports, "accepted"))
                .isEqualTo(bulk.path("records").asLong())
                .isEqualTo(6_200);
        assertThat(bulk.path("status").path("429").asLong()).isEqualTo(sum(reports, "throttled"));
        assertThat(job.output())
                .contains("| customers     | 5,200 |    5,200 |          0 |       0 |    0 |       11 |");
    }

    private static long sum(Map<String, JsonNode> reports, String figure) {
        return reports.values().stream()
                .mapToLong(report -> report.path(figure).asLong())
                .sum();
    }

    private static List<ObjectNode> jsonLines(String file) throws IOException {
        List<ObjectNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(SAMPLES.resolve(file))) {
            rows.add((ObjectNode) JSON.readTree(line));
        }
        return rows;
    }

    private static List<ObjectNode> customers() throws IOException {
        List<ObjectNode> rows = new ArrayList<>();
        for (Map<String, String> row : CsvRows.parse(Files.readString(SAMPLES.resolve("customers.csv")))) {
            ObjectNode expected = JSON.createObjectNode();
            row.forEach(expected::put);
            if (row.get("lifetime_value") != null) {
                expected.put("lifetime_value", new BigDecimal(row.get("lifetime_value")));
            }
            expected.put("orders", Long.parseLong(row.get("orders")));
            if (row.get("newsletter") != null) {
                expected.put("newsletter", Boolean.parseBoolean(row.get("newsletter")));
            }
            expected.put("signed_up_at", Instant.parse(row.get("signed_up_at")).toString());
            rows.add(expected);
        }
        assertThat(rows).hasSizeGreaterThan(5_000);
        return rows;
    }

    private List<ObjectNode> ledger(JsonNode report) throws IOException, InterruptedException {
        List<ObjectNode> records = new ArrayList<>();
        String lines = get(
                "/__emulator/records?data-source=" + report.path("dataSourceId").asText());
        for (String line : lines.lines().toList()) {
            records.add((ObjectNode) JSON.readTree(line).path("record"));
        }
        return records;
    }

    private static void assertSame(String id, List<ObjectNode> expected, List<ObjectNode> ledger) {
        assertThat(ledger).hasSameSizeAs(expected);
        Map<String, ObjectNode> byId = new TreeMap<>();
        ledger.forEach(record -> byId.put(record.path(id).asText(), record));
        assertThat(byId).as("records of one id").hasSameSizeAs(expected);
        for (ObjectNode row : expected) {
            ObjectNode record = byId.get(row.path(id).asText());
            assertThat(equal(row, record)).as("%s became %s", row, record).isTrue();
        }
    }

    /** Equal by value: numbers whatever their form, and a member that is missing is null. */
    private static boolean equal(JsonNode expected, JsonNode actual) {
        if (expected.isNumber() && actual.isNumber()) {
            return expected.decimalValue().compareTo(actual.decimalValue()) == 0;
        }
        if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
            Iterator<JsonNode> others = actual.iterator();
            for (JsonNode each : expected) {
                if (!equal(each, others.next())) {
                    return false;
                }
            }
            return true;
        }
        if (expected.isObject() && actual.isObject()) {
            return covers(expected, actual) && covers(actual, expected);
        }
        return Objects.equals(expected, actual);
    }

    private static boolean covers(JsonNode one, JsonNode other) {
        for (Iterator<Map.Entry<String, JsonNode>> members = one.fields(); members.hasNext(); ) {
            Map.Entry<String, JsonNode> member = members.next();
            JsonNode counterpart = other.get(member.getKey());
            boolean same = counterpart == null ? member.getValue().isNull() : equal(member.getValue(), counterpart);
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private String get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(endpoint + path)).build(), BodyHandlers.ofString())
                .body();
    }
}
