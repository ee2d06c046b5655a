package io.github.klaviyospark.core.mapping;

import static io.github.klaviyospark.core.mapping.MappingPath.ofText;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.objects.IdentifierType;
import io.github.klaviyospark.core.objects.Property;
import io.github.klaviyospark.core.objects.PropertyMapping;
import io.github.klaviyospark.core.objects.PropertyType;
import io.github.klaviyospark.core.objects.RelationshipMapping;
import io.github.klaviyospark.core.objects.SourceMapping;
import io.github.klaviyospark.core.objects.UpdateStrategy;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.core.time.FakeClock;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The extractor and the emulator, which share no code, make the same of the same records. */
class EnginesAgreeTest {

    private static final int RECORDS = 400;
    private static final Path OWN_TABLE =
            Path.of("src/test/resources/io/github/klaviyospark/core/mapping/coercion.txt");
    private static final Path EMULATORS_TABLE =
            Path.of("../emulator/src/test/resources/io/github/klaviyospark/emulator/coercion.txt");

    private final FakeClock clock = new FakeClock();
    private KlaviyoEmulator klaviyo;
    private KlaviyoClient client;

    @BeforeEach
    void start() {
        klaviyo = KlaviyoEmulator.builder()
                .quotas(false)
                .visibilityLag(Duration.ZERO)
                .publishingTime(Duration.ofMillis(1))
                .start();
        client = KlaviyoClient.builder(Endpoint.of(klaviyo.endpoint()), ApiKey.of("pk_1", "a test"))
                .time(Quotas.with(clock), clock)
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        klaviyo.close();
    }

    @ParameterizedTest
    @CsvSource({
        "id, id, id, 1",
        "a[*].id, id, c[*].id, 2",
        "a[*].b[*].id, a[*].id, id, 3",
        "a[*], a[*].b[*].id, b.id, 4",
        "c.id, b[*].id, a[*], 5",
        "a.id, b.id, c.b.id, 6",
        "a[*].id, a[*].b[*].id, b[*][*], 7"
    })
    void onRandomRecords(String first, String second, String third, long seed) throws IOException {
        EmulatedType type = type(first, second, third);
        ObjectMapping mapping = SchemaMapping.of(type.schema());
        Random random = new Random(seed);
        RandomRecord made = new RandomRecord(random);
        List<String> records = Stream.generate(made::make)
                .filter(JsonNode::isObject)
                .limit(RECORDS)
                .peek(record -> tame(record, random))
                .map(JsonNode::toString)
                .toList();

        type.ingest(records);
        ExpectedState expected = new ExpectedState(mapping, Set.of("added"));
        records.forEach(expected::apply);

        assertThat(expected.differences(type.objects())).isEmpty();
        assertThat(type.problems()).containsExactlyInAnyOrderElementsOf(expected.problems());
        assertThat(expected.problems()).hasSizeGreaterThan(20);
        assertThat(type.objects()).hasSizeGreaterThan(5);
    }

    /** Puts values that fit at places of a record, so that not all of its objects are skipped. */
    private static void tame(JsonNode value, Random random) {
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                String fitting =
                        switch (member.getKey()) {
                            case "id" -> Integer.toString(random.nextInt(40));
                            case "a" -> random.nextBoolean() ? "1.50" : "7";
                            case "b" -> "On";
                            case "c" -> "2026-07-01";
                            default -> "p" + random.nextInt(5) + "@mail.example.net";
                        };
                if (random.nextInt(member.getValue().isContainerNode() ? 4 : 2) == 0) {
                    member.setValue(TextNode.valueOf(fitting));
                }
            }
        }
        value.forEach(child -> tame(child, random));
    }

    private EmulatedType type(String first, String second, String third) throws IOException {
        List<Property> properties = List.of(
                new Property(1, "text", PropertyType.STRING, null),
                new Property(2, "whole", PropertyType.INT, null),
                new Property(3, "number", PropertyType.FLOAT, null),
                new Property(4, "truth", PropertyType.BOOLEAN, null),
                new Property(5, "time", PropertyType.TIMESTAMP, null),
                new Property(6, "constant", PropertyType.FLOAT, null),
                new Property(7, "needed", PropertyType.STRING, null));
        return new EmulatedType(
                klaviyo,
                client,
                properties,
                List.of("needed"),
                List.of("replaced", "added"),
                List.of("parent"),
                draft -> new SourceMapping(
                        draft.schema().id(),
                        List.of(
                                simple(1, draft, first, "b"),
                                simple(2, draft, second, "a"),
                                simple(3, draft, second, "a"),
                                simple(4, draft, second, "b"),
                                simple(5, draft, third, "c"),
                                new PropertyMapping.Constant(6, 1.5),
                                simple(7, draft, third, "a")),
                        List.of(
                                people(draft, "replaced", first, UpdateStrategy.REPLACE_FROM_ORIGIN),
                                people(draft, "added", second, UpdateStrategy.ADDITIVE),
                                new RelationshipMapping(
                                        draft.relationship("parent"),
                                        draft.source(),
                                        path(third),
                                        Map.of(),
                                        "$['id']",
                                        UpdateStrategy.REPLACE_FROM_ORIGIN))));
    }

    private static String path(String text) {
        return text.equals("b[*][*]") ? "$['b'][*][*]" : ofText(text).toString();
    }

    private static PropertyMapping simple(int property, EmulatedType.Draft draft, String id, String key) {
        return new PropertyMapping.Simple(property, draft.source(), path(id), beside(id, key));
    }

    /** The value beside the id, or the element itself where the id is one. */
    private static String beside(String id, String key) {
        return id.endsWith("[*]")
                ? "$['" + key + "']['a']"
                : ofText(id).beside(key).toString();
    }

    private static RelationshipMapping people(
            EmulatedType.Draft draft, String name, String id, UpdateStrategy strategy) {
        return new RelationshipMapping(
                draft.relationship(name),
                draft.source(),
                path(id),
                Map.of(
                        IdentifierType.EMAIL, beside(id, "email"),
                        IdentifierType.PHONE, "$['email']",
                        IdentifierType.ANONYMOUS, "$['a']"),
                null,
                strategy);
    }

    @Test
    void onObjectsAboutAsLargeAsTheyMayBe() throws IOException {
        List<String> names = List.of("a", "b", "c", "d", "e");
        EmulatedType type = new EmulatedType(
                klaviyo,
                client,
                IntStream.range(0, names.size())
                        .mapToObj(i -> new Property(i + 1, names.get(i), PropertyType.STRING, null))
                        .toList(),
                List.of(),
                List.of(),
                List.of(),
                draft -> new SourceMapping(
                        draft.schema().id(),
                        IntStream.range(0, names.size())
                                .mapToObj(i -> (PropertyMapping) new PropertyMapping.Simple(
                                        i + 1, draft.source(), "$['id']", "$['" + names.get(i) + "']"))
                                .toList(),
                        List.of()));
        Random random = new Random(8);
        List<String> records = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            ObjectNode record = JsonNodeFactory.instance.objectNode().put("id", i);
            int left = 7_900 + random.nextInt(60);
            for (String name : names) {
                String text = text(random, Math.min(left, 1_950));
                left -= text.getBytes(StandardCharsets.UTF_8).length;
                record.put(name, text);
            }
            records.add(record.toString());
        }

        type.ingest(records);
        ExpectedState expected = new ExpectedState(SchemaMapping.of(type.schema()), Set.of());
        records.forEach(expected::apply);

        assertThat(expected.differences(type.objects())).isEmpty();
        assertThat(type.problems())
                .containsExactlyInAnyOrderElementsOf(expected.problems())
                .hasSizeBetween(RECORDS / 10, RECORDS * 9 / 10);
    }

    /** A text of so many bytes or a little less, with few of the characters that JSON escapes. */
    private static String text(Random random, int bytes) {
        StringBuilder text = new StringBuilder();
        String[] others = {"\"", "\\", "\n", "\u0001", "\u007f", "/", "é", "\u2028", "🎉"};
        int left = bytes;
        while (left > 4) {
            String next = random.nextInt(400) == 0 ? others[random.nextInt(others.length)] : "x";
            text.append(next);
            left -= next.getBytes(StandardCharsets.UTF_8).length;
        }
        return text.toString();
    }

    /** Each module holds its own table against its own engine, so that here both are held against both. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onEveryRowOfBothTables(boolean isOwn) throws IOException {
        List<String[]> rows = Files.readAllLines(isOwn ? OWN_TABLE : EMULATORS_TABLE).stream()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .toList();
        List<String> differences = new ArrayList<>();
        for (PropertyType type : PropertyType.values()) {
            EmulatedType emulated = value(type);
            ObjectMapping mapping = SchemaMapping.of(emulated.schema());
            List<String> records = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i)[0].equals(type.label())) {
                    records.add("{\"id\":\"" + type.label() + " " + rows.get(i)[1].hashCode() + " " + i
                            + "\",\"value\":" + rows.get(i)[1] + "}");
                }
            }
            emulated.ingest(records);
            ExpectedState state = new ExpectedState(mapping, Set.of());
            records.forEach(state::apply);
            differences.addAll(state.differences(emulated.objects()));
            assertThat(emulated.problems()).containsExactlyInAnyOrderElementsOf(state.problems());
        }

        assertThat(rows).hasSizeGreaterThan(120);
        assertThat(differences).isEmpty();
    }

    private EmulatedType value(PropertyType type) {
        try {
            return new EmulatedType(
                    klaviyo,
                    client,
                    List.of(new Property(1, "value", type, null)),
                    List.of(),
                    List.of(),
                    List.of(),
                    draft -> new SourceMapping(
                            draft.schema().id(),
                            List.of(new PropertyMapping.Simple(1, draft.source(), "$['id']", "$['value']")),
                            List.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
