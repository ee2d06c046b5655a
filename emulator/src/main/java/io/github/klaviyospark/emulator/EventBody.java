package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.events.SentEvent;
import io.github.klaviyospark.emulator.objects.PlainNumber;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a request with events of many profiles; all of it must be right, or nothing of it is taken. */
final class EventBody {
    static final int MOST_EVENTS = 1000;

    private static final String TYPE = "event";
    private static final String UNIQUE_ID = "unique_id";
    private static final int METRIC_CHARACTERS = 128;
    private static final int UNIQUE_ID_CHARACTERS = 255;
    private static final int MOST_PROPERTIES = 400;
    private static final int MOST_ELEMENTS = 4000;
    private static final int MOST_LEVELS = 10;
    /** Klaviyo says 100 KB; the decimal kilobyte is the stricter. */
    private static final int TEXT_BYTES = 100_000;

    private static final long EARLIEST = Micros.parse("1990-01-01T00:00:00Z");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    private final Instant now;
    private final Findings findings = new Findings();
    private final List<RawJson> records = new ArrayList<>();
    private final List<String> pointers = new ArrayList<>();
    private final Set<String> uniqueIds = new HashSet<>();
    private final Set<String> seconds = new HashSet<>();

    /** {@code now} is the time of events that bring none. */
    EventBody(Instant now) {
        this.now = now;
    }

    /** The JSON text of each event. */
    List<RawJson> records() {
        return records;
    }

    /** Where each event is in the request. */
    List<String> pointers() {
        return pointers;
    }

    List<EventGroup> read(Object document) throws Refusal {
        Shape data = Shape.document(document, "event-bulk-create-job").only("type", "attributes");
        Shape list = data.object("attributes")
                .only("events-bulk-create")
                .object("events-bulk-create")
                .only("data");
        List<Shape> groups = list.objects("data");
        int events = 0;
        for (Shape group : groups) {
            events += events(group).size();
        }
        if (events == 0 || events > MOST_EVENTS) {
            throw Refusal.invalid(
                    "A request brings from 1 to " + MOST_EVENTS + " events, not " + events + ".", list.pointer("data"));
        }
        List<EventGroup> read = new ArrayList<>();
        for (Shape group : groups) {
            read.add(group(group));
        }
        findings.refuse();
        return read;
    }

    private static Shape attributes(Shape group) throws Refusal {
        return group.type("event-bulk-create")
                .only("type", "attributes")
                .object("attributes")
                .only("backfill", "profile", "events");
    }

    private static List<Shape> events(Shape group) throws Refusal {
        Shape events = attributes(group).object("events").only("data");
        List<Shape> items = events.objects("data");
        if (items.isEmpty()) {
            throw Refusal.invalid("A profile comes with at least one event.", events.pointer("data"));
        }
        return items;
    }

    private EventGroup group(Shape group) throws Refusal {
        Shape attributes = attributes(group);
        findings.check(() -> attributes.truth("backfill", false));
        Shape profile = attributes.object("profile").only("data").object("data");
        findings.check(() -> texts(BodyValues.map(profile.members(), ""), profile.pointer("attributes")));
        ProfileChange change = ProfileBody.read(profile, findings);
        List<SentEvent> read = new ArrayList<>();
        for (Shape item : events(group)) {

            records.add(RawJson.of(BodyValues.json(item.members())));
            pointers.add(item.pointer("attributes").replaceFirst("/attributes$", ""));
            findings.check(() -> read.add(event(item, change)));
        }
        return new EventGroup(change, read);
    }

    private SentEvent event(Shape item, ProfileChange profile) throws Refusal {
        Shape event = item.type(TYPE)
                .only("type", "attributes")
                .object("attributes")
                .only("properties", "time", "value", "value_currency", "backfill", "metric", UNIQUE_ID);
        event.truth("backfill", false);
        String metric = metric(event);
        long time = time(event);
        String uniqueId = uniqueId(event);
        Map<String, Object> properties = properties(event);
        if (uniqueId != null) {
            requireNew(uniqueIds.add(uniqueId), UNIQUE_ID, event);
        } else if (profile != null) {
            requireNew(seconds.add(profile.who() + "\n" + metric + "\n" + time), "time", event);
        }
        return new SentEvent(metric, time, uniqueId, value(event), currency(event), properties);
    }

    private static void requireNew(boolean fresh, String name, Shape event) throws Refusal {
        if (!fresh) {
            throw Refusal.invalid(
                    name.equals(UNIQUE_ID)
                            ? "This 'unique_id' is repeated; each event of a request needs one of its own."
                            : "Events without 'unique_id' must not share the second of their 'time' where profile and metric are the same.",
                    event.pointer(name));
        }
    }

    private static String metric(Shape event) throws Refusal {
        Shape metric = event.object("metric")
                .only("data")
                .object("data")
                .type("metric")
                .only("type", "attributes")
                .object("attributes")
                .only("name", "service");
        metric.text("service", null);
        String name = metric.text("name");
        if (name.isBlank() || name.length() >= METRIC_CHARACTERS) {
            throw metric.wrong("name", "a name of fewer than " + METRIC_CHARACTERS + " characters, not all blank");
        }
        return name;
    }

    private long time(Shape event) throws Refusal {
        String text = event.text("time", null);
        long latest = Micros.of(now.atOffset(ZoneOffset.UTC).plusYears(1).toInstant());
        try {
            long time = text == null ? Micros.of(now) : Micros.parse(text);
            if (time >= EARLIEST && time <= latest) {
                return Math.floorDiv(time, Micros.SECOND) * Micros.SECOND;
            }
        } catch (DateTimeException e) {
            throw event.wrong("time", "a time in ISO 8601 such as 2026-07-01T12:30:00Z");
        }
        throw event.wrong("time", "from 1990 on and at most a year ahead");
    }

    private static String uniqueId(Shape event) throws Refusal {
        String id = event.text(UNIQUE_ID, null);
        if (id != null && (id.isEmpty() || id.length() > UNIQUE_ID_CHARACTERS)) {
            throw event.wrong(UNIQUE_ID, "a string of 1 to " + UNIQUE_ID_CHARACTERS + " characters");
        }
        return id;
    }

    private static BigDecimal value(Shape event) throws Refusal {
        Object value = event.value("value");
        if (value == null) {
            return null;
        }
        if (value instanceof PlainNumber) {
            return (BigDecimal) BodyValues.held(value, event.pointer("value"));
        }
        throw event.wrong("value", "a number");
    }

    private static String currency(Shape event) throws Refusal {
        String currency = event.text("value_currency", null);
        if (currency != null && !CURRENCY.matcher(currency).matches()) {
            throw event.wrong("value_currency", "a code of ISO 4217 such as GBP");
        }
        return currency;
    }

    private static Map<String, Object> properties(Shape event) throws Refusal {
        String pointer = event.pointer("properties");
        Map<String, Object> properties =
                BodyValues.map(event.object("properties").members(), pointer);
        if (properties.size() > MOST_PROPERTIES) {
            throw Refusal.invalid(
                    "An event has at most " + MOST_PROPERTIES + " properties, not " + properties.size() + ".", pointer);
        }
        if (BodyValues.depth(properties) > MOST_LEVELS) {
            throw Refusal.invalid(
                    "Properties are nested in at most " + MOST_LEVELS + " levels, themselves included.", pointer);
        }
        if (BodyValues.longestList(properties) > MOST_ELEMENTS) {
            throw Refusal.invalid("An array has at most " + MOST_ELEMENTS + " elements.", pointer);
        }
        texts(properties, pointer);
        return properties;
    }

    private static void texts(Map<String, Object> held, String pointer) throws Refusal {
        if (BodyValues.longestText(held) > TEXT_BYTES) {
            throw Refusal.invalid("A string has at most " + TEXT_BYTES + " bytes.", pointer);
        }
    }
}
