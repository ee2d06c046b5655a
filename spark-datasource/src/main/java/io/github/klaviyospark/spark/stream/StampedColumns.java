package io.github.klaviyospark.spark.stream;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that a query wants, with id and time of change behind them where it does not want these. */
final class StampedColumns implements Serializable {

    private static final long serialVersionUID = 1L;

    private final StructType all;
    private final DataType[] wanted;
    private final int id;
    private final int stamp;

    StampedColumns(StructType wanted, CollectionDescriptor collection, String field) {
        List<StructField> columns = new ArrayList<>(Arrays.asList(wanted.fields()));
        List<String> names = Arrays.asList(wanted.fieldNames());
        if (!names.contains(collection.idColumn())) {
            columns.add(DataTypes.createStructField(collection.idColumn(), DataTypes.StringType, false));
        }
        if (!names.contains(field)) {
            columns.add(DataTypes.createStructField(field, DataTypes.TimestampType, true));
        }
        this.all = DataTypes.createStructType(columns);
        this.wanted = Arrays.stream(wanted.fields()).map(StructField::dataType).toArray(DataType[]::new);
        this.id = all.fieldIndex(collection.idColumn());
        this.stamp = all.fieldIndex(field);
    }

    /** Id and time of change alone. */
    static StampedColumns only(CollectionDescriptor collection, String field) {
        return new StampedColumns(new StructType(), collection, field);
    }

    /** What has to be read. */
    StructType all() {
        return all;
    }

    /** Whether a row says when it changed. */
    boolean isStamped(InternalRow row) {
        return !row.isNullAt(stamp);
    }

    /** The second of change, in seconds since 1970. */
    long second(InternalRow row) {
        return Window.second(row.getLong(stamp));
    }

    /** Tells versions of rows apart: the same for the same id and time of change. */
    long key(InternalRow row) {
        return XXH64.hashUTF8String(row.getUTF8String(id), row.getLong(stamp));
    }

    /** The row as the query wants it. */
    InternalRow shown(InternalRow row) {
        if (wanted.length == all.fields().length) {
            return row;
        }

        Object[] values = new Object[wanted.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.get(i, wanted[i]);
        }
        return new GenericInternalRow(values);
    }
}
