package io.github.klaviyospark.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the language of the parameter {@code filter}: comparisons joined by commas or inside {@code and(...)}, without
 * blanks outside strings. Which fields and operators mean something is for others to say.
 */
final class FilterParser {
    private static final Set<String> OPERATORS = Set.of(
            "equals",
            "less-than",
            "less-or-equal",
            "greater-than",
            "greater-or-equal",
            "contains",
            "contains-any",
            "contains-all",
            "starts-with",
            "ends-with",
            "any",
            "has");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9:.+_-]+");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
    /** As deep as nobody writes, so that brackets cannot exhaust the stack. */
    private static final int DEPTH = 20;

    private final String text;
    private final List<Term> terms = new ArrayList<>();
    private int at;

    private FilterParser(String text) {
        this.text = text;
    }

    /** The comparisons of a filter, all of which must hold. */
    static List<Term> parse(String text) throws Refusal {
        FilterParser parser = new FilterParser(text);
        parser.expressions(0);
        if (parser.at < text.length()) {
            throw malformed();
        }
        return parser.terms;
    }

    private int expressions(int depth) throws Refusal {
        if (depth > DEPTH) {
            throw malformed();
        }
        int count = 0;
        do {
            expression(depth);
            count++;
        } while (taken(','));
        return count;
    }

    private void expression(int depth) throws Refusal {
        String operator = match(WORD);
        take('(');
        if (operator.equals("and")) {
            if (expressions(depth + 1) < 2) {
                throw malformed();
            }
        } else if (operator.equals("has")) {
            terms.add(new Term(operator, match(WORD), List.of(), false));
        } else if (OPERATORS.contains(operator)) {
            String field = match(WORD);
            take(',');
            value(operator, field);
        } else {
            throw malformed();
        }
        take(')');
    }

    private void value(String operator, String field) throws Refusal {
        boolean list = taken('[');
        List<Literal> values = new ArrayList<>();
        if (!list || !taken(']')) {
            do {
                values.add(literal());
            } while (list && taken(','));
            if (list) {
                take(']');
            }
        }
        terms.add(new Term(operator, field, values, list));
    }

    private Literal literal() throws Refusal {
        if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
            return new Literal(Kind.STRING, string());
        }
        String bare = match(BARE);
        if (bare.equals("true") || bare.equals("false")) {
            return new Literal(Kind.BOOLEAN, bare);
        }
        if (bare.equals("null")) {
            return new Literal(Kind.NULL, bare);
        }
        if (Micros.looksLikeTime(bare)) {
            return new Literal(Kind.TIME, bare);
        }
        if (NUMBER.matcher(bare).matches()) {
            return new Literal(Kind.NUMBER, bare);
        }
        throw malformed();
    }

    private String string() throws Refusal {
        char quote = text.charAt(at++);
        StringBuilder string = new StringBuilder();
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next == quote) {
                return string.toString();
            }
            if (Character.isISOControl(next)) {
                throw malformed();
            }
            if (next == '\\') {
                if (at == text.length() || (text.charAt(at) != quote && text.charAt(at) != '\\')) {
                    throw malformed();
                }
                next = text.charAt(at++);
            }
            string.append(next);
        }
        throw malformed();
    }

    private String match(Pattern pattern) throws Refusal {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw malformed();
        }
        at = matcher.end();
        return matcher.group();
    }

    private boolean taken(char expected) {
        boolean there = at < text.length() && text.charAt(at) == expected;
        at += there ? 1 : 0;
        return there;
    }

    private void take(char expected) throws Refusal {
        if (!taken(expected)) {
            throw malformed();
        }
    }

    private static Refusal malformed() {
        return Refusal.invalidParameter("Invalid filter provided", "filter");
    }

    /** Kinds of values, told apart by their spelling. */
    enum Kind {
        STRING,
        NUMBER,
        TIME,
        BOOLEAN,
        NULL
    }

    /** A value; strings without quotes and escapes, all else as written. */
    record Literal(Kind kind, String text) {}

    /** One comparison; {@code list} tells one value from a list of one. */
    record Term(String operator, String field, List<Literal> values, boolean list) {}
}
