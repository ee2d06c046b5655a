package io.github.klaviyospark.spark.pages;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Field;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Rows from the tree of a page, as one would write it with what Jackson and Java have: without care for values of another kind,
 * and without anything of the connector that could become faster.
 */
final class TreeReader {

    private final Function<JsonNode, Object> attributes;
    private final int idSlot;

    TreeReader(StructType wanted, CollectionDescriptor collection) {
        this.attributes = members(wanted, collection.fields());
        this.idSlot = wanted.fieldIndex("id");
    }

    List<InternalRow> read(JsonNode page) {
        List<InternalRow> rows = new ArrayList<>();
        for (JsonNode resource : page.path("data")) {
            GenericInternalRow row = (GenericInternalRow) attributes.apply(resource.path("attributes"));
            row.values()[idSlot] = UTF8String.fromString(resource.path("id").textValue());
            rows.add(row);
        }
        return rows;
    }

    private static Function<JsonNode, Object> members(StructType wanted, List<Field> fields) {
        StructField[] members = wanted.fields();
        List<Function<JsonNode, Object>> readers = new ArrayList<>();
        for (StructField member : members) {
            readers.add(fields.stream()
                    .filter(field -> field.name().equals(member.name()))
                    .findFirst()
                    .map(field -> reader(member.dataType(), field))
                    .orElse(node -> null));
        }
        return object -> {
            Object[] values = new Object[members.length];
            for (int i = 0; i < members.length; i++) {
                JsonNode value = object.get(members[i].name());
                values[i] =
                        value == null || value.isNull() ? null : readers.get(i).apply(value);
            }
            return new GenericInternalRow(values);
        };
    }

    private static Function<JsonNode, Object> reader(DataType type, Field field) {
        return switch (field.type()) {
            case STRING -> node -> UTF8String.fromString(node.asText());
            case NUMBER -> JsonNode::asDouble;
            case INTEGER -> JsonNode::asLong;
            case BOOLEAN -> JsonNode::asBoolean;
            case TIMESTAMP ->
                node -> ChronoUnit.MICROS.between(
                        Instant.EPOCH, OffsetDateTime.parse(node.textValue()).toInstant());
            case OBJECT -> members((StructType) type, field.members());
            case LIST -> list(reader(((ArrayType) type).elementType(), field.element()));
            case JSON -> TreeReader::texts;
        };
    }

    private static Function<JsonNode, Object> list(Function<JsonNode, Object> element) {
        return list -> {
            List<Object> elements = new ArrayList<>();
            list.forEach(node -> elements.add(element.apply(node)));
            return new GenericArrayData(elements.toArray());
        };
    }

    private static Object texts(JsonNode object) {
        List<Object> names = new ArrayList<>();
        List<Object> texts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            names.add(UTF8String.fromString(member.getKey()));
            texts.add(
                    member.getValue().isNull()
                            ? null
                            : UTF8String.fromString(member.getValue().toString()));
        }
        return new ArrayBasedMapData(new GenericArrayData(names.toArray()), new GenericArrayData(texts.toArray()));
    }
}
