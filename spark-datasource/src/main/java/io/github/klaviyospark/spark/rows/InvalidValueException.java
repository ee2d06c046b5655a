package io.github.klaviyospark.spark.rows;

import java.io.IOException;

/** A value that JSON or the API cannot carry. Says where and why, never what the value is. */
public final class InvalidValueException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final String reason;

    InvalidValueException(String reason) {
        this("", reason);
    }

    private InvalidValueException(String path, String reason) {
        super("Column " + path + " " + reason + ".");
        this.path = path;
        this.reason = reason;
    }

    /** The same, seen from the struct, array or map that the value is in. */
    InvalidValueException within(String name) {
        String separator = path.isEmpty() || path.startsWith("[") || path.startsWith("{") ? "" : ".";
        return new InvalidValueException(name + separator + path, reason);
    }

    /** Where the value stands, such as {@code lines[].price}. */
    public String path() {
        return path;
    }

    /** Why it cannot be written, as the rest of a sentence that begins with the column. */
    public String reason() {
        return reason;
    }
}
