package io.github.klaviyospark.spark.pages;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Field;
import io.github.klaviyospark.core.collection.Include;
import io.github.klaviyospark.core.collection.Relationship;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of a collection. */
public final class CollectionSchema {

    /** The column of a resource's id, the only one that is never null. */
    public static final String ID = "id";

    private static final DataType OWN_MEMBERS =
            DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType, true);

    private CollectionSchema() {}

    /**
     * All columns: id, attributes, the ids of what a resource is related to, and one for each kind of related resource that
     * comes along.
     *
     * @param includes the related resources that become columns
     */
    public static StructType of(CollectionDescriptor collection, List<Include> includes) {
        List<StructField> columns = resource(collection.idColumn(), collection.fields());
        for (Relationship relationship : collection.relationships()) {
            DataType type = relationship.isMany()
                    ? DataTypes.createArrayType(DataTypes.StringType, false)
                    : DataTypes.StringType;
            columns.add(DataTypes.createStructField(relationship.column(), type, true));
        }
        for (Include include : includes) {
            columns.add(DataTypes.createStructField(column(include), type(include), true));
        }
        return DataTypes.createStructType(columns);
    }

    /** The column of related resources. */
    public static String column(Include include) {
        return include.name().replace('-', '_');
    }

    /** Whether a column holds members that are the customer's own, to which a user may give types. */
    public static boolean isOwnMembers(DataType column) {
        return OWN_MEMBERS.equals(column);
    }

    /** Whether such members can be read into a type. */
    public static boolean canReadOwnMembers(DataType type) {
        boolean isOfMembers = type instanceof StructType || type instanceof MapType || Variants.isVariant(type);
        return isOfMembers && OwnValues.canRead(type);
    }

    private static DataType type(Include include) {
        StructType one = DataTypes.createStructType(resource(ID, include.fields()));
        return include.isMany() ? DataTypes.createArrayType(one, false) : one;
    }

    /** The columns of one related resource. */
    public static StructType one(DataType column) {
        return (StructType) (column instanceof ArrayType list ? list.elementType() : column);
    }

    private static List<StructField> resource(String id, List<Field> attributes) {
        List<StructField> columns = new ArrayList<>();
        columns.add(DataTypes.createStructField(id, DataTypes.StringType, false));
        attributes.forEach(field -> columns.add(DataTypes.createStructField(field.name(), type(field), true)));
        return columns;
    }

    private static DataType type(Field field) {
        return switch (field.type()) {
            case STRING -> DataTypes.StringType;
            case NUMBER -> DataTypes.DoubleType;
            case INTEGER -> DataTypes.LongType;
            case BOOLEAN -> DataTypes.BooleanType;
            case TIMESTAMP -> DataTypes.TimestampType;
            case JSON -> OWN_MEMBERS;
            case LIST -> DataTypes.createArrayType(type(field.element()), true);
            case OBJECT ->
                DataTypes.createStructType(field.members().stream()
                        .map(member -> DataTypes.createStructField(member.name(), type(member), true))
                        .toList());
        };
    }
}
