package io.github.klaviyospark.core.objects;

import java.util.regex.Pattern;

/** The form of the ids that Klaviyo gives to data sources, object types and the like. */
public final class Ulid {

    private static final Pattern FORM = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");

    private Ulid() {}

    /** Whether a text has that form. A title may have it, too. */
    public static boolean matches(String text) {
        return FORM.matcher(text).matches();
    }
}
