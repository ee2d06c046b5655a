package io.github.klaviyospark.spark.pages;

import com.fasterxml.jackson.core.JsonToken;
import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Include;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads a resource object: id, the attributes that are wanted, and which other resources it is related to. */
final class ResourceReader {

    private final StructReader attributes;
    private final RelationshipReader relationships;
    private final int width;
    private final int idSlot;
    private final String holder;
    private final UTF8String idPrefix;

    ResourceReader(StructType wanted, CollectionDescriptor collection, List<Include> includes) {
        this.attributes = new StructReader(wanted, collection.fields(), "");
        this.relationships = new RelationshipReader(wanted, collection, includes);
        relationships.addFormerAttributes(attributes);
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
            } else if (name.equals("relationships") && token == JsonToken.START_OBJECT && relationships.isNeeded()) {
                relationships.read(resource, document);
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
}
