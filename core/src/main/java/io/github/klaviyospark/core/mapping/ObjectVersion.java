package io.github.klaviyospark.core.mapping;

import java.util.Collections;
import java.util.List;

/**
 * What a record makes of one object. The texts of these classes repeat no value, so that they are fit for logs; the ids,
 * values and identifiers themselves may be a person's.
 */
public sealed interface ObjectVersion {

    /** The id of the object; null when it could not be read. */
    String id();

    /** An object, or a part of one. */
    final class Valid implements ObjectVersion {

        private final String id;
        private final List<Object> values;
        private final boolean[] isSet;
        private final boolean isSuperseded;
        private final List<Links> links;
        private final List<Problem> warnings;

        Valid(
                String id,
                List<Object> values,
                boolean[] isSet,
                boolean isSuperseded,
                List<Links> links,
                List<Problem> warnings) {
            this.id = id;
            this.values = Collections.unmodifiableList(values);
            this.isSet = isSet;
            this.isSuperseded = isSuperseded;
            this.links = links;
            this.warnings = List.copyOf(warnings);
        }

        @Override
        public String id() {
            return id;
        }

        /**
         * The values of the properties, in the order of {@link ObjectMapping#properties()}: String, BigInteger,
         * BigDecimal, Boolean, Instant with microseconds, or null.
         */
        public List<Object> values() {
            return values;
        }

        /**
         * Whether a property is set, if only to null. Properties with another id path are not: there the object keeps
         * what it has.
         *
         * @param property its place in the order of {@link ObjectMapping#properties()}
         */
        public boolean isSet(int property) {
            return isSet[property];
        }

        /** Whether the same id comes again later in the record with a value for each of these properties. */
        public boolean isSupersededInRecord() {
            return isSuperseded;
        }

        /**
         * What the whole record says of the object's relationships. One that is not there keeps its links. Each id has
         * them once: on its first version that is not superseded.
         */
        public List<Links> links() {
            return links;
        }

        /** Identifiers that cannot be used. */
        public List<Problem> warnings() {
            return warnings;
        }

        @Override
        public String toString() {
            return "Valid[" + values.size() + " properties, " + links.size() + " relationships, " + warnings + "]";
        }
    }

    /**
     * An object that is not made or changed.
     *
     * @param problems why; all that was found, in the order of the properties
     */
    record Skipped(String id, List<Problem> problems) implements ObjectVersion {

        /** Takes a copy. */
        public Skipped {
            problems = List.copyOf(problems);
        }

        @Override
        public String toString() {
            return "Skipped" + problems;
        }
    }

    /**
     * Links of an object that the record says nothing else of. They count once the object exists.
     *
     * @param warnings identifiers that cannot be used
     */
    record LinksOnly(String id, List<Links> links, List<Problem> warnings) implements ObjectVersion {

        /** Takes copies. */
        public LinksOnly {
            links = List.copyOf(links);
            warnings = List.copyOf(warnings);
        }

        @Override
        public String toString() {
            return "LinksOnly[" + links.size() + " relationships, " + warnings + "]";
        }
    }
}
