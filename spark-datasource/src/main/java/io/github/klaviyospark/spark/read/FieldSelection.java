package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Field;
import io.github.klaviyospark.core.collection.FieldType;
import io.github.klaviyospark.core.collection.Include;
import io.github.klaviyospark.spark.pages.CollectionSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Turns the columns that a query reads into {@code fields[...]}, {@code additional-fields[...]} and {@code include}. What
 * nobody selects is not asked for, because some of it costs quota and all of it costs time.
 */
final class FieldSelection {

    /** Beyond that the names would take the room of the filter in the URL, and whole objects are asked for. */
    private static final int MOST_NAMES = 1_500;

    private final CollectionDescriptor collection;
    private final StructType wanted;

    FieldSelection(CollectionDescriptor collection, StructType wanted) {
        this.collection = collection;
        this.wanted = wanted;
    }

    /**
     * The parameters, in the order in which they are sent.
     *
     * @param includes the related resources that may become columns, as the user spells them
     */
    Map<String, String> parameters(List<String> includes) {
        Map<String, String> parameters = new LinkedHashMap<>();
        List<String> additional = additionalFields();
        if (!additional.isEmpty()) {
            parameters.put("additional-fields[" + collection.type() + "]", String.join(",", additional));
        }
        put(parameters, collection.type(), collection.holder().isPresent() ? held() : own());

        List<String> named = new ArrayList<>();
        for (String spelled : includes) {
            Include include = collection.include(spelled).orElseThrow();
            StructField column = column(CollectionSchema.column(include));
            if (column != null) {
                named.add(spelled);
                StructType one = CollectionSchema.one(column.dataType());
                put(parameters, include.type(), sparse(one, include.fields(), include.sparseFields(), false));
            }
        }
        if (!named.isEmpty()) {
            parameters.put("include", String.join(",", named));
        }
        return parameters;
    }

    private List<String> own() {
        return sparse(wanted, collection.fields(), collection.sparseFields(), true);
    }

    /** Where one attribute holds all fields, it comes whole or not at all. */
    private List<String> held() {
        boolean wantsFields = Arrays.stream(wanted.fieldNames()).anyMatch(name -> !name.equals(collection.idColumn()));
        return wantsFields ? List.of() : List.of(CollectionSchema.ID);
    }

    /** Where names are better not sent, resources come whole. */
    private void put(Map<String, String> parameters, String type, List<String> fields) {
        if (!fields.isEmpty() && !collection.sparseFields().isEmpty()) {
            parameters.put("fields[" + type + "]", String.join(",", fields));
        }
    }

    /** The attributes that only come when they are asked for, and are. */
    List<String> additionalFields() {
        return collection.additionalFields().stream()
                .filter(field -> column(field) != null)
                .toList();
    }

    private StructField column(String name) {
        for (StructField column : wanted.fields()) {
            if (column.name().equals(name)) {
                return column;
            }
        }
        return null;
    }

    /**
     * The sparse fieldset; empty when everything that comes by itself is wanted.
     *
     * @param isCollection whether some fields do not come by themselves
     */
    private List<String> sparse(StructType columns, List<Field> fields, Set<String> names, boolean isCollection) {
        boolean wantsAll = fields.stream()
                .filter(field -> !isCollection || !collection.additionalFields().contains(field.name()))
                .allMatch(field -> isWhole(columns, field));
        if (wantsAll) {
            return List.of();
        }

        List<String> selected = new ArrayList<>();
        for (StructField column : columns.fields()) {
            fields.stream()
                    .filter(field -> field.name().equals(column.name()))
                    .findFirst()
                    .ifPresent(field -> select(column, field, field.name(), names, selected));
        }
        // A resource always comes with its id, and with everything else when nothing is named.
        return selected.isEmpty() ? List.of(CollectionSchema.ID) : shortened(selected);
    }

    private static List<String> shortened(List<String> names) {
        return String.join(",", names).length() <= MOST_NAMES
                ? names
                : names.stream()
                        .map(name -> name.replaceFirst("\\..*", ""))
                        .distinct()
                        .toList();
    }

    private static void select(StructField column, Field field, String path, Set<String> names, List<String> into) {
        boolean canGoDeeper = field.type() == FieldType.OBJECT
                && !isWhole(column, field)
                && members(column).allMatch(member -> names.contains(path + "." + member.name()));
        if (!canGoDeeper) {
            into.add(path);
            return;
        }
        members(column).forEach(member -> {
            Field known = field.member(member.name()).orElseThrow();
            select(member, known, path + "." + member.name(), names, into);
        });
    }

    private static Stream<StructField> members(StructField column) {
        return Arrays.stream(((StructType) column.dataType()).fields());
    }

    private static boolean isWhole(StructType columns, Field field) {
        for (StructField column : columns.fields()) {
            if (column.name().equals(field.name())) {
                return isWhole(column, field);
            }
        }
        return false;
    }

    private static boolean isWhole(StructField column, Field field) {
        return field.type() != FieldType.OBJECT
                || field.members().stream().allMatch(member -> isWhole((StructType) column.dataType(), member));
    }
}
