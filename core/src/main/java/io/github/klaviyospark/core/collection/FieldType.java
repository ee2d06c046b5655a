package io.github.klaviyospark.core.collection;

/** What a field holds. */
public enum FieldType {
    /** Text. */
    STRING,
    /** A number, which some answers write as text. */
    NUMBER,
    /** A whole number. */
    INTEGER,
    /** True or false. */
    BOOLEAN,
    /** An instant, read in several precisions. */
    TIMESTAMP,
    /** An object whose members are the customer's own. */
    JSON,
    /** An object of known fields. */
    OBJECT,
    /** A list of one kind of element. */
    LIST
}
