package io.github.klaviyospark.emulator.collections;

import java.util.List;

/**
 * One resource as it is held. Values are those of JSON, strings, numbers, booleans, nulls, lists and maps, but for
 * times, which are microseconds since 1970.
 */
public interface Resource {
    String id();

    /** An attribute by its name; null as well when there is no such attribute. */
    Object value(String attribute);

    /** The ids in a relationship; at most one where it leads to one, and none where it is not held. */
    List<String> related(String relationship);
}
