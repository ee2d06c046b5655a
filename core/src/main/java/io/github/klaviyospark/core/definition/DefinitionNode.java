package io.github.klaviyospark.core.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.klaviyospark.core.mapping.MappingPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A part of a definition file that notes what is wrong with it instead of stopping. */
final class DefinitionNode {

    private final JsonNode node;
    private final Problems problems;

    DefinitionNode(JsonNode node, Problems problems) {
        this.node = node;
        this.problems = problems;
    }

    Problems problems() {
        return problems;
    }

    boolean isText() {
        return node.isTextual();
    }

    String text() {
        return node.asText();
    }

    boolean has(String member) {
        return node.hasNonNull(member);
    }

    /** Whether this is an object with members of these names only; notes what is not. */
    boolean isObjectOf(String... names) {
        if (!node.isObject()) {
            problems.add("must be a block of " + String.join(", ", names) + ", and is "
                    + node.getNodeType().name().toLowerCase(Locale.ROOT));
            return false;
        }
        Set<String> known = Set.of(names);
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                problems.in(name).add("is unknown; known here are " + String.join(", ", names));
            }
        });
        return true;
    }

    DefinitionNode member(String name) {
        return new DefinitionNode(node.path(name), problems.in(name));
    }

    /** The members of an object, in order; none when there is no such object. */
    Map<String, DefinitionNode> members(String name) {
        Map<String, DefinitionNode> members = new LinkedHashMap<>();
        JsonNode object = node.path(name);
        if (!object.isObject() && !(object instanceof MissingNode) && !object.isNull()) {
            problems.in(name).add("must be a block of names, each with what belongs to it");
        }
        object.properties()
                .forEach(entry -> members.put(
                        entry.getKey(),
                        new DefinitionNode(entry.getValue(), problems.in(name).in(entry.getKey()))));
        return members;
    }

    List<DefinitionNode> elements(String name) {
        List<DefinitionNode> elements = new ArrayList<>();
        JsonNode list = node.path(name);
        if (!list.isArray() || list.isEmpty()) {
            problems.in(name).add("must be a list with at least one element");
        }
        for (int i = 0; list.isArray() && i < list.size(); i++) {
            elements.add(new DefinitionNode(list.get(i), problems.in(name).in("[" + i + "]")));
        }
        return elements;
    }

    /** A text that must be there; empty when it is not, which is noted. */
    String text(String name) {
        String text = text(name, null);
        if (text == null || text.isBlank()) {
            problems.in(name).add("is missing");
            return "";
        }
        return text;
    }

    String text(String name, String otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = node.path(name);
        if (value.isContainerNode()) {
            problems.in(name).add("must be a text");
            return otherwise;
        }
        return value.asText();
    }

    boolean flag(String name) {
        JsonNode value = node.path(name);
        if (has(name) && !value.isBoolean()) {
            problems.in(name).add("must be true or false");
        }
        return value.asBoolean(false);
    }

    /** A text, a number or a boolean. */
    Object scalar(String name) {
        JsonNode value = node.path(name);
        if (value.isTextual()) {
            return value.asText();
        }
        if (value.isNumber()) {
            return value.isIntegralNumber() ? value.bigIntegerValue() : value.decimalValue();
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        problems.in(name).add("must be a text, a number, true or false");
        return "";
    }

    MappingPath path(String name, MappingPath otherwise) {
        return has(name) ? parsed(name, text(name), MappingPath::ofText, otherwise) : otherwise;
    }

    /** What a text of this node means; noted and replaced when it means nothing. */
    <T> T parsed(String name, String text, Function<String, T> parser, T otherwise) {
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            (name.isEmpty() ? problems : problems.in(name)).add(e.getMessage());
            return otherwise;
        }
    }
}
