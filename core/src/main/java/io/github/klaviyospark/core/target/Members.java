package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Columns that are members of a resource as they are, each at the place that it names. */
final class Members {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Members() {}

    /** Puts what a row has into a resource. */
    static void write(Row row, List<TargetColumn> columns, ObjectNode resource) throws InvalidRowException {
        for (TargetColumn column : columns) {
            Optional<? extends JsonNode> value = value(row, column);
            if (value.isPresent()) {
                put(resource, pointer(column), value.get());
            }
        }
    }

    private static Optional<? extends JsonNode> value(Row row, TargetColumn column) throws InvalidRowException {
        String name = column.name();
        if (column.isRequired() && column.kind() == ColumnKind.TEXT) {
            return Optional.of(NODES.textNode(row.required(name)));
        }
        if (column.isRequired() && !row.has(name)) {
            throw new InvalidRowException(name, "is null, and must be given");
        }
        return switch (column.kind()) {
            case TEXT -> row.text(name).map(NODES::textNode);
            case NUMBER -> row.number(name).map(NODES::numberNode);
            case INTEGER -> row.integer(name).map(NODES::numberNode);
            case BOOLEAN -> row.bool(name).map(NODES::booleanNode);
            case TIME -> time(row, name).map(NODES::textNode);
            case TEXTS -> row.has(name) ? Optional.of(array(row.texts(name))) : Optional.empty();
            case OBJECT -> row.object(name);
            case OBJECTS -> row.has(name) ? Optional.of(NODES.arrayNode().addAll(row.objects(name))) : Optional.empty();
        };
    }

    private static Optional<String> time(Row row, String column) throws InvalidRowException {
        Optional<String> text = row.text(column);
        return text.isPresent() ? Optional.of(IsoTime.written(column, text.get())) : text;
    }

    private static ArrayNode array(List<String> texts) {
        ArrayNode array = NODES.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    /** Puts what a resource has into a row. */
    static void read(JsonNode resource, List<TargetColumn> columns, ObjectNode row) {
        for (TargetColumn column : columns) {
            JsonNode value = resource.at(pointer(column));
            if (value.isMissingNode() || value.isNull()) {
                continue;
            }
            Optional<String> text =
                    switch (column.kind()) {
                        case TEXT -> Payload.text(value);
                        case TIME -> Payload.text(value).map(IsoTime::read);
                        default -> Optional.empty();
                    };
            row.set(column.name(), text.isPresent() ? NODES.textNode(text.get()) : value);
        }
    }

    /** The place below the resource, whatever resource that is. */
    private static String pointer(TargetColumn column) {
        return column.place().substring(column.place().indexOf('/'));
    }

    private static void put(ObjectNode resource, String pointer, JsonNode value) {
        String[] names = pointer.substring(1).split("/", -1);
        ObjectNode parent = resource;
        for (int i = 0; i < names.length - 1; i++) {
            parent = parent.withObjectProperty(names[i]);
        }
        parent.set(names[names.length - 1], value);
    }
}
