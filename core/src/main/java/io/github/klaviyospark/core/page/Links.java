package io.github.klaviyospark.core.page;

import io.github.klaviyospark.core.client.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Where the links of a chain lead. Only the cursor is taken from a link: filter, fields and size stay those of the first
 * request, so no page depends on how the server writes them back.
 *
 * <p>A chain that runs in a circle is found without remembering all of it: one cursor is kept and replaced after 1, 2, 4,
 * 8 pages and so on, so that sooner or later it lies on the circle and comes up again.
 */
final class Links {

    private static final String CURSOR = "page[cursor]";

    private final Endpoint endpoint;
    private String kept;
    private long sinceKept;
    private long keepFor = 1;

    Links(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** The cursor that a link carries, after looking at where the link leads. */
    String follow(String link) throws IOException {
        URI address = address(link);
        if (address == null || !endpoint.isOriginOf(address)) {
            throw new IOException("The list continues at "
                    + (address == null ? "something that is no address" : "another origin, " + origin(address))
                    + ", which is not followed. Check the endpoint " + endpoint + ".");
        }

        String cursor = cursor(link);
        if (cursor == null) {
            throw new IOException(
                    "The list continues at a link without a cursor, and cannot be followed. Check that the"
                            + " endpoint " + endpoint + " is Klaviyo's API.");
        }
        if (cursor.equals(kept)) {
            throw new IOException("The list leads back to a page that was read, and would have no end. What was read so"
                    + " far is not the whole; run again, and report this to Klaviyo when it happens again.");
        }
        if (++sinceKept >= keepFor) {
            kept = cursor;
            sinceKept = 0;
            keepFor *= 2;
        }
        return cursor;
    }

    /** Whether a link leads to the page of a cursor; the first page has none. */
    boolean leadsTo(String cursor, String link) {
        URI address = address(link);
        return address != null && endpoint.isOriginOf(address) && Objects.equals(cursor, cursor(link));
    }

    /** The cursor in a link, or null. */
    private static String cursor(String link) {
        int query = link.indexOf('?');
        if (query < 0) {
            return null;
        }
        return Arrays.stream(link.substring(query + 1).split("&", -1))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2 && decoded(pair[0]).equals(CURSOR))
                .map(pair -> decoded(pair[1]))
                .findFirst()
                .orElse(null);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Not encoded at all, then.
            return text;
        }
    }

    private static URI address(String link) {
        int query = link.indexOf('?');
        try {
            return new URI(query < 0 ? link : link.substring(0, query));
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static String origin(URI address) {
        return address.getScheme() + "://" + address.getHost();
    }
}
