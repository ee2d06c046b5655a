package io.github.klaviyospark.core.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a path in brackets. */
final class PathParser {

    private static final Pattern INDEX = Pattern.compile("\\[(0|[1-9][0-9]{0,8})]");
    private static final Pattern ANY_INDEX = Pattern.compile("\\[\\s*[-0-9][-0-9,\\s]*]");
    private static final Pattern SLICE = Pattern.compile("\\[[-0-9\\s]*:[-0-9:\\s]*]");

    private final String path;
    private final boolean takesIndexes;
    private final List<Step> steps = new ArrayList<>();
    private int position;

    private PathParser(String path, boolean takesIndexes) {
        this.path = path;
        this.takesIndexes = takesIndexes;
    }

    static List<Step> parse(String path, boolean takesIndexes) {
        PathParser parser = new PathParser(path, takesIndexes);
        parser.steps();
        return List.copyOf(parser.steps);
    }

    private void steps() {
        if (!path.startsWith("$")) {
            throw refused("it does not begin with $");
        }

        position = 1;
        while (position < path.length()) {
            steps.add(step());
        }
        if (steps.stream().noneMatch(step -> step.kind() == Step.Kind.KEY)) {
            throw refused("it has no key");
        }
    }

    private Step step() {
        if (path.startsWith("[*]", position)) {
            position += 3;
            return Step.ELEMENTS;
        }
        if (path.startsWith("['", position) || path.startsWith("[\"", position)) {
            return Step.key(key());
        }

        Matcher index = INDEX.matcher(path).region(position, path.length());
        if (takesIndexes && index.lookingAt()) {
            position = index.end();
            return Step.index(index.group(1));
        }
        throw refused(unknown() + " stands at position " + (position + 1));
    }

    private String key() {
        int start = position;
        char quote = path.charAt(position + 1);
        StringBuilder key = new StringBuilder();
        position += 2;
        while (position < path.length() && path.charAt(position) != quote) {
            key.append(path.charAt(position) == '\\' ? escaped() : path.charAt(position));
            position++;
        }
        if (position >= path.length()) {
            throw refused("the key that begins at position " + (start + 1) + " has no closing quote");
        }
        if (path.startsWith(",", position + 1)) {
            throw refused("a step with several keys stands at position " + (start + 1));
        }
        if (!path.startsWith("]", position + 1)) {
            throw refused("the key that begins at position " + (start + 1) + " is not followed by ]");
        }
        position += 2;
        return key.toString();
    }

    private char escaped() {
        position++;
        if (position < path.length() && "'\"\\".indexOf(path.charAt(position)) >= 0) {
            return path.charAt(position);
        }
        throw refused("the backslash at position " + position + " stands before neither a quote nor a backslash");
    }

    private String unknown() {
        if (path.startsWith("..", position)) {
            return "a descent (..)";
        }
        if (path.startsWith(".", position)) {
            return path.endsWith(")") ? "a function" : "a dot";
        }
        if (path.startsWith("[?", position)) {
            return "a filter";
        }
        if (ANY_INDEX.matcher(path).region(position, path.length()).lookingAt()) {
            return "a positional index";
        }
        if (SLICE.matcher(path).region(position, path.length()).lookingAt()) {
            return "a slice";
        }
        return "something that is no step";
    }

    private IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("The path " + path + " cannot be used: " + why
                + ". A path is $ followed by steps, each ['key']" + (takesIndexes ? ", [0]" : "")
                + " or [*] and at least one of them a key, as in $['lines'][*]['sku'];"
                + " a quote or a backslash in a key takes a backslash before it.");
    }
}
