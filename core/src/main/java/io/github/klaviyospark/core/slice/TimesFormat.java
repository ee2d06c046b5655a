package io.github.klaviyospark.core.slice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.core.client.UnreadableAnswerException;
import io.github.klaviyospark.core.page.Page;
import io.github.klaviyospark.core.page.PageFormat;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one time of each resource, in whole seconds; empty where a resource has none. */
final class TimesFormat implements PageFormat<Optional<Long>> {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String field;

    TimesFormat(String field) {
        this.field = field;
    }

    @Override
    public Page<Optional<Long>> read(byte[] document) throws UnreadableAnswerException {
        JsonNode root = tree(document);
        if (!root.path("data").isArray()) {
            throw new UnreadableAnswerException("the page has no data");
        }

        List<Optional<Long>> times = new ArrayList<>();
        List<Object> ids = new ArrayList<>();
        for (JsonNode resource : root.path("data")) {
            times.add(seconds(resource.path("attributes").path(field)));
            ids.add(resource.path("id").asText());
        }
        JsonNode next = root.path("links").path("next");
        return new Page<>(times, ids, next.isTextual() ? next.asText() : null);
    }

    private static JsonNode tree(byte[] document) throws UnreadableAnswerException {
        try {
            return JSON.readTree(document);
        } catch (IOException e) {
            // The message of the parser quotes the document.
            throw new UnreadableAnswerException("the page of " + document.length + " bytes is cut off or no JSON");
        }
    }

    /** Events are shown with a blank where the standard has a T. */
    private static Optional<Long> seconds(JsonNode time) throws UnreadableAnswerException {
        if (!time.isTextual()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    OffsetDateTime.parse(time.asText().replace(' ', 'T')).toEpochSecond());
        } catch (DateTimeException e) {
            throw new UnreadableAnswerException("the page has a time that cannot be read");
        }
    }
}
