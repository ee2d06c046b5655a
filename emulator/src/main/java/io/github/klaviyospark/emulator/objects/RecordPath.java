package io.github.klaviyospark.emulator.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A way into a record, such as {@code $['lines'][*]['sku']}: keys, and {@code [*]} for every element of an array. */
public final class RecordPath {
    private final List<Step> steps;
    /** How many steps there are up to the last {@code [*]}, that one included. */
    private final int chain;

    private RecordPath(List<Step> steps) {
        this.steps = List.copyOf(steps);
        int last = 0;
        for (int i = 0; i < steps.size(); i++) {
            last = steps.get(i).isEach() ? i + 1 : last;
        }
        this.chain = last;
    }

    /** A key, or every element when the key is null. */
    record Step(String key) {
        boolean isEach() {
            return key == null;
        }
    }

    /**
     * Reads a path.
     *
     * @throws IllegalArgumentException when it is none, with the reason
     */
    public static RecordPath parse(String text) {
        if (!text.startsWith("$")) {
            throw new IllegalArgumentException("a path begins with $");
        }
        List<Step> steps = new ArrayList<>();
        int at = 1;
        while (at < text.length()) {
            if (text.startsWith("[*]", at)) {
                steps.add(new Step(null));
                at += 3;
                continue;
            }
            StringBuilder key = new StringBuilder();
            at = key(text, at, key);
            steps.add(new Step(key.toString()));
        }
        if (steps.stream().allMatch(Step::isEach)) {
            throw new IllegalArgumentException("a path has at least one key");
        }
        return new RecordPath(steps);
    }

    /** Reads {@code ['key']} and returns where it ends. */
    private static int key(String text, int from, StringBuilder key) {
        if (text.charAt(from) != '[' || from + 1 == text.length()) {
            throw malformed();
        }
        char quote = text.charAt(from + 1);
        if (quote >= '0' && quote <= '9') {
            throw new IllegalArgumentException("a path has no positions such as [0]");
        }
        if (quote != '\'' && quote != '"') {
            throw malformed();
        }
        for (int at = from + 2; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next == quote) {
                if (!text.startsWith("]", at + 1)) {
                    throw malformed();
                }
                return at + 2;
            }
            if (next == '\\') {
                at++;
                if (at == text.length() || "'\"\\".indexOf(text.charAt(at)) < 0) {
                    throw new IllegalArgumentException("in a path a backslash stands before a quote or a backslash");
                }
                next = text.charAt(at);
            }
            key.append(next);
        }
        throw malformed();
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("a path consists of $ and steps of the form ['key'] or [*]");
    }

    List<Step> steps() {
        return steps;
    }

    /** Whether it leads to one value for each id that the other leads to. */
    public boolean belongsTo(RecordPath idPath) {
        return chain <= idPath.steps.size() && steps.subList(0, chain).equals(idPath.steps.subList(0, chain));
    }

    /** The value for one of the ids, told by the place of each array element on the way to it; null when there is none. */
    Object find(Object root, List<Integer> places) {
        Object value = root;
        int arrays = 0;
        for (Step step : steps) {
            if (step.isEach()) {
                int place = places.get(arrays++);
                value = value instanceof List<?> items && place < items.size() ? items.get(place) : null;
            } else {
                value = value instanceof Map<?, ?> members ? members.get(step.key()) : null;
            }
        }
        return value;
    }

    /** Paths that differ in nothing but the quotes are equal. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RecordPath path && steps.equals(path.steps);
    }

    @Override
    public int hashCode() {
        return steps.hashCode();
    }
}
