package io.github.klaviyospark.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes up records of few keys, so that paths of them lead somewhere. */
final class RandomRecord {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> KEYS = List.of("id", "a", "b", "c", "email");
    private static final List<String> TEXTS =
            List.of("1", "x", "", "true", "2026-07-01", "+14155550100", "a@mail.example.net", "1e3", "é\u0000\"");
    private static final List<String> NUMBERS = List.of("0", "1", "2", "-7", "1.50", "1E3", "1e-3", "1e99999", "1e400");

    private final Random random;

    RandomRecord(Random random) {
        this.random = random;
    }

    JsonNode make() {
        return random.nextInt(20) == 0 ? value(2) : object(5);
    }

    private JsonNode value(int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 10)) {
            case 0 -> NODES.textNode(TEXTS.get(random.nextInt(TEXTS.size())));
            case 1 -> DecimalNode.valueOf(new BigDecimal(NUMBERS.get(random.nextInt(NUMBERS.size()))));
            case 2 -> NODES.booleanNode(random.nextBoolean());
            case 3 -> NODES.nullNode();
            case 4, 5, 6 -> array(depth - 1);
            default -> object(depth - 1);
        };
    }

    private JsonNode array(int depth) {
        ArrayNode array = NODES.arrayNode();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            array.add(random.nextInt(4) == 0 ? value(depth) : object(depth));
        }
        return array;
    }

    private JsonNode object(int depth) {
        ObjectNode object = NODES.objectNode();
        for (String key : KEYS) {
            if (random.nextInt(4) > 0) {
                object.set(key, value(depth));
            }
        }
        return object;
    }

    /** The same record with the members of its objects in another order. */
    JsonNode shuffled(JsonNode value) {
        if (value instanceof ArrayNode array) {
            ArrayNode copy = NODES.arrayNode();
            array.forEach(element -> copy.add(shuffled(element)));
            return copy;
        }
        if (value instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            Collections.shuffle(names, random);
            ObjectNode copy = NODES.objectNode();
            names.forEach(name -> copy.set(name, shuffled(object.get(name))));
            return copy;
        }
        return value;
    }
}
