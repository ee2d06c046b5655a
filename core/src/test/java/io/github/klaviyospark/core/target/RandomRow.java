package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Random;

/** Rows with any values that a target's columns may have, in the form in which they are read back. */
final class RandomRow {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String[] TEXTS = {"a", "Ünïcode ☕", "with \"quotes\" and \\", "$custom", "0", "a b", "{}", "😀"
    };

    private final Random random;

    RandomRow(Random random) {
        this.random = random;
    }

    /** A row that has each required column, and others by chance. */
    ObjectNode of(Target target) {
        ObjectNode row = NODES.objectNode();
        for (TargetColumn column : target.columns()) {
            if (column.isRequired() || random.nextBoolean()) {
                row.set(column.name(), value(column.kind()));
            }
        }
        return row;
    }

    private JsonNode value(ColumnKind kind) {
        return switch (kind) {
            case TEXT -> NODES.textNode(text());
            case NUMBER -> NODES.numberNode(new BigDecimal(random.nextInt() + "." + (1 + random.nextInt(9))));
            case INTEGER -> NODES.numberNode(random.nextInt(3));
            case BOOLEAN -> NODES.booleanNode(random.nextBoolean());
            case TIME ->
                NODES.textNode(Instant.ofEpochSecond(1_000_000_000L + random.nextInt(500_000_000))
                        .toString());
            case TEXTS -> texts();
            case OBJECT -> object();
            case OBJECTS -> NODES.arrayNode().add(object()).add(object());
        };
    }

    String text() {
        return TEXTS[random.nextInt(TEXTS.length)] + random.nextInt(1_000);
    }

    private ArrayNode texts() {
        ArrayNode texts = NODES.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            texts.add(text());
        }
        return texts;
    }

    private ObjectNode object() {
        ObjectNode object = NODES.objectNode().put(text(), random.nextBoolean());
        object.put("number " + text(), random.nextLong());
        object.put("exact", new BigDecimal("0.12345678901234567890" + (1 + random.nextInt(9))));
        object.set("null", NODES.nullNode());
        object.set("inner", NODES.objectNode().set("array", texts()));
        return object;
    }
}
