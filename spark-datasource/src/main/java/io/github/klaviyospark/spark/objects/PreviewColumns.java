package io.github.klaviyospark.spark.objects;

import io.github.klaviyospark.core.mapping.ObjectMapping;
import io.github.klaviyospark.core.objects.PropertyType;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a preview. Tasks give timestamps as microseconds: what Java class Spark takes for a timestamp is a
 * setting of the session, and a number is a number in all of them.
 */
final class PreviewColumns {

    private static final StructType PROBLEM = new StructType()
            .add("code", DataTypes.StringType)
            .add("property", DataTypes.StringType)
            .add("kind", DataTypes.StringType)
            .add("explanation", DataTypes.StringType);

    private static final StructType IDENTIFIER =
            new StructType().add("type", DataTypes.StringType).add("value", DataTypes.StringType);

    private static final StructType LINKS = new StructType()
            .add("relationship", DataTypes.StringType)
            .add("identifiers", DataTypes.createArrayType(IDENTIFIER));

    private final List<String> names;
    private final List<PropertyType> types;

    PreviewColumns(ObjectMapping mapping) {
        this.names = mapping.properties();
        this.types = mapping.types();
    }

    /** As tasks make them. */
    StructType made() {
        StructType properties = new StructType();
        for (int i = 0; i < names.size(); i++) {
            properties = properties.add(names.get(i), made(types.get(i)));
        }
        return new StructType()
                .add("id", DataTypes.StringType)
                .add("status", DataTypes.StringType)
                .add("reason", DataTypes.StringType)
                .add("problems", DataTypes.createArrayType(PROBLEM))
                .add("properties", properties)
                .add("links", DataTypes.createArrayType(LINKS))
                .add("warnings", DataTypes.createArrayType(PROBLEM));
    }

    private static DataType made(PropertyType type) {
        return switch (type) {
            case STRING -> DataTypes.StringType;
            case INT, TIMESTAMP -> DataTypes.LongType;
            case FLOAT -> DataTypes.DoubleType;
            case BOOLEAN -> DataTypes.BooleanType;
        };
    }

    /** What makes of them the columns that users see. */
    String[] shown() {
        return new String[] {"id", "status", "reason", "problems", properties(), "links", "warnings"};
    }

    private String properties() {
        if (!types.contains(PropertyType.TIMESTAMP)) {
            return "properties";
        }
        String members = IntStream.range(0, names.size()).mapToObj(this::member).collect(Collectors.joining(", "));
        return "IF(properties IS NULL, NULL, struct(" + members + ")) AS properties";
    }

    private String member(int property) {
        String name = "`" + names.get(property).replace("`", "``") + "`";
        String value = "properties." + name;
        return (types.get(property) == PropertyType.TIMESTAMP ? "timestamp_micros(" + value + ")" : value) + " AS "
                + name;
    }
}
