package io.github.klaviyospark.core.target;

import static io.github.klaviyospark.core.target.ColumnKind.BOOLEAN;
import static io.github.klaviyospark.core.target.ColumnKind.NUMBER;
import static io.github.klaviyospark.core.target.ColumnKind.OBJECT;
import static io.github.klaviyospark.core.target.ColumnKind.TEXT;
import static io.github.klaviyospark.core.target.ColumnKind.TIME;
import static io.github.klaviyospark.core.target.TargetColumn.optional;
import static io.github.klaviyospark.core.target.TargetColumn.required;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.bulk.Envelope;
import io.github.klaviyospark.core.bulk.Grouping;
import io.github.klaviyospark.core.client.ApiFamily;
import io.github.klaviyospark.core.client.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Events ({@code bulk_create_events}). They stand below their profiles, so neighbours about one profile name it once.
 *
 * <p>An event always gets a {@code unique_id}. Without one, Klaviyo takes the second of its time, and drops whatever else
 * the profile does in that second; and an event that is sent again would be a second one. Where the row has none, it is
 * made from what the row says, so that it is the same whenever the row is sent.
 */
final class Events extends RowTarget {

    private static final long serialVersionUID = 1L;

    private static final Operation OPERATION = Operation.writing(
                    "POST", "/api/event-bulk-create-jobs", ApiFamily.EVENTS, "10/1s,150/60s", "events:write", true, 202)
            .sayingNothing();

    private static final ChunkLimits LIMITS = new ChunkLimits(1_000, 5_000_000, 5_000_000);

    private static final Envelope ENVELOPE = Envelope.of(
            "{\"data\":{\"type\":\"event-bulk-create-job\",\"attributes\":{\"events-bulk-create\":{\"data\":[",
            "]}}}}");

    private static final Grouping GROUPING = new Grouping(
            "{\"type\":\"event-bulk-create\",\"attributes\":{\"profile\":{\"data\":",
            "},\"events\":{\"data\":[",
            "]}}}",
            "/attributes/events/data");

    private static final List<TargetColumn> ATTRIBUTES = List.of(
            optional(
                    "unique_id",
                    TEXT,
                    "/attributes/unique_id",
                    "What tells this event from others of the same profile and metric, 1 to 255 characters; Klaviyo keeps"
                            + " the first event of an id. Where it is null or missing, it is made from all else that the"
                            + " row says but backfill: row- and a SHA-256."),
            required(
                    "time",
                    TIME,
                    "/attributes/time",
                    "When it happened; without an offset it is UTC. Klaviyo cuts it to the second, and takes 1990 (an older"
                            + " document says 2000, and a warning is logged) to one year ahead. Klaviyo would take the time of receipt instead, which moves when a request is"
                            + " repeated; that is why each row must have one."),
            optional("value", NUMBER, "/attributes/value", "What it is worth, such as the amount of an order."),
            optional("value_currency", TEXT, "/attributes/value_currency", "The currency of value, as in ISO 4217."),
            optional(
                    "backfill",
                    BOOLEAN,
                    "/attributes/backfill",
                    "True for events of the past that must not trigger flows."));

    private static final List<TargetColumn> METRIC = List.of(
            required(
                    "metric",
                    TEXT,
                    "/attributes/metric/data/attributes/name",
                    "What happened: the name of a metric, of fewer than 128 characters. An account has 200 at most."),
            optional(
                    "service",
                    TEXT,
                    "/attributes/metric/data/attributes/service",
                    "The service that the metric belongs to, where that is not the API."));

    private static final TargetColumn PROPERTIES = optional(
            "properties",
            OBJECT,
            "/attributes/properties",
            "Properties of the event: 400 at most (an older document says 300, and a warning is logged), 10 levels deep, arrays of 4,000 elements, texts of 100,000 bytes."
                    + " Klaviyo ignores those that are 0, null or empty.");

    private static final List<TargetColumn> COLUMNS = columnsInOrder();

    private static final int METRIC_LENGTH = 128;
    private static final int ID_LENGTH = 255;
    private static final int MEMBERS_ONCE = 300;
    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
    private static final Instant EARLIEST_ONCE = Instant.parse("2000-01-01T00:00:00Z");
    private static final Duration AHEAD = Duration.ofDays(365);

    private final Now now;

    /** Klaviyo's OpenAPI document says 1990 and 400, its guides have said 2000 and 300. */
    private final Warning old =
            new Warning("Events before 2000 are sent, and Klaviyo's documents disagree on whether it takes"
                    + " them. Look whether they show.");

    private final Warning large = new Warning("Events with more than 300 properties are sent, and Klaviyo's documents"
            + " disagree on whether it takes 300 or 400. Look whether they show.");

    Events(Now now) {
        super("events", Change.CREATE);
        this.now = now;
    }

    private static List<TargetColumn> columnsInOrder() {
        List<TargetColumn> columns = new ArrayList<>(METRIC.subList(0, 1));
        columns.addAll(ATTRIBUTES);
        columns.add(PROPERTIES);
        columns.addAll(METRIC.subList(1, METRIC.size()));
        columns.addAll(EventProfile.COLUMNS);
        return List.copyOf(columns);
    }

    @Override
    public String purpose() {
        return "Adds events to the timelines of profiles, and makes profiles that are not there yet. An event that is"
                + " there already, by its unique_id, stays as it is. Columns whose place begins with `profile:` say whom it"
                + " is about, and are written to that profile. Accepted events are readable after some minutes, and"
                + " Klaviyo says nothing about one that it drops.";
    }

    @Override
    public List<TargetColumn> columns() {
        return COLUMNS;
    }

    @Override
    public Optional<String> home() {
        return Optional.of(PROPERTIES.name());
    }

    /** Those that name the profile: its events then stand together, and name it once. */
    @Override
    public List<String> natural() {
        return EventProfile.IDENTIFIERS;
    }

    @Override
    public Operation operation() {
        return OPERATION;
    }

    @Override
    public ChunkLimits limits() {
        return LIMITS;
    }

    @Override
    public String recordsPointer() {
        return "/data/attributes/events-bulk-create/data";
    }

    @Override
    public Optional<Grouping> grouping() {
        return Optional.of(GROUPING);
    }

    @Override
    public void check(Set<String> columns) {
        super.check(columns);
        checkOneOf(columns, EventProfile.IDENTIFIERS);
    }

    @Override
    Shaped shape(Row row) throws InvalidRowException {
        ObjectNode profile = EventProfile.shape(row);
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("type", "event");
        ObjectNode attributes = event.withObjectProperty("attributes");
        Members.write(row, ATTRIBUTES, event);
        checkTime(row);
        attributes.set("properties", row.home().orElseGet(JsonNodeFactory.instance::objectNode));
        EventProperties.check(PROPERTIES.name(), attributes.path("properties"));
        large.giveIf(attributes.path("properties").size() > MEMBERS_ONCE);
        attributes.withObjectProperty("metric").withObjectProperty("data").put("type", "metric");
        Members.write(row, METRIC, event);
        if (row.required("metric").length() >= METRIC_LENGTH) {
            throw new InvalidRowException("metric", "holds a name of 128 characters or more, and Klaviyo takes 127");
        }

        String id = uniqueId(row, profile, attributes);
        attributes.put("unique_id", id);
        ObjectNode identity = EventProfile.identity(row);
        identity.set("metric", attributes.path("metric"));
        return new Shaped(ENVELOPE, bytes(profile), bytes(event), id, Canonical.of(identity));
    }

    private void checkTime(Row row) throws InvalidRowException {
        Instant time = IsoTime.of("time", row.required("time"));
        if (time.isBefore(EARLIEST)) {
            throw new InvalidRowException("time", "is before 1990, and Klaviyo takes no event that old");
        }
        old.giveIf(time.isBefore(EARLIEST_ONCE));
        if (time.isAfter(now.get().plus(AHEAD))) {
            throw new InvalidRowException("time", "is more than a year ahead, and Klaviyo takes no event that late");
        }
    }

    private static String uniqueId(Row row, ObjectNode profile, ObjectNode attributes) throws InvalidRowException {
        Optional<String> given = row.text("unique_id");
        if (given.isEmpty()) {
            ObjectNode all = attributes.deepCopy();
            all.remove("backfill");
            // However it is written, it is the same time.
            all.put("time", IsoTime.of("time", row.required("time")).toString());
            all.set("profile", profile);
            return "row-" + Canonical.hash(all);
        }
        if (given.get().isEmpty() || given.get().length() > ID_LENGTH) {
            throw new InvalidRowException(
                    "unique_id", "has " + given.get().length() + " characters, and Klaviyo takes 1 to " + ID_LENGTH);
        }
        return given.get();
    }

    @Override
    void read(ArchivedRequest request, List<ObjectNode> rows) {
        JsonNode data = request.data();
        JsonNode attributes = data.path("attributes");
        if (Payload.isOf(data, "event")) {
            rows.add(row(attributes.path("profile"), data));
        } else if (Payload.isOf(data, "event-bulk-create-job")) {
            for (JsonNode group : Payload.resources(attributes.path("events-bulk-create"))) {
                JsonNode of = group.path("attributes");
                for (JsonNode event : Payload.resources(of.path("events"))) {
                    ObjectNode row = row(of.path("profile"), event);
                    if (of.path("backfill").asBoolean() && !row.has("backfill")) {
                        row.put("backfill", true);
                    }
                    rows.add(row);
                }
            }
        }
    }

    private static ObjectNode row(JsonNode profile, JsonNode event) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        for (JsonNode metric : Payload.resources(event.path("attributes").path("metric"))) {
            JsonNode named = metric.has("attributes") ? metric.path("attributes") : metric;
            Payload.text(named.path("name")).ifPresent(name -> row.put("metric", name));
            Payload.text(named.path("service")).ifPresent(service -> row.put("service", service));
        }
        Members.read(event, ATTRIBUTES, row);
        JsonNode properties = event.path("attributes").path("properties");
        if (!properties.isEmpty()) {
            row.set(PROPERTIES.name(), properties);
        }
        EventProfile.read(profile, row);
        return row;
    }
}
