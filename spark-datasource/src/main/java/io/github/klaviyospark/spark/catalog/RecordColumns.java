package io.github.klaviyospark.spark.catalog;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.collection.Collections;
import io.github.klaviyospark.core.collection.Field;
import io.github.klaviyospark.core.collection.FieldType;
import io.github.klaviyospark.core.collection.ObjectsOfType;
import io.github.klaviyospark.core.objects.ObjectSchemas;
import io.github.klaviyospark.core.objects.ObjectType;
import io.github.klaviyospark.core.objects.ObjectTypes;
import io.github.klaviyospark.spark.account.Account;
import io.github.klaviyospark.spark.options.ReadConf;
import io.github.klaviyospark.spark.pages.CollectionSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/**
 * The columns of {@code object-types/ID/object-records}. What they are only the account knows, so it is asked when a schema
 * is inferred; a schema that is given, or was inferred before, is taken at its word and asks for nothing.
 */
public final class RecordColumns {

    private RecordColumns() {}

    /**
     * Asks the account for the columns.
     *
     * @throws IllegalArgumentException when there is no such type, or it has no active schema
     */
    public static StructType inferred(ReadConf conf) {
        String id = conf.collection().resource().orElseThrow();
        Account account =
                Account.of(conf.connection(), SparkContext.getOrCreate().hadoopConfiguration());
        try (KlaviyoClient client = account.client().build()) {
            ObjectType type = new ObjectTypes(client)
                    .find(id)
                    .filter(found -> found.id().equals(id))
                    .orElseThrow(() -> new IllegalArgumentException("There is no object type with the id '" + id
                            + "'. The path takes ids, as klaviyo.meta.object_types lists them; the SQL catalog finds types"
                            + " by their titles, as in klaviyo.objects.pet."));
            String schema = type.currentSchema()
                    .orElseThrow(
                            () -> new IllegalArgumentException(
                                    "Object type '" + type.title()
                                            + "' has no active schema yet and so no columns. Activate it in Klaviyo, or provision it."));
            return new ObjectColumns(type, new ObjectSchemas(client).read(schema)).readable();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * A scan of columns.
     *
     * @throws IllegalArgumentException when a column has a type that no property has
     */
    public static ScanBuilder scan(ReadConf conf, StructType columns) {
        String id = conf.collection().resource().orElseThrow();
        List<Field> properties = new ArrayList<>();
        for (StructField column : columns.fields()) {
            if (!column.name().equals(CollectionSchema.ID)) {
                properties.add(new Field(column.name(), type(column), List.of()));
            } else if (!(column.dataType() instanceof StringType)) {
                throw refusal(column, "and ids are string");
            }
        }
        ObjectsOfType objects = new ObjectsOfType(id, CollectionSchema.ID, properties);
        return new ObjectScanBuilder(conf.reading(Collections.of(objects)), id, columns);
    }

    private static FieldType type(StructField column) {
        DataType type = column.dataType();
        if (type instanceof StringType) {
            return FieldType.STRING;
        }
        if (type instanceof LongType) {
            return FieldType.INTEGER;
        }
        if (type instanceof DoubleType) {
            return FieldType.NUMBER;
        }
        if (type instanceof BooleanType) {
            return FieldType.BOOLEAN;
        }
        if (type instanceof TimestampType) {
            return FieldType.TIMESTAMP;
        }
        throw refusal(column, "and properties of objects are string, bigint, double, boolean or timestamp");
    }

    private static IllegalArgumentException refusal(StructField column, String allowed) {
        return new IllegalArgumentException("The schema gives column '" + column.name() + "' the type "
                + column.dataType().catalogString() + ", " + allowed + ". Read it so and cast it afterwards.");
    }
}
