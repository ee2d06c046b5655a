package io.github.klaviyospark.spark.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/** A profile as the emulator holds it, to compare with a row: made of its JSON without any of the connector's code. */
public final class HeldProfile {

    /** Answers show these in whole seconds. */
    private static final Set<String> WHOLE_SECONDS = Set.of("created", "updated", "last_event_date");

    private static final HeldValues VALUES = new HeldValues(
            (path, held) -> Set.of(WHOLE_SECONDS.contains(path) ? held.truncatedTo(ChronoUnit.SECONDS) : held));

    private final JsonNode line;

    private HeldProfile(JsonNode line) {
        this.line = line;
    }

    public static HeldProfile of(String line) {
        return new HeldProfile(HeldValues.tree(line));
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
            VALUES.compare(columns[i].name(), HeldValues.of(row, i), expected, columns[i].dataType(), differences);
        }
        return differences;
    }

    private static JsonNode ids(JsonNode resources) {
        ArrayNode ids = HeldValues.JSON.createArrayNode();
        resources.forEach(resource -> ids.add(resource.path("id")));
        return ids;
    }
}
