package io.github.klaviyospark.spark;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Include;
import io.github.klaviyospark.spark.options.ReadConf;
import io.github.klaviyospark.spark.pages.CollectionSchema;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Compares a schema that a user gave with the columns that there are: it may leave some out, also within structs. */
final class GivenSchema {

    private GivenSchema() {}

    /** All columns that a read has. */
    static StructType all(ReadConf conf) {
        CollectionDescriptor collection = conf.collection();
        return check(conf.members().of(CollectionSchema.of(collection, includes(conf)), collection), conf);
    }

    private static List<Include> includes(ReadConf conf) {
        return conf.includes().stream()
                .map(name -> conf.collection().include(name).orElseThrow())
                .toList();
    }

    /**
     * The schema, if each of its columns is there.
     *
     * @throws IllegalArgumentException when one is not, or has another type
     */
    static StructType check(StructType given, ReadConf conf) {
        StructType all = CollectionSchema.of(conf.collection(), includes(conf));
        StructType wanted = conf.members().of(all, conf.collection());
        for (StructField field : given.fields()) {
            StructField known = find(wanted, field.name());
            if (!conf.members().isMap()
                    && CollectionSchema.isOwnMembers(typeIn(all, field.name()))
                    && !known.dataType().equals(field.dataType())) {
                throw new IllegalArgumentException("Option properties and the schema give column '" + field.name()
                        + "' different types. Leave one of both out.");
            }
        }
        check(given, all, "", conf.collection().name());
        return given;
    }

    private static void check(StructType given, StructType all, String path, String collection) {
        for (StructField field : given.fields()) {
            String name = path + field.name();
            StructField known = find(all, field.name());
            if (known == null) {
                throw new IllegalArgumentException("The schema names a column '" + name + "', and " + collection
                        + " have none. There are " + String.join(", ", all.fieldNames())
                        + "; related resources are columns with the option include.");
            }
            checkNulls(field.nullable(), known.nullable(), "column '" + name + "' is");
            check(field.dataType(), known.dataType(), name, collection);
        }
    }

    private static void check(DataType given, DataType known, String name, String collection) {
        if (given instanceof StructType struct && known instanceof StructType all) {
            check(struct, all, name + ".", collection);
        } else if (given instanceof ArrayType list && known instanceof ArrayType all) {
            checkNulls(list.containsNull(), all.containsNull(), "elements of '" + name + "' are");
            check(list.elementType(), all.elementType(), name, collection);
        } else if (CollectionSchema.isOwnMembers(known)) {
            if (!CollectionSchema.canReadOwnMembers(given)) {
                throw new IllegalArgumentException("The schema gives column '" + name + "' the type "
                        + given.catalogString()
                        + ", into which the members of an object cannot be read. Give a struct, a"
                        + " map with texts as keys, or on Spark 4 a variant; no member may be NOT NULL.");
            }
            if (given instanceof MapType map) {
                checkNulls(map.valueContainsNull(), true, "values of '" + name + "' are");
            }
        } else if (!given.catalogString().equals(known.catalogString())) {
            throw new IllegalArgumentException("The schema gives column '" + name + "' the type "
                    + given.catalogString() + ", and it is " + known.catalogString()
                    + ". Read it so and cast it afterwards.");
        }
    }

    private static void checkNulls(boolean given, boolean known, String what) {
        if (!given && known) {
            throw new IllegalArgumentException(
                    "The schema says that " + what + " never null, and Klaviyo's may be. Leave NOT NULL out.");
        }
    }

    private static DataType typeIn(StructType all, String name) {
        StructField field = find(all, name);
        return field == null ? null : field.dataType();
    }

    private static StructField find(StructType all, String name) {
        for (StructField field : all.fields()) {
            if (field.name().equals(name)) {
                return field;
            }
        }
        return null;
    }
}
