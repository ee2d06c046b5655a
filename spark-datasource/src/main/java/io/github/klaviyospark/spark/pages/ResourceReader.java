package io.github.klaviyospark.spark.pages;

import com.fasterxml.jackson.core.JsonToken;
import io.github.klaviyospark.core.client.UnreadableAnswerException;
import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Include;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads a resource object: id, the attributes that are wanted, and which other resources it is related to. */
final class ResourceReader {

    private final StructReader attributes;
    private final List<Include> includes;
    private final int width;
    private final int idSlot;
    private final String holder;
    private final UTF8String idPrefix;

    ResourceReader(StructType wanted, CollectionDescriptor collection, List<Include> includes) {
        this.attributes = new StructReader(wanted, collection.fields(), "");
        this.includes = includes;
        this.width = wanted.fields().length;
        this.idSlot = Arrays.asList(wanted.fieldNames()).indexOf(collection.idColumn());
        this.holder = collection.holder().orElse(null);
        this.idPrefix = UTF8String.fromString(collection.idPrefix());
    }

    Resource read(Document document) throws IOException {
        Resource resource = new Resource(new Object[width]);
        while (document.next() == JsonToken.FIELD_NAME) {
            String name = document.name();
            JsonToken token = document.next();
            if (name.equals("id") && token == JsonToken.VALUE_STRING) {
                resource.id(document.utf8());
            } else if (name.equals("attributes") && token == JsonToken.START_OBJECT) {
                attributes(resource, document);
            } else if (name.equals("relationships") && token == JsonToken.START_OBJECT && !includes.isEmpty()) {
                relationships(resource, document);
            } else {
                document.skip();
            }
        }
        if (idSlot >= 0) {
            resource.values()[idSlot] = shown(resource.id());
        }
        return resource;
    }

    private void attributes(Resource resource, Document document) throws IOException {
        if (holder == null) {
            attributes.readInto(resource.values(), document);
            return;
        }
        while (document.next() == JsonToken.FIELD_NAME) {
            boolean isHolder = document.name().equals(holder);
            if (document.next() == JsonToken.START_OBJECT && isHolder) {
                attributes.readInto(resource.values(), document);
            } else {
                document.skip();
            }
        }
    }

    private UTF8String shown(UTF8String id) {
        return id != null && idPrefix.numBytes() > 0 && id.startsWith(idPrefix)
                ? UTF8String.fromBytes(id.getBytes(), idPrefix.numBytes(), id.numBytes() - idPrefix.numBytes())
                : id;
    }

    private void relationships(Resource resource, Document document) throws IOException {
        while (document.next() == JsonToken.FIELD_NAME) {
            String name = document.name();
            Include include = includes.stream()
                    .filter(one -> one.isCalled(name))
                    .findFirst()
                    .orElse(null);
            if (document.next() != JsonToken.START_OBJECT || include == null) {
                document.skip();
                continue;
            }

            while (document.next() == JsonToken.FIELD_NAME) {
                boolean isData = document.name().equals("data");
                JsonToken token = document.next();
                if (isData && token == JsonToken.START_ARRAY) {
                    resource.related(include.type(), ids(document));
                } else if (isData && token == JsonToken.START_OBJECT) {
                    resource.related(include.type(), List.of(id(document)));
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
}
