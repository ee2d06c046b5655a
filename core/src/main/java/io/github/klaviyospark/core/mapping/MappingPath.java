package io.github.klaviyospark.core.mapping;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A path to a value of a record, in the part of JSONPath that mappings of Klaviyo may use: keys and the elements of
 * arrays.
 *
 * <pre>{@code
 * MappingPath.parse("$['lines'][*]['sku']")
 * MappingPath.ofText("lines[*].sku")
 * }</pre>
 *
 * @see <a href="https://developers.klaviyo.com/en/docs/custom_objects_api_overview">Custom Objects API overview</a>
 */
public final class MappingPath implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final Pattern SHORTHAND =
            Pattern.compile("[\\p{L}\\p{Nd}_$-]+(\\[\\*])?(\\.[\\p{L}\\p{Nd}_$-]+(\\[\\*])?)*");

    /** A list that can be serialised. */
    private final ArrayList<Step> steps;

    private final String text;

    private MappingPath(List<Step> steps) {
        this.steps = new ArrayList<>(steps);
        this.text = "$" + text(steps);
    }

    static String text(List<Step> steps) {
        StringBuilder text = new StringBuilder();
        steps.forEach(step -> text.append(step.text()));
        return text.toString();
    }

    /**
     * Reads a path such as {@code $['lines'][*]['sku']}. A positional index is refused, since Klaviyo's documents
     * disagree about it.
     *
     * @throws IllegalArgumentException when it is something else, with what is wrong and what is allowed
     */
    public static MappingPath parse(String path) {
        return new MappingPath(PathParser.parse(path, false));
    }

    /**
     * Reads a path of a mapping that exists in an account. Mappings made in the web interface may have positional
     * indexes, {@code $['lines'][0]['sku']}; the first element is 0.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static MappingPath ofAccount(String path) {
        return new MappingPath(PathParser.parse(path, true));
    }

    /**
     * Reads a path as people write it: in full, or as names with dots between them, each with {@code [*]} after it when
     * its elements are meant, as in {@code lines[*].sku}. Such a name has letters, digits, {@code _}, {@code -} and
     * {@code $}; keys with anything else in them need the full form.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static MappingPath ofText(String text) {
        if (text.startsWith("$[")) {
            return parse(text);
        }
        if (text.equals("$")
                || text.startsWith("$.")
                || !SHORTHAND.matcher(text).matches()) {
            throw new IllegalArgumentException("The path '" + text + "' cannot be read. Write names with dots between"
                    + " them, as in customer.email or lines[*].sku, where a name has letters, digits, _, - and $;"
                    + " or write it in full, as in $['lines'][*]['unit price'].");
        }

        List<Step> steps = new ArrayList<>();
        for (String name : text.split("\\.", -1)) {
            boolean hasElements = name.endsWith("[*]");
            steps.add(Step.key(hasElements ? name.substring(0, name.length() - 3) : name));
            if (hasElements) {
                steps.add(Step.ELEMENTS);
            }
        }
        return new MappingPath(steps);
    }

    /** The path to a member of the record itself, whatever its key is made of. */
    public static MappingPath ofKey(String key) {
        return new MappingPath(List.of(Step.key(key)));
    }

    /** The path to a value that lies beside the one that this path leads to, under another key. */
    public MappingPath beside(String key) {
        List<Step> beside = new ArrayList<>(steps.subList(0, steps.size() - 1));
        beside.add(Step.key(key));
        return new MappingPath(beside);
    }

    /** The key that it ends with; empty when it ends with the elements of an array. */
    public Optional<String> lastKey() {
        Step last = steps.get(steps.size() - 1);
        return last.kind() == Step.Kind.KEY ? Optional.of(last.key()) : Optional.empty();
    }

    /**
     * The steps from the record to the value: a key, or nothing for the elements of an array.
     *
     * @throws IllegalStateException when it has a positional index
     */
    public List<Optional<String>> steps() {
        if (hasIndex()) {
            throw new IllegalStateException("The path " + text + " has a positional index.");
        }
        return steps.stream()
                .map(step -> step.kind() == Step.Kind.KEY ? Optional.of(step.key()) : Optional.<String>empty())
                .toList();
    }

    /** Whether it goes to one element of an array, which only a mapping made in the web interface may do. */
    public boolean hasIndex() {
        return steps.stream().anyMatch(step -> step.kind() == Step.Kind.INDEX);
    }

    /** The arrays whose elements it goes through, outermost first, each as the path to its elements. */
    public List<String> arrays() {
        List<String> arrays = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).kind() == Step.Kind.ELEMENTS) {
                arrays.add("$" + text(steps.subList(0, i + 1)));
            }
        }
        return arrays;
    }

    /**
     * Whether it gives one value for each id: the arrays that it goes through are the first ones, or all, that the path
     * of the id goes through. With fewer arrays one value serves many ids.
     */
    public boolean isUnder(MappingPath id) {
        List<String> own = arrays();
        List<String> others = id.arrays();
        return own.size() <= others.size() && others.subList(0, own.size()).equals(own);
    }

    /** The steps between one {@code [*]} and the next: one list more than there are arrays. */
    List<List<Step>> segments() {
        List<List<Step>> segments = new ArrayList<>();
        List<Step> segment = new ArrayList<>();
        for (Step step : steps) {
            if (step.kind() == Step.Kind.ELEMENTS) {
                segments.add(List.copyOf(segment));
                segment.clear();
            } else {
                segment.add(step);
            }
        }
        segments.add(List.copyOf(segment));
        return segments;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MappingPath that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The path in full, with single quotes. */
    @Override
    public String toString() {
        return text;
    }
}
