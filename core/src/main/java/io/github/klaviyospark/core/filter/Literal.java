package io.github.klaviyospark.core.filter;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A value in a filter.
 *
 * @param kind how it is written
 * @param text a string without its quotes; anything else as written
 */
record Literal(Kind kind, String text) {

    enum Kind {
        /** Quoted. */
        STRING,
        /** RFC 3339, not quoted. */
        TIME,
        /** A number, true, false or null. */
        WORD
    }

    static Literal of(String string) {
        return new Literal(Kind.STRING, string);
    }

    /** Written in UTC and whole seconds: an offset would need a plus sign, and fractions are refused. */
    static Literal of(Instant time) {
        return new Literal(Kind.TIME, time.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    boolean isBoolean() {
        return kind == Kind.WORD && (text.equals("true") || text.equals("false"));
    }

    boolean isNumber() {
        return kind == Kind.WORD && !isBoolean() && !text.equals("null");
    }

    /** As the grammar has it: in double quotes, with a backslash before a quote and before a backslash. */
    String written() {
        return kind == Kind.STRING ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : text;
    }
}
