package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A row of a target, read by the kinds of its columns. A null is a value that is not there. */
final class Row {

    private final RowTarget target;
    private final ObjectNode values;

    Row(RowTarget target, ObjectNode values) {
        this.target = target;
        this.values = values;
    }

    boolean has(String column) {
        return values.hasNonNull(column);
    }

    private Optional<JsonNode> value(String column) {
        return Optional.ofNullable(values.get(column)).filter(value -> !value.isNull());
    }

    /** A text; a number is its digits. */
    Optional<String> text(String column) throws InvalidRowException {
        Optional<JsonNode> value = value(column);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get().isNumber()) {
            return Optional.of(Digits.of(value.get().decimalValue()));
        }
        if (!value.get().isTextual()) {
            throw new InvalidRowException(column, "holds no text");
        }
        return Optional.of(value.get().textValue());
    }

    /** A text that must be there. */
    String required(String column) throws InvalidRowException {
        Optional<String> text = text(column);
        if (text.isEmpty() || text.get().isEmpty()) {
            throw new InvalidRowException(column, "is " + (text.isEmpty() ? "null" : "empty") + ", and must be given");
        }
        return text.get();
    }

    Optional<Boolean> bool(String column) throws InvalidRowException {
        Optional<JsonNode> value = value(column);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get().isBoolean()) {
            return Optional.of(value.get().booleanValue());
        }
        return switch (value.get().asText().toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> throw new InvalidRowException(column, "is neither true nor false");
        };
    }

    Optional<BigDecimal> number(String column) throws InvalidRowException {
        Optional<JsonNode> value = value(column);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    value.get().isNumber()
                            ? value.get().decimalValue()
                            : new BigDecimal(
                                    value.get().textValue() == null
                                            ? ""
                                            : value.get().textValue().trim()));
        } catch (NumberFormatException e) {
            throw new InvalidRowException(column, "holds no number");
        }
    }

    /** A number without a fraction. */
    Optional<Long> integer(String column) throws InvalidRowException {
        Optional<BigDecimal> number = number(column);
        try {
            return number.map(BigDecimal::longValueExact);
        } catch (ArithmeticException e) {
            throw new InvalidRowException(column, "holds no whole number");
        }
    }

    /** Texts, from an array or from one text with commas; blanks around each are left out, and empty ones as well. */
    List<String> texts(String column) throws InvalidRowException {
        Optional<JsonNode> value = value(column);
        List<String> texts = new ArrayList<>();
        if (value.isPresent() && value.get().isArray()) {
            for (JsonNode element : value.get()) {
                if (!element.isTextual()) {
                    throw new InvalidRowException(column, "holds something else than texts");
                }
                texts.add(element.textValue().trim());
            }
        } else {
            for (String part : text(column).orElse("").split(",", -1)) {
                texts.add(part.trim());
            }
        }
        texts.removeIf(String::isEmpty);
        return texts;
    }

    /** An object, from one or from its JSON as a text. */
    Optional<ObjectNode> object(String column) throws InvalidRowException {
        Optional<JsonNode> value = value(column);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        JsonNode tree = value.get().isTextual() ? parsed(column, value.get().textValue()) : value.get();
        if (!(tree instanceof ObjectNode object)) {
            throw new InvalidRowException(column, "holds no object");
        }
        return Optional.of(object);
    }

    /** Objects, from an array of them or from its JSON as a text. */
    List<ObjectNode> objects(String column) throws InvalidRowException {
        List<ObjectNode> objects = new ArrayList<>();
        Optional<JsonNode> value = value(column);
        if (value.isPresent()) {
            JsonNode tree = value.get().isTextual() ? parsed(column, value.get().textValue()) : value.get();
            if (!tree.isArray()) {
                throw new InvalidRowException(column, "holds no array");
            }
            for (JsonNode element : tree) {
                if (!(element instanceof ObjectNode object)) {
                    throw new InvalidRowException(column, "holds something else than objects");
                }
                objects.add(object);
            }
        }
        return objects;
    }

    private static JsonNode parsed(String column, String json) throws InvalidRowException {
        try {
            JsonNode tree = RowTarget.JSON.readTree(json);
            return tree == null ? JsonNodeFactory.instance.missingNode() : tree;
        } catch (IOException e) {
            throw new InvalidRowException(column, "holds a text that is no JSON");
        }
    }

    /** The object of the target's home column, with the columns added that the target does not have. */
    Optional<ObjectNode> home() throws InvalidRowException {
        String home = target.home().orElseThrow();
        ObjectNode all = object(home).map(ObjectNode::deepCopy).orElseGet(JsonNodeFactory.instance::objectNode);
        Set<String> known = target.byName().keySet();
        values.properties().forEach(member -> {
            if (!known.contains(member.getKey()) && !member.getValue().isNull()) {
                all.set(member.getKey(), member.getValue());
            }
        });
        return all.isEmpty() && !has(home) ? Optional.empty() : Optional.of(all);
    }

    /** Without the values. */
    @Override
    public String toString() {
        return "Row(" + target + ")";
    }
}
