package io.github.klaviyospark.emulator.collections;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All there is to say about one collection.
 *
 * @param path such as {@code flows} or {@code flows/{id}/flow-actions}
 * @param type of its resources
 * @param linked whether its resources have links
 * @param limits of its operation, burst and steady; null when its resources are only included by others
 * @param size of a page when none is asked for; 0 when there is one page
 * @param mostPerPage 0 when no size can be asked for
 * @param order the key by which it is listed when nothing is said
 * @param fields the names that {@code fields[type]} knows
 * @param sorts by name what is compared
 */
public record Table(
        String path,
        String type,
        boolean linked,
        String limits,
        int size,
        int mostPerPage,
        String order,
        Map<String, Attribute> attributes,
        Set<String> fields,
        Map<String, Relationship> relationships,
        Map<String, Filter> filters,
        Map<String, String> sorts) {
    /** Stands in a path for the id of a resource. */
    public static final String ID = "{id}";

    private static final String BELOW = "/" + ID + "/";

    /** The path of the collection whose resources this one is divided among; empty for most. */
    public Optional<String> parent() {
        int at = path.indexOf(BELOW);
        return at < 0 ? Optional.empty() : Optional.of(path.substring(0, at));
    }

    /** Its path below one resource of its {@link #parent}. */
    public String below(String id) {
        return path.replace(ID, id);
    }

    private static final Set<Kind> TIMES = EnumSet.of(Kind.SECONDS, Kind.MILLIS, Kind.MICROS, Kind.EPOCH);

    /** What values an attribute has. */
    public enum Kind {
        TEXT,
        INTEGER,
        NUMBER,
        BOOLEAN,
        OBJECT,
        LIST,
        /** A time that is shown in whole seconds. */
        SECONDS,
        /** A time that is shown in milliseconds, with three zeros more. */
        MILLIS,
        MICROS,
        /** A time that is shown as the number of whole seconds since 1970, and held with another attribute. */
        EPOCH;

        public boolean isTime() {
            return TIMES.contains(this);
        }
    }

    /**
     * An attribute.
     *
     * @param hidden whether it is held and not shown
     * @param of for {@link Kind#EPOCH} the attribute that holds it
     */
    public record Attribute(String name, Kind kind, boolean nullable, boolean hidden, String of) {}

    /** When the identifiers in a relationship are shown. */
    public enum Shown {
        ALWAYS,
        /** When the relationship is included. */
        INCLUDE,
        NEVER,
        /** The relationship itself is not shown either. */
        HIDDEN
    }

    /**
     * A relationship.
     *
     * @param many whether it leads to any number of resources rather than to one at most
     * @param type of the resources it leads to
     * @param target the collection they are in
     * @param back their relationship that leads here; empty when this collection itself holds it
     * @param includable whether {@code include} may name it
     * @param linked whether it links to its identifiers
     * @param resolved whether ids that lead nowhere are passed over
     */
    public record Relationship(
            String name,
            boolean many,
            String type,
            Shown shown,
            String target,
            Optional<String> back,
            boolean includable,
            boolean linked,
            boolean resolved) {}

    /** What a filter compares with. */
    public enum Operand {
        TEXT,
        /** A text without regard to case. */
        EMAIL,
        BOOLEAN,
        TIME,
        /** Whole seconds since 1970, as a number. */
        EPOCH,
        /** Nothing: the field is there or it is not. */
        NONE
    }

    /**
     * What a field may be filtered by.
     *
     * @param single operators that take one value, or none
     * @param list operators that take a list of values
     * @param values the only ones there are; empty for any
     * @param path what is compared
     */
    public record Filter(
            String field,
            Operand operand,
            Set<String> single,
            Set<String> list,
            boolean required,
            List<String> values,
            String path) {}
}
