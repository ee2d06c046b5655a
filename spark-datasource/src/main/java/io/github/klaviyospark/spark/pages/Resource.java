package io.github.klaviyospark.spark.pages;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;

/** A resource while its page is read. What it is related to is looked up when all of the page is known. */
final class Resource {

    private final Object[] values;
    private final Map<String, List<UTF8String>> related = new HashMap<>(0);
    private UTF8String id;

    Resource(Object[] values) {
        this.values = values;
    }

    void id(UTF8String value) {
        id = value;
    }

    void related(String relationship, List<UTF8String> ids) {
        related.put(relationship, ids);
    }

    /** The columns, in order. */
    Object[] values() {
        return values;
    }

    /** Null when the document gives none. */
    UTF8String id() {
        return id;
    }

    /** The ids of related resources, or null when the document says nothing of them. */
    List<UTF8String> related(String relationship) {
        return related.get(relationship);
    }
}
