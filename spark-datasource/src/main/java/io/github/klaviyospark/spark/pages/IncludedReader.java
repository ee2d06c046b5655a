package io.github.klaviyospark.spark.pages;

import com.fasterxml.jackson.core.JsonToken;
import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Include;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads the related resources of a page, and puts them into the columns of those that they belong to. */
final class IncludedReader {

    private final List<Kind> kinds = new ArrayList<>();

    /** A reader for those related resources that have a column among the wanted ones. */
    IncludedReader(StructType wanted, CollectionDescriptor collection) {
        List<String> columns = Arrays.asList(wanted.fieldNames());
        for (Include include : collection.includes()) {
            int column = columns.indexOf(CollectionSchema.column(include));
            if (column >= 0) {
                kinds.add(new Kind(include, column, CollectionSchema.one(wanted.fields()[column].dataType())));
            }
        }
    }

    /** The related resources that have a column. */
    List<Include> includes() {
        return kinds.stream().map(kind -> kind.include).toList();
    }

    /** Forgets the page before. */
    void clear() {
        kinds.forEach(kind -> kind.rows.clear());
    }

    /** Reads the list that begins here. */
    void read(Document document) throws IOException {
        while (document.next() != JsonToken.END_ARRAY) {
            if (document.token() == JsonToken.START_OBJECT) {
                readOne(document);
            } else {
                document.skip();
            }
        }
    }

    /** The type says how to read the rest. It comes first by custom and not by rule, so what comes before is kept. */
    private void readOne(Document document) throws IOException {
        UTF8String id = null;
        String type = null;
        Document attributes = null;
        while (document.next() == JsonToken.FIELD_NAME) {
            String name = document.name();
            JsonToken token = document.next();
            if (name.equals("type") && token == JsonToken.VALUE_STRING) {
                type = document.text();
            } else if (name.equals("id") && token == JsonToken.VALUE_STRING) {
                id = document.utf8();
            } else if (name.equals("attributes") && token == JsonToken.START_OBJECT) {
                attributes = document.aside();
            } else {
                document.skip();
            }
        }

        for (Kind kind : kinds) {
            if (kind.include.type().equals(type) && id != null) {
                kind.rows.put(id, kind.row(id, attributes));
            }
        }
    }

    /** Puts related resources into the columns of one that was read. */
    void complete(Resource resource) {
        for (Kind kind : kinds) {
            List<UTF8String> ids = resource.related(kind.include.name());
            resource.values()[kind.column] = ids == null ? null : kind.column(ids);
        }
    }

    private static final class Kind {

        private final Include include;
        private final int column;
        private final int width;
        private final int idSlot;
        private final StructReader attributes;
        private final Map<UTF8String, InternalRow> rows = new HashMap<>();

        private Kind(Include include, int column, StructType wanted) {
            this.include = include;
            this.column = column;
            this.width = wanted.fields().length;
            this.idSlot = Arrays.asList(wanted.fieldNames()).indexOf(CollectionSchema.ID);
            this.attributes = new StructReader(wanted, include.fields(), CollectionSchema.column(include));
        }

        private InternalRow row(UTF8String id, Document from) throws IOException {
            GenericInternalRow row = bare(id);
            if (from != null) {
                attributes.readInto(row.values(), from);
            }
            return row;
        }

        private GenericInternalRow bare(UTF8String id) {
            Object[] values = new Object[width];
            if (idSlot >= 0) {
                values[idSlot] = id;
            }
            return new GenericInternalRow(values);
        }

        private Object column(List<UTF8String> ids) {
            if (include.isMany()) {
                return new GenericArrayData(ids.stream().map(this::one).toArray());
            }
            return ids.isEmpty() ? null : one(ids.get(0));
        }

        /** A resource that is named and did not come has nothing but its id. */
        private InternalRow one(UTF8String id) {
            InternalRow known = rows.get(id);
            return known == null ? bare(id) : known;
        }
    }
}
