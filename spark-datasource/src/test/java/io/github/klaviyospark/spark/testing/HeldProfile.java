package io.github.klaviyospark.spark.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampType;

/** A profile as the emulator holds it, to compare with a row: made of its JSON without any of the connector's code. */
public final class HeldProfile {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Answers show these in whole seconds. */
    private static final Set<String> WHOLE_SECONDS = Set.of("created", "updated", "last_event_date");

    private final JsonNode line;

    private HeldProfile(JsonNode line) {
        this.line = line;
    }

    public static HeldProfile of(String line) {
        return new HeldProfile(tree(line));
    }

    public String id() {
        return line.path("id").asText();
    }

    /**
     * What is wrong with rows that should be a whole account, each profile once and in any order; nothing if all is well.
     *
     * @param lines what the emulator holds
     */
    public static List<String> differences(Stream<String> lines, List<Row> rows) {
        Map<String, HeldProfile> left = new HashMap<>();
        lines.map(HeldProfile::of).forEach(profile -> left.put(profile.id(), profile));
        List<String> differences = new ArrayList<>();
        for (Row row : rows) {
            String id = row.getAs("id");
            HeldProfile profile = left.remove(id);
            if (profile == null) {
                differences.add(id + ": not held, or a second time");
            } else {
                profile.differences(row).forEach(path -> differences.add(id + ": " + path));
            }
        }
        left.keySet().forEach(id -> differences.add(id + ": not read"));
        return differences;
    }

    /** The paths at which a row is not what is held. */
    public List<String> differences(Row row) {
        List<String> differences = new ArrayList<>();
        StructField[] columns = row.schema().fields();
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].name().endsWith("_ids") && row.isNullAt(i)) {
                // An answer only names what is included.
                continue;
            }
            JsonNode expected =
                    switch (columns[i].name()) {
                        case "push_token_ids" -> ids(line.path("push-tokens"));
                        case "conversation_ids" -> ids(line.path("conversations"));
                        case "id" -> line.path("id");
                        case "push_tokens" -> line.path("push-tokens");
                        case "conversations" -> line.path("conversations");
                        default -> line.path("attributes").path(columns[i].name());
                    };
            compare(columns[i].name(), value(row, i), expected, columns[i].dataType(), differences);
        }
        return differences;
    }

    private static JsonNode ids(JsonNode resources) {
        ArrayNode ids = JSON.createArrayNode();
        resources.forEach(resource -> ids.add(resource.path("id")));
        return ids;
    }

    /** Spark's own lists and maps differ between versions of Scala. */
    private static Object value(Row row, int index) {
        DataType type = row.schema().fields()[index].dataType();
        if (row.isNullAt(index)) {
            return null;
        }
        if (type instanceof ArrayType) {
            return row.getList(index);
        }
        return type instanceof MapType ? row.getJavaMap(index) : row.get(index);
    }

    private static void compare(String path, Object value, JsonNode expected, DataType type, List<String> differences) {
        if (value instanceof Row struct) {
            // A related resource is held with its attributes aside.
            JsonNode attributes = expected.has("attributes") ? expected.path("attributes") : expected;
            StructField[] members = struct.schema().fields();
            for (int i = 0; i < members.length; i++) {
                JsonNode held =
                        members[i].name().equals("id") ? expected.path("id") : attributes.path(members[i].name());
                compare(path + "." + members[i].name(), value(struct, i), held, members[i].dataType(), differences);
            }
        } else if (value instanceof List<?> elements) {
            if (elements.size() != expected.size()) {
                differences.add(path + ": " + elements.size() + " elements, not " + expected.size());
                return;
            }
            for (int i = 0; i < elements.size(); i++) {
                DataType elementType = ((ArrayType) type).elementType();
                compare(path + "[" + i + "]", elements.get(i), expected.get(i), elementType, differences);
            }
        } else if (!isEqual(path, value, expected, type)) {
            differences.add(path);
        }
    }

    private static boolean isEqual(String path, Object value, JsonNode expected, DataType type) {
        boolean isMissing = expected.isMissingNode() || expected.isNull();
        if (isMissing || value == null) {
            return isMissing && value == null;
        }
        if (type instanceof TimestampType) {
            Instant instant = OffsetDateTime.parse(expected.asText()).toInstant();
            Instant shown = WHOLE_SECONDS.contains(path) ? instant.truncatedTo(ChronoUnit.SECONDS) : instant;
            return ((Timestamp) value).toInstant().equals(shown);
        }
        if (type instanceof DoubleType) {
            return Double.parseDouble(expected.asText()) == (Double) value;
        }
        if (type instanceof MapType) {
            return object((Map<?, ?>) value).equals(expected);
        }
        return value.toString().equals(expected.asText());
    }

    private static JsonNode object(Map<?, ?> members) {
        ObjectNode object = JSON.createObjectNode();
        members.forEach((name, text) -> object.set(name.toString(), tree(text == null ? "null" : text.toString())));
        return object;
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
