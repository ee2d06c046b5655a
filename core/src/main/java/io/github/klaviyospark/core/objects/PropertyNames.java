package io.github.klaviyospark.core.objects;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What names properties may have.
 *
 * @see <a href="https://developers.klaviyo.com/en/reference/custom_objects_api_overview">Custom Objects API overview</a>
 */
public final class PropertyNames {

    /** How many properties a type may have on most plans, besides its id. */
    public static final int MAX_PROPERTIES = 15;

    /** How many it may have with the advanced data platform. */
    public static final int MAX_PROPERTIES_LARGER_PLAN = 30;

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_]+");

    private static final Set<String> PYTHON_KEYWORDS = Set.of(
            "False",
            "None",
            "True",
            "and",
            "as",
            "assert",
            "async",
            "await",
            "break",
            "class",
            "continue",
            "def",
            "del",
            "elif",
            "else",
            "except",
            "finally",
            "for",
            "from",
            "global",
            "if",
            "import",
            "in",
            "is",
            "lambda",
            "nonlocal",
            "not",
            "or",
            "pass",
            "raise",
            "return",
            "try",
            "while",
            "with",
            "yield");

    private PropertyNames() {}

    /**
     * What is wrong with a name, as the end of a sentence that begins with it.
     *
     * @return empty when nothing is
     */
    public static Optional<String> problem(String name) {
        if (!FORM.matcher(name).matches()) {
            return Optional.of("may have letters, digits and underscores only, and at least one");
        }
        if (name.startsWith("_") || Character.isDigit(name.charAt(0))) {
            return Optional.of("must begin with a letter");
        }
        if (PYTHON_KEYWORDS.contains(name)) {
            return Optional.of("is reserved: it is a keyword of Python");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("kl_")) {
            return Optional.of("is reserved: names that begin with kl_ are Klaviyo's own");
        }
        if (lower.equals("id")) {
            return Optional.of("is reserved: every object has the built-in id, which needs no property");
        }
        return Optional.empty();
    }
}
