package io.github.klaviyospark.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.klaviyospark.emulator.collections.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;

/**
 * Where a page begins: after a place in an order, or before it on the way back. Because it names the place rather than
 * a number of profiles, those that are added or changed meanwhile shift nothing.
 *
 * @param forward whether the page follows the place
 */
record Cursor(Place place, boolean forward) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();
    private static final String NEXT = "next";
    private static final String PREVIOUS = "prev";

    /** Opaque to clients; {@code owner} says to which request it belongs, see {@link #owner}. */
    String text(String owner) {
        return base64(Answer.json(Arrays.asList(forward ? NEXT : PREVIOUS, owner, place.key(), place.id())));
    }

    /**
     * Reads what {@link #text} wrote for the same owner and refuses everything else.
     *
     * @param isKey tells what the order compares
     */
    static Cursor parse(String text, String owner, Predicate<Object> isKey) throws Refusal {
        try {
            List<?> parts = JSON.readValue(Base64.getUrlDecoder().decode(text), List.class);
            if (parts != null
                    && parts.size() == 4
                    && List.of(NEXT, PREVIOUS).contains(parts.get(0))
                    && owner.equals(parts.get(1))
                    && isKey.test(parts.get(2))
                    && parts.get(3) instanceof String id) {
                Cursor cursor =
                        new Cursor(new Place(parts.get(2), id), parts.get(0).equals(NEXT));
                if (cursor.text(owner).equals(text)) {
                    return cursor;
                }
            }
        } catch (IllegalArgumentException | JsonProcessingException e) {
            // Not a cursor of ours, whatever it is.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw Refusal.invalidCursor();
    }

    /** A short name for all that must not change from page to page. */
    static String owner(List<String> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = digest.digest(Answer.json(parts));
            return base64(Arrays.copyOf(hash, 12));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return new String(Base64.getUrlEncoder().withoutPadding().encode(bytes), StandardCharsets.US_ASCII);
    }
}
