package io.github.klaviyospark.core.target;

import java.util.regex.Pattern;

/**
 * Ids of a catalog. Klaviyo's own have three parts, of which rows need only say the last: there is one integration and
 * one catalog.
 */
final class CatalogId {

    static final String PREFIX = "$custom:::$default:::";

    private static final Pattern WHOLE = Pattern.compile("\\$\\w+:::\\$\\w+:::.+", Pattern.DOTALL);

    private CatalogId() {}

    /** Klaviyo's id of what has an id in the user's own system; its own id as it is. */
    static String whole(String id) {
        return isWhole(id) ? id : PREFIX + id;
    }

    static boolean isWhole(String id) {
        return WHOLE.matcher(id).matches();
    }

    /** The id in the user's own system; that of another integration or catalog as it is. */
    static String external(String id) {
        return id.startsWith(PREFIX) && id.length() > PREFIX.length() ? id.substring(PREFIX.length()) : id;
    }
}
