package io.github.klaviyospark.core.client;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The {@code revision} header of each family. Klaviyo keeps a revision stable for a year and serves it for another.
 *
 * @see <a href="https://developers.klaviyo.com/en/docs/api_versioning_and_deprecation_policy">API versioning and
 *     deprecation policy</a>
 */
public final class Revisions implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The revision that this project is written against. */
    public static final String CURRENT = "2026-07-15";

    private static final Pattern REVISION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(\\.[a-z0-9]+)?");

    private final EnumMap<ApiFamily, String> revisions = new EnumMap<>(ApiFamily.class);

    private Revisions() {
        for (ApiFamily family : ApiFamily.values()) {
            revisions.put(family, CURRENT);
        }
    }

    /** {@value #CURRENT} for every family. */
    public static Revisions current() {
        return new Revisions();
    }

    /**
     * Reads one revision for all families, or some of the form {@code custom-objects=2026-01-15.pre} separated by commas;
     * families that are not named keep {@value #CURRENT}.
     *
     * @throws IllegalArgumentException when a revision is no date or a family is unknown
     */
    public static Revisions parse(String text) {
        Revisions parsed = new Revisions();
        for (String part : text.trim().split("\\s*,\\s*", -1)) {
            int equals = part.indexOf('=');
            String revision = part.substring(equals + 1).trim();
            if (!REVISION.matcher(revision).matches()) {
                throw new IllegalArgumentException("Revision '" + revision
                        + "' is no Klaviyo revision. Give a date such as " + CURRENT + " or 2026-01-15.pre.");
            }

            if (equals < 0) {
                parsed.revisions.replaceAll((family, old) -> revision);
            } else {
                parsed.revisions.put(ApiFamily.of(part.substring(0, equals).trim()), revision);
            }
        }
        return parsed;
    }

    /** Whether a family's revision is older than another one, given by its date. */
    public boolean isBefore(ApiFamily family, String date) {
        return of(family).compareTo(date) < 0;
    }

    String of(ApiFamily family) {
        return revisions.get(family);
    }

    @Override
    public String toString() {
        return revisions.entrySet().stream()
                .map(entry -> entry.getKey().label() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
