package io.github.klaviyospark.core.filter;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the filter grammar. Messages say where, and repeat no value. */
final class FilterParser {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z-]*");
    private static final Pattern FIELD = Pattern.compile("[\\w.$-]+");
    private static final Pattern BARE = Pattern.compile("[^,()\\[\\]\"'\\s]+");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

    private final String text;
    private int position;

    private FilterParser(String text) {
        this.text = text;
    }

    static List<Condition> parse(String text) {
        FilterParser parser = new FilterParser(text);
        List<Condition> conditions = new ArrayList<>();
        parser.conditions(conditions);
        if (parser.position < text.length()) {
            throw parser.malformed("a comma or the end");
        }
        return conditions;
    }

    private void conditions(List<Condition> into) {
        do {
            blanks();
            condition(into);
            blanks();
        } while (take(','));
    }

    private void condition(List<Condition> into) {
        String name = take(NAME, "an operator such as equals");
        expect('(');
        if (name.equals("and")) {
            conditions(into);
        } else {
            into.add(condition(name));
        }
        blanks();
        expect(')');
    }

    private Condition condition(String name) {
        Operator operator = Operator.of(name)
                .orElseThrow(() -> new IllegalArgumentException("The filter names '" + name
                        + "', which is no operator. There are and, any, contains, contains-all, contains-any,"
                        + " ends-with, equals, greater-or-equal, greater-than, has, less-or-equal, less-than and"
                        + " starts-with; there is no or and no not."));
        blanks();
        String field = take(FIELD, "a field");
        blanks();
        if (operator == Operator.HAS) {
            return new Condition(field, operator, List.of(), false);
        }

        expect(',');
        blanks();
        List<Literal> values = new ArrayList<>();
        boolean isList = take('[');
        do {
            blanks();
            values.add(value());
            blanks();
        } while (isList && take(','));
        if (isList) {
            expect(']');
        }
        return new Condition(field, operator, values, isList);
    }

    private Literal value() {
        if (position < text.length() && (text.charAt(position) == '"' || text.charAt(position) == '\'')) {
            return Literal.of(string());
        }

        int start = position;
        String bare = take(BARE, "a value");
        if (NUMBER.matcher(bare).matches() || bare.equals("true") || bare.equals("false") || bare.equals("null")) {
            return new Literal(Literal.Kind.WORD, bare);
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(bare);
            if (time.getNano() != 0) {
                throw new IllegalArgumentException("The filter compares with a time that has fractions of a second,"
                        + " which Klaviyo refuses. Give whole seconds and filter the rest in Spark.");
            }
            return Literal.of(time.toInstant());
        } catch (DateTimeException e) {
            position = start;
            throw malformed("a quoted text, a number, true, false, or a time such as 2026-07-01T00:00:00Z");
        }
    }

    private String string() {
        char quote = text.charAt(position++);
        StringBuilder string = new StringBuilder();
        while (position < text.length() && text.charAt(position) != quote) {
            if (text.charAt(position) == '\\' && position + 1 < text.length()) {
                position++;
            }
            string.append(text.charAt(position++));
        }
        expect(quote);
        return string.toString();
    }

    private void blanks() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private boolean take(char wanted) {
        if (position < text.length() && text.charAt(position) == wanted) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        if (!take(wanted)) {
            throw malformed("'" + wanted + "'");
        }
    }

    private String take(Pattern pattern, String what) {
        Matcher matcher = pattern.matcher(text).region(position, text.length());
        if (!matcher.lookingAt()) {
            throw malformed(what);
        }
        position = matcher.end();
        return matcher.group();
    }

    private IllegalArgumentException malformed(String expected) {
        String where = position < text.length() ? "at position " + (position + 1) : "at the end";
        return new IllegalArgumentException("The filter cannot be read: " + expected + " is expected " + where
                + ". Write it as Klaviyo does, for example equals(external_id,\"c-1\"),greater-than(created,"
                + "2026-07-01T00:00:00Z).");
    }
}
