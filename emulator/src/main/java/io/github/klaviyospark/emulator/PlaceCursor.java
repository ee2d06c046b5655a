package io.github.klaviyospark.emulator;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Where a page begins: after a named place of one list, whatever is added or removed meanwhile. */
final class PlaceCursor {
    static final String PARAMETER = "page[cursor]";

    private static final JsonMapper JSON = new JsonMapper();

    private final String owner;

    private PlaceCursor(String owner) {
        this.owner = owner;
    }

    /** Cursors of a request; those of another list, filter or page size are refused. */
    static PlaceCursor of(Endpoint.Input input, String... parameters) {
        List<String> parts = new ArrayList<>(List.of(input.call().path()));
        for (String parameter : parameters) {
            parts.add(input.query().value(parameter).orElse(null));
        }
        return new PlaceCursor(Cursor.owner(parts));
    }

    String text(String place) {
        byte[] json = Answer.json(List.of(owner, place));
        return new String(Base64.getUrlEncoder().withoutPadding().encode(json), StandardCharsets.US_ASCII);
    }

    /** The place after which the page begins; empty for the first page. */
    Optional<String> place(Query query) throws Refusal {
        Optional<String> cursor = query.value(PARAMETER);
        if (cursor.isEmpty()) {
            return Optional.empty();
        }
        try {
            List<?> parts = JSON.readValue(Base64.getUrlDecoder().decode(cursor.get()), List.class);
            if (parts != null
                    && parts.size() == 2
                    && parts.get(1) instanceof String place
                    && text(place).equals(cursor.get())) {
                return Optional.of(place);
            }
        } catch (IllegalArgumentException | IOException e) {
            // Not a cursor of ours, whatever it is.
        }
        throw Refusal.invalidCursor();
    }
}
