package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.objects.PlainNumber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** One object of a request body with its place in it, and the questions an endpoint asks about it. */
final class Shape {
    private final Map<?, ?> members;
    private final String resource;
    private final String pointer;

    private Shape(Map<?, ?> members, String resource, String pointer) {
        this.members = members;
        this.resource = resource;
        this.pointer = pointer;
    }

    /** The member {@code data} of a document, which must be a resource of the given type. */
    static Shape document(Object root, String type) throws Refusal {
        if (!(root instanceof Map<?, ?> members) || !(members.get("data") instanceof Map<?, ?>)) {
            throw Refusal.invalid("An object with data is required", "/data");
        }
        return new Shape(members, type, "").only("data").object("data").type(type);
    }

    /** A document whose {@code data} is a list of resources, as relationships are. */
    static List<Shape> documents(Object root, String type) throws Refusal {
        if (!(root instanceof Map<?, ?> members)
                || !(members.get("data") instanceof List<?> items)
                || items.isEmpty()) {
            throw Refusal.invalid("An array with data is required", "/data");
        }
        List<Shape> shapes = new ArrayList<>(items.size());
        for (Shape item : new Shape(members, type, "").only("data").objects("data")) {
            shapes.add(item.type(type));
        }
        return shapes;
    }

    /** Whether there is such a member that is not null. */
    boolean has(String name) {
        return members.get(name) != null;
    }

    /** Refuses every member that is not named. */
    Shape only(String... names) throws Refusal {
        for (Object name : members.keySet()) {
            if (!Arrays.asList(names).contains(name)) {
                throw Refusal.invalid(
                        "'" + name + "' is not a valid field for the resource '" + resource + "'.",
                        pointer + "/" + escape((String) name));
            }
        }
        return this;
    }

    /** Requires the member {@code type} to have this value; messages then speak of this resource. */
    Shape type(String expected) throws Refusal {
        String found = text("type");
        if (!found.equals(expected)) {
            throw Refusal.invalid("'" + found + "' is not the resource type '" + expected + "'.", pointer + "/type");
        }
        return new Shape(members, expected, pointer);
    }

    Shape object(String name) throws Refusal {
        if (require(name) instanceof Map<?, ?> object) {
            return new Shape(object, resource, pointer + "/" + name);
        }
        throw wrong(name, "an object");
    }

    List<Shape> objects(String name) throws Refusal {
        if (!(require(name) instanceof List<?> items)) {
            throw wrong(name, "an array");
        }
        List<Shape> shapes = new ArrayList<>(items.size());
        for (Object item : items) {
            String at = pointer + "/" + name + "/" + shapes.size();
            if (!(item instanceof Map<?, ?> object)) {
                throw Refusal.invalid("An object with data is required", at);
            }
            shapes.add(new Shape(object, resource, at));
        }
        return shapes;
    }

    String text(String name) throws Refusal {
        if (require(name) instanceof String text) {
            return text;
        }
        throw wrong(name, "a string");
    }

    /** As {@link #text}, with a value that stands for a missing member and for {@code null}. */
    String text(String name, String absent) throws Refusal {
        return members.get(name) == null ? absent : text(name);
    }

    /** A string, a number or a boolean. */
    Object scalar(String name) throws Refusal {
        Object value = require(name);
        if (value instanceof String || value instanceof PlainNumber || value instanceof Boolean) {
            return value;
        }
        throw wrong(name, "a string, a number or a boolean");
    }

    /** One of some words; a mapping from each as it may be written to what it means. */
    <T> T word(String name, Map<String, T> words) throws Refusal {
        T meant = words.get(text(name));
        if (meant == null) {
            throw wrong(name, "one of: " + String.join(", ", new TreeSet<>(words.keySet())));
        }
        return meant;
    }

    List<String> texts(String name) throws Refusal {
        if (!(require(name) instanceof List<?> items) || !items.stream().allMatch(item -> item instanceof String)) {
            throw wrong(name, "an array of strings");
        }
        return items.stream().map(item -> (String) item).toList();
    }

    RawJson raw(String name) throws Refusal {
        if (require(name) instanceof RawJson raw) {
            return raw;
        }
        throw wrong(name, "an object");
    }

    /** As it was parsed; null when it is missing or {@code null}. */
    Object value(String name) {
        return members.get(name);
    }

    /** All members, as they were parsed. */
    Map<?, ?> members() {
        return members;
    }

    boolean truth(String name, boolean absent) throws Refusal {
        Object value = members.get(name);
        if (value == null) {
            return absent;
        }
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw wrong(name, "true or false");
    }

    String pointer(String name) {
        return pointer + "/" + name;
    }

    private Object require(String name) throws Refusal {
        Object value = members.get(name);
        if (value == null) {
            throw Refusal.invalid(
                    "'" + name + "' is a required field for the resource '" + resource + "'.", pointer(name));
        }
        return value;
    }

    Refusal wrong(String name, String expected) {
        return Refusal.invalid("'" + name + "' must be " + expected + ".", pointer(name));
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
