package io.github.klaviyospark.core.target;

/** What a column of a target holds. */
public enum ColumnKind {
    /** A text; numbers are written as their digits. */
    TEXT("text"),
    /** A number, or a text that is one. */
    NUMBER("number"),
    /** A whole number, or a text that is one. */
    INTEGER("whole number"),
    /** True or false, or one of the texts {@code true} and {@code false}. */
    BOOLEAN("boolean"),
    /** A time, or a text in ISO 8601. */
    TIME("timestamp"),
    /** Texts: an array, or one text with commas between them. */
    TEXTS("array of texts"),
    /** An object: a struct, a map, or its JSON as a text. */
    OBJECT("struct, map, or JSON as a text"),
    /** Objects: an array of structs or maps, or its JSON as a text. */
    OBJECTS("array of structs or maps, or JSON as a text");

    private final String words;

    ColumnKind(String words) {
        this.words = words;
    }

    /** In words, as documentation shows it. */
    public String words() {
        return words;
    }
}
