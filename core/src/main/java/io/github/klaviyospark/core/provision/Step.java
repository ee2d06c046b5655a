package io.github.klaviyospark.core.provision;

import java.util.List;

/**
 * One change to the account, or one wait for it.
 *
 * @param kind what is done
 * @param subject title of the data source or object type that it is done to
 * @param details what exactly, a line each, for people
 * @param drops what is taken away from an object type by it; empty for most steps
 */
public record Step(Kind kind, String subject, List<String> details, List<String> drops) {

    /** Copies the lists. */
    public Step {
        details = List.copyOf(details);
        drops = List.copyOf(drops);
    }

    static Step of(Kind kind, String subject, String... details) {
        return new Step(kind, subject, List.of(details), List.of());
    }

    /** What can be done, in the order in which it is done. */
    public enum Kind {
        /** A data source is created. */
        CREATE_SOURCE("create data source"),
        /** An object type is created, with a draft of its schema. */
        CREATE_TYPE("create object type"),
        /** A new version of an active schema is made; the active one cannot be edited. */
        CREATE_DRAFT("create new schema version of"),
        /** Properties of a draft are changed. */
        CHANGE_DRAFT("change draft of"),
        /** A relationship is taken from a draft. */
        DROP_RELATIONSHIP("drop relationship of"),
        /** A draft is given a relationship. */
        ADD_RELATIONSHIP("add relationship to"),
        /** The source mapping of a draft is replaced. */
        CHANGE_MAPPING("map"),
        /** A draft becomes the schema by which objects are made. */
        ACTIVATE("activate"),
        /** Klaviyo processes stored records by a schema that was activated. */
        AWAIT_ACTIVE("wait until active:");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** What is done, in words that a subject follows. */
        public String words() {
            return words;
        }
    }

    @Override
    public String toString() {
        return kind.words() + " " + subject + (details.isEmpty() ? "" : ": " + String.join(", ", details));
    }
}
