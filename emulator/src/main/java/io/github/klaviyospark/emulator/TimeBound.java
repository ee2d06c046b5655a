package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.FilterParser.Kind;
import io.github.klaviyospark.emulator.FilterParser.Term;
import java.time.DateTimeException;

/**
 * What a filter says about a time.
 *
 * @param micros what is compared with, in whole seconds and not in the future
 */
record TimeBound(String operator, long micros) {
    /** Reads a datetime; {@code now} in microseconds since 1970. */
    static TimeBound datetime(Term term, long now) throws Refusal {
        if (term.list() || term.values().get(0).kind() != Kind.TIME) {
            throw Refusal.invalidParameter(
                    "The field '" + term.field()
                            + "' is compared with one datetime, unquoted, such as 2026-07-01T00:00:00Z.",
                    "filter");
        }
        String text = term.values().get(0).text();
        if (text.indexOf('.') >= 0) {
            throw Refusal.invalidParameter("The datetime " + text + " must be in whole seconds.", "filter");
        }
        try {
            return of(term, text, Micros.parse(text), now);
        } catch (DateTimeException e) {
            throw Refusal.invalidParameter("The datetime " + text + " does not exist.", "filter");
        }
    }

    /** Reads a number of seconds since 1970. */
    static TimeBound epoch(Term term, long now) throws Refusal {
        String text = term.values().get(0).text();
        if (term.list() || term.values().get(0).kind() != Kind.NUMBER || !text.matches("-?\\d{1,11}")) {
            throw Refusal.invalidParameter(
                    "The field '" + term.field() + "' is compared with one whole number of seconds since 1970.",
                    "filter");
        }
        return of(term, text, Long.parseLong(text) * Micros.SECOND, now);
    }

    private static TimeBound of(Term term, String text, long micros, long now) throws Refusal {
        if (micros > now) {
            throw Refusal.invalidParameter("The datetime " + text + " may not be in the future.", "filter");
        }
        return new TimeBound(term.operator(), micros);
    }

    boolean test(long time) {
        return switch (operator) {
            case "greater-than" -> time > micros;
            case "greater-or-equal" -> time >= micros;
            case "less-than" -> time < micros;
            case "less-or-equal" -> time <= micros;
            default -> time == micros;
        };
    }

    /** Nothing that passes comes before; null when anything may. */
    Long lowest() {
        return operator.startsWith("less") ? null : (Long) micros;
    }

    /** Nothing that passes comes after; null when anything may. */
    Long highest() {
        return operator.startsWith("greater") ? null : (Long) micros;
    }
}
