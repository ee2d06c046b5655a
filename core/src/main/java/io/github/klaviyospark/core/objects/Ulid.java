package io.github.klaviyospark.core.objects;

import java.util.regex.Pattern;

/** The form of the ids of definitions. */
final class Ulid {

    private static final Pattern FORM = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");

    private Ulid() {}

    static boolean matches(String text) {
        return FORM.matcher(text).matches();
    }
}
