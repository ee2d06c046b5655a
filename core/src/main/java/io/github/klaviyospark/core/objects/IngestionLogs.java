package io.github.klaviyospark.core.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoRequest;
import io.github.klaviyospark.core.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The ingestion logs of object types. Only failures are logged, so no entry proves nothing. Kept for 14 days, 50 entries
 * a page, 15 pages a minute (operation {@code get_ingestion_logs_for_object_type}).
 */
public final class IngestionLogs {

    /** How long Klaviyo keeps an entry. */
    public static final Duration KEPT = Duration.ofDays(14);

    /** How far the clocks may be apart. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final Documents documents;
    private final Clock clock;

    /** Looks through a client. */
    public IngestionLogs(KlaviyoClient client) {
        this(client, Clock.system());
    }

    IngestionLogs(KlaviyoClient client, Clock clock) {
        this.documents = new Documents(client);
        this.clock = clock;
    }

    /**
     * Goes through the failures of a span of time, newest first. A span that begins before the oldest entry that is kept
     * is asked for without its beginning, since Klaviyo shows an empty log to whoever asks for more than it keeps.
     *
     * @param from the first instant that counts, taken back to the whole second
     * @param until the first instant that no longer counts, put forward to the whole second
     * @param visitor returns whether it wants more
     * @throws IOException when the log cannot be read
     */
    public void visit(String objectTypeId, Instant from, Instant until, Predicate<IngestionFailure> visitor)
            throws IOException {
        Instant end = until.truncatedTo(ChronoUnit.SECONDS);
        end = end.equals(until) ? end : end.plusSeconds(1);
        String filter = "less-than(timestamp," + end + ")";
        if (from.isAfter(clock.now().minus(KEPT).plus(MARGIN))) {
            filter = "and(greater-or-equal(timestamp," + from.truncatedTo(ChronoUnit.SECONDS) + ")," + filter + ")";
        }
        KlaviyoRequest first = KlaviyoRequest.to(ObjectOperations.GET_INGESTION_LOGS_FOR_OBJECT_TYPE, objectTypeId)
                .with("filter", filter);
        documents.visit(first, resource -> visitor.test(failure(resource)));
    }

    private static IngestionFailure failure(JsonNode resource) throws IOException {
        JsonNode attributes = resource.path("attributes");
        List<IngestionFailure.Problem> problems = new ArrayList<>();
        for (JsonNode error : attributes.path("errors")) {
            problems.add(new IngestionFailure.Problem(
                    error.path("code").asText(), error.path("property").asText("")));
        }
        String record = resource.path("relationships")
                .path("object-record")
                .path("data")
                .path("id")
                .textValue();
        return new IngestionFailure(
                resource.path("id").asText(),
                attributes.path("status").asText(),
                timestamp(attributes.path("timestamp").asText()),
                record == null ? null : ObjectRecords.recordId(record),
                problems);
    }

    private static Instant timestamp(String text) throws IOException {
        try {
            return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
        } catch (DateTimeParseException e) {
            throw new IOException("An entry of an ingestion log has no readable time.", e);
        }
    }
}
