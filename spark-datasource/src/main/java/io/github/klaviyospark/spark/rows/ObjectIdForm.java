package io.github.klaviyospark.spark.rows;

import io.github.klaviyospark.core.objects.ObjectRecords;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The id of an object, which is a text whatever it was in the record: whole numbers and decimals as their digits, as
 * Klaviyo's mapping writes them.
 */
public final class ObjectIdForm implements RecordForm {

    private static final long serialVersionUID = 1L;

    private final String objectTypeId;
    private final String column;

    /**
     * Ids of objects of a type.
     *
     * @param objectTypeId the type
     * @param column the column that holds the id
     */
    public ObjectIdForm(String objectTypeId, String column) {
        this.objectTypeId = objectTypeId;
        this.column = column;
    }

    /**
     * Looks whether a type of columns can hold ids.
     *
     * @throws IllegalArgumentException when it cannot
     */
    public static void check(String column, DataType type) {
        boolean isExact = type instanceof ByteType
                || type instanceof ShortType
                || type instanceof IntegerType
                || type instanceof LongType
                || type instanceof DecimalType
                || type instanceof BooleanType;
        if (!isExact && !ValueWriters.isString(type)) {
            throw new IllegalArgumentException("Column '" + column + "' of type " + type.typeName()
                    + " cannot hold ids of objects, which are texts. Cast it to a string that is written as in the records"
                    + " that the objects came from.");
        }
    }

    @Override
    public RowWriter writer(StructType schema, boolean omitNulls) {
        ColumnPath path = ColumnPath.find(schema, column)
                .orElseThrow(() -> new IllegalArgumentException("There is no column '" + column + "'."));
        check(column, path.type());
        DataType type = path.type();
        return (json, row) -> {
            String id = text(path.holder(row).get(path.ordinal(), type));
            if (id.isEmpty()) {
                throw new InvalidValueException("is empty, and no object has such an id").within(column);
            }
            json.writeString(ObjectRecords.id(objectTypeId, id));
        };
    }

    private String text(Object value) throws InvalidValueException {
        if (value instanceof UTF8String text) {
            if (!ValueWriters.isUtf8(text.getByteBuffer())) {
                throw new InvalidValueException("is a string whose bytes are not UTF-8").within(column);
            }
            return text.toString();
        }
        return value instanceof Decimal decimal ? decimal.toJavaBigDecimal().toPlainString() : value.toString();
    }

    @Override
    public String toString() {
        return "ObjectIdForm(" + objectTypeId + ")";
    }
}
