package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every row of {@code coercion.txt}, each as a record of its own. */
final class CoercionTest {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(10_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @Test
    void everyRowOfTheTable() throws Exception {
        List<Row> rows = rows();
        List<String> types = rows.stream().map(Row::type).distinct().toList();
        Map<String, String> typeIds = new HashMap<>();
        Map<Integer, String> found = new HashMap<>();
        FakeTime time = new FakeTime();
        try (KlaviyoEmulator emulator =
                KlaviyoEmulator.builder().quotas(false).time(time).start()) {
            ApiClient client = new ApiClient(emulator.endpoint());
            ObjectClient objects = new ObjectClient(client);
            for (String type : types) {
                String source = emulator.createDataSource(type);
                String id = objects.createType(type, "value:" + type);
                objects.mapFlat(objects.draft(id), source, "value");
                objects.activate(objects.draft(id));
                typeIds.put(type, id);
                List<String> records = rows.stream()
                        .filter(row -> row.type().equals(type))
                        .map(row -> "{\"id\":" + row.number() + ",\"value\":" + row.input() + "}")
                        .toList();
                assertThat(client.ingest(source, records.toArray(new String[0])).statusCode())
                        .isEqualTo(204);
            }
            time.pass(Duration.ofSeconds(2));
            for (String id : typeIds.values()) {
                emulator.objects(id).forEach(line -> {
                    JsonNode object = read(line);
                    found.put(
                            object.at("/id").asInt(),
                            object.at("/properties/value").toString());
                });
                String next = ObjectClient.TYPES + "/" + id + "/object-ingestion-logs";
                while (next != null) {
                    JsonNode page = json(client.get(next));
                    page.at("/data").forEach(log -> {
                        String record =
                                log.at("/relationships/object-record/data/id").asText();
                        found.put(
                                Integer.parseInt(record.substring(record.indexOf(":::") + 3)),
                                "!" + log.at("/attributes/errors/0/code").asText());
                    });
                    next = page.at("/links/next").asText(null);
                }
            }
        }

        assertThat(rows).hasSizeGreaterThan(120);
        assertThat(rows.stream()
                        .filter(row -> !same(row.expected(), found.get(row.number())))
                        .map(row -> "line " + row.number() + ", " + row.type() + " of " + row.input() + " is "
                                + found.get(row.number()) + ", not " + row.expected())
                        .collect(Collectors.joining("\n")))
                .isEmpty();
    }

    private static boolean same(String expected, String found) {
        if (found == null || expected.startsWith("!") || found.startsWith("!")) {
            return expected.equals(found);
        }
        JsonNode one = read(expected);
        JsonNode other = read(found);
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        return one.equals(other);
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private static List<Row> rows() throws Exception {
        List<Row> rows = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                CoercionTest.class.getResourceAsStream("coercion.txt"), StandardCharsets.UTF_8))) {
            List<String> lines = in.lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).isEmpty() && !lines.get(i).startsWith("#")) {
                    String[] columns = lines.get(i).split("\t", -1);
                    assertThat(columns).as("line %d", i + 1).hasSize(3);
                    rows.add(new Row(i + 1, columns[0], columns[1], columns[2]));
                }
            }
        }
        return rows;
    }

    /** A line of the table. */
    private record Row(int number, String type, String input, String expected) {}
}
