package io.github.klaviyospark.spark.pages;

import com.fasterxml.jackson.core.JsonToken;
import io.github.klaviyospark.core.client.UnreadableAnswerException;
import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Include;
import io.github.klaviyospark.core.collection.Relationship;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads what a resource is related to, in whichever form a revision says it: one object or a list, under a singular or a
 * plural name, and before 2023-07-15 as an attribute. All of them give the same row.
 */
final class RelationshipReader {

    private static final int NO_COLUMN = -1;

    private final Map<String, Target> targets = new HashMap<>();

    /** A reader for the relationships that have a column among the wanted ones, or that related resources come by. */
    RelationshipReader(StructType wanted, CollectionDescriptor collection, List<Include> includes) {
        List<String> columns = Arrays.asList(wanted.fieldNames());
        for (Relationship relationship : collection.relationships()) {
            int column = columns.indexOf(relationship.column());
            boolean isIncluded = includes.stream().anyMatch(include -> include.isCalled(relationship.name()));
            if (column >= 0 || isIncluded) {
                Target target = new Target(relationship, column);
                targets.put(relationship.name(), target);
                relationship.formerNames().forEach(name -> targets.putIfAbsent(name, target));
            }
        }
    }

    boolean isNeeded() {
        return !targets.isEmpty();
    }

    /** Has the attributes read that once held what is a relationship now. */
    void addFormerAttributes(StructReader attributes) {
        for (Target target : targets.values().stream().distinct().toList()) {
            if (target.column != NO_COLUMN) {
                for (String attribute : target.relationship.formerAttributes()) {
                    String[] path = attribute.split("\\.", -1);
                    attributes.alsoRead(path[0], target.column, document -> target.former(document, path, 1));
                }
            }
        }
    }

    /** Reads the object that begins here. */
    void read(Resource resource, Document document) throws IOException {
        while (document.next() == JsonToken.FIELD_NAME) {
            Target target = targets.get(document.name());
            if (document.next() != JsonToken.START_OBJECT || target == null) {
                document.skip();
                continue;
            }

            while (document.next() == JsonToken.FIELD_NAME) {
                boolean isData = document.name().equals("data");
                JsonToken token = document.next();
                if (isData && token == JsonToken.START_ARRAY) {
                    target.set(resource, ids(document));
                } else if (isData && token == JsonToken.START_OBJECT) {
                    target.set(resource, List.of(id(document)));
                } else {
                    document.skip();
                }
            }
        }
    }

    private static List<UTF8String> ids(Document document) throws IOException {
        List<UTF8String> ids = new ArrayList<>();
        while (document.next() != JsonToken.END_ARRAY) {
            if (document.token() == JsonToken.START_OBJECT) {
                ids.add(id(document));
            } else {
                document.skip();
            }
        }
        return ids;
    }

    private static UTF8String id(Document document) throws IOException {
        UTF8String id = null;
        while (document.next() == JsonToken.FIELD_NAME) {
            boolean isId = document.name().equals("id");
            if (document.next() == JsonToken.VALUE_STRING && isId) {
                id = document.utf8();
            } else {
                document.skip();
            }
        }
        if (id == null) {
            throw new UnreadableAnswerException("the page has a relationship without an id");
        }
        return id;
    }

    private record Target(Relationship relationship, int column) {

        void set(Resource resource, List<UTF8String> ids) {
            resource.related(relationship.name(), ids);
            if (column != NO_COLUMN) {
                resource.values()[column] = value(ids);
            }
        }

        private Object value(List<UTF8String> ids) {
            if (relationship.isMany()) {
                return new GenericArrayData(ids.toArray());
            }
            return ids.isEmpty() ? null : ids.get(0);
        }

        /** The id at the end of a path of attributes, the next part of which is looked for in the object that begins here. */
        Object former(Document document, String[] path, int next) throws IOException {
            if (next == path.length) {
                if (document.token() == JsonToken.VALUE_STRING) {
                    return value(List.of(document.utf8()));
                }
                document.skip();
                return null;
            }

            Object found = null;
            if (document.token() == JsonToken.START_OBJECT) {
                while (document.next() == JsonToken.FIELD_NAME) {
                    boolean isNext = document.name().equals(path[next]);
                    document.next();
                    if (isNext) {
                        found = former(document, path, next + 1);
                    } else {
                        document.skip();
                    }
                }
            } else {
                document.skip();
            }
            return found;
        }
    }
}
