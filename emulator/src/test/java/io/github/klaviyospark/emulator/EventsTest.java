package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EventsTest {
    private static final int EVENTS = 3_000;

    private final FakeTime time = new FakeTime();
    private KlaviyoEmulator emulator;
    private CollectionReader reader;
    private Map<String, JsonNode> truth;

    @BeforeEach
    void start() {
        emulator = KlaviyoEmulator.builder()
                .quotas(false)
                .profiles(500)
                .events(EVENTS)
                .time(time)
                .start();
        reader = new CollectionReader(new ApiClient(emulator.endpoint()), "events");
        truth = truth();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private Map<String, JsonNode> truth() {
        Map<String, JsonNode> lines = new LinkedHashMap<>();
        emulator.resources("events")
                .map(ApiClient::json)
                .forEach(line -> lines.put(line.at("/id").textValue(), line));
        return lines;
    }

    private List<String> idsWhere(Predicate<JsonNode> passes) {
        return truth.entrySet().stream()
                .filter(entry -> passes.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static long micros(JsonNode event) {
        return Micros.parse(event.at("/attributes/datetime").textValue());
    }

    @Test
    void allAreListedOnceInOrderOfTimeAndId() {
        assertThat(truth).hasSize(EVENTS);
        assertThat(reader.ids()).containsExactlyElementsOf(truth.keySet());
        assertThat(reader.ids("page[size]", "1000")).containsExactlyElementsOf(truth.keySet());
        assertThat(List.copyOf(truth.values())).isSortedAccordingTo((one, other) -> {
            int order = Long.compare(micros(one), micros(other));
            return order != 0
                    ? order
                    : one.at("/id").textValue().compareTo(other.at("/id").textValue());
        });
    }

    @Test
    void aPageHasTwoHundredUnlessAskedOtherwise() {
        assertThat(reader.page().at("/data")).hasSize(200);
        assertThat(reader.page("page[size]", "1000").at("/data")).hasSize(1000);
        assertThat(reader.refused(400, "page[size]", "1001")).contains("from 1 to 1000");
    }

    @Test
    void manyShareAMomentOrASecond() {
        Set<Long> moments = new HashSet<>();
        Set<Long> seconds = new HashSet<>();
        truth.values().forEach(event -> {
            moments.add(micros(event));
            seconds.add(micros(event) / Micros.SECOND);
        });

        assertThat(moments).hasSizeLessThan(EVENTS * 8 / 10);
        assertThat(seconds).hasSizeLessThan(moments.size() * 8 / 10);
    }

    @Test
    void theOtherDirectionIsTheSameBackwards() {
        List<String> backwards = new ArrayList<>(truth.keySet());
        Collections.reverse(backwards);

        assertThat(reader.ids("sort", "-datetime", "page[size]", "700")).isEqualTo(backwards);
        assertThat(reader.ids("sort", "-timestamp", "page[size]", "1000")).isEqualTo(backwards);
        assertThat(reader.ids("sort", "timestamp", "page[size]", "333")).containsExactlyElementsOf(truth.keySet());
    }

    @Test
    void timesAreShownInSecondsAndHeldInMicroseconds() {
        for (JsonNode event : reader.all("page[size]", "1000")) {
            JsonNode held = truth.get(event.at("/id").textValue());
            assertThat(event.at("/attributes/datetime").textValue()).isEqualTo(Micros.seconds(micros(held)));
            assertThat(event.at("/attributes/timestamp").longValue())
                    .isEqualTo(Math.floorDiv(micros(held), Micros.SECOND));
            assertThat(event.at("/attributes/uuid")).isEqualTo(held.at("/attributes/uuid"));
            assertThat(event.at("/attributes/event_properties")).isEqualTo(held.at("/attributes/event_properties"));
        }
        assertThat(truth.values()).anyMatch(event -> micros(event) % Micros.SECOND != 0);
    }

    @Test
    void boundsAreComparedWithWhatIsHeld() {
        JsonNode some = truth.values().stream()
                .filter(event -> micros(event) % Micros.SECOND != 0)
                .skip(EVENTS / 3)
                .findFirst()
                .orElseThrow();
        long second = micros(some) / Micros.SECOND;
        String bound = Instant.ofEpochSecond(second).toString();
        long micros = second * Micros.SECOND;

        Map<String, LongPredicate> operators = Map.of(
                "greater-than", at -> at > micros,
                "greater-or-equal", at -> at >= micros,
                "less-than", at -> at < micros,
                "less-or-equal", at -> at <= micros);
        operators.forEach((operator, passes) -> {
            List<String> expected = idsWhere(event -> passes.test(micros(event)));
            assertThat(expected).isNotEmpty().hasSizeLessThan(EVENTS);
            assertThat(reader.ids("filter", operator + "(datetime," + bound + ")", "page[size]", "1000"))
                    .isEqualTo(expected);
            assertThat(reader.ids("filter", operator + "(timestamp," + second + ")", "page[size]", "1000"))
                    .isEqualTo(expected);
        });
        assertThat(operators.get("greater-than").test(micros(some))).isTrue();
    }

    @Test
    void aRangeIsReadInBothDirections() {
        List<Long> seconds = truth.values().stream()
                .map(event -> micros(event) / Micros.SECOND)
                .toList();
        long from = seconds.get(EVENTS / 4);
        long to = seconds.get(EVENTS / 2);
        List<String> expected =
                idsWhere(event -> micros(event) >= from * Micros.SECOND && micros(event) < to * Micros.SECOND);
        String filter = "greater-or-equal(timestamp," + from + "),less-than(timestamp," + to + ")";
        List<String> backwards = new ArrayList<>(expected);
        Collections.reverse(backwards);

        assertThat(expected).hasSizeGreaterThan(500);
        assertThat(reader.ids("filter", filter)).isEqualTo(expected);
        assertThat(reader.ids("filter", filter, "sort", "-datetime")).isEqualTo(backwards);
    }

    @Test
    void metricsAndProfilesAreFilteredByTheirIds() {
        String metric =
                truth.values().iterator().next().at("/relationships/metric").textValue();
        String profile =
                truth.values().iterator().next().at("/relationships/profile").textValue();
        String other = truth.values().stream()
                .map(event -> event.at("/relationships/metric").textValue())
                .filter(id -> id != null && !id.equals(metric))
                .findFirst()
                .orElseThrow();

        assertThat(reader.ids("filter", "equals(metric_id,\"" + metric + "\")"))
                .isNotEmpty()
                .isEqualTo(idsWhere(
                        event -> metric.equals(event.at("/relationships/metric").textValue())));
        assertThat(reader.ids("filter", "equals(metric_id,[\"" + metric + "\",\"" + other + "\"])"))
                .isEqualTo(idsWhere(event -> List.of(metric, other)
                        .contains(event.at("/relationships/metric").asText())));
        assertThat(reader.ids("filter", "equals(profile_id,'" + profile + "')"))
                .isNotEmpty()
                .isEqualTo(idsWhere(event ->
                        profile.equals(event.at("/relationships/profile").textValue())));
        assertThat(reader.refused(400, "filter", "equals(profile_id,['" + profile + "'])"))
                .contains("takes one value");
        assertThat(reader.refused(400, "filter", "any(metric_id,['" + metric + "'])"))
                .contains("'any' is not an allowed operator");
    }

    @Test
    void anEventWithoutAMetricIsOnlyLeftOutWhenAMetricIsAskedFor() {
        List<String> without =
                idsWhere(event -> event.at("/relationships/metric").isNull());
        List<String> with = idsWhere(event -> !event.at("/relationships/metric").isNull());

        assertThat(without).isNotEmpty();
        assertThat(reader.ids("page[size]", "1000")).containsAll(without);
        assertThat(reader.ids("filter", "has(metric)", "page[size]", "1000")).isEqualTo(with);
        assertThat(reader.ids("filter", "has(profile)", "page[size]", "1000"))
                .isEqualTo(idsWhere(event -> !event.at("/relationships/profile").isNull()))
                .hasSizeLessThan(EVENTS);
        JsonNode shown = reader.all("page[size]", "1000").stream()
                .filter(event -> event.at("/id").textValue().equals(without.get(0)))
                .findFirst()
                .orElseThrow();
        assertThat(shown.at("/relationships/metric/links").isMissingNode()).isFalse();
        assertThat(shown.at("/relationships/metric/data").isMissingNode()).isTrue();
    }

    @Test
    void boundsInTheFutureAndFractionsAreRefused() {
        assertThat(reader.refused(400, "filter", "less-than(datetime,2026-07-20T12:00:01Z)"))
                .contains("may not be in the future");
        assertThat(reader.refused(400, "filter", "less-than(timestamp,1784548801)"))
                .contains("may not be in the future");
        assertThat(reader.refused(400, "filter", "less-than(timestamp,1.5)")).contains("one whole number");
        assertThat(reader.refused(400, "filter", "less-than(timestamp,\"1\")")).contains("one whole number");
        assertThat(reader.refused(400, "filter", "less-than(datetime,2026-07-01T12:00:01.5Z)"))
                .contains("whole seconds");
        assertThat(reader.ids("filter", "greater-than(timestamp,1784548800)")).isEmpty();
    }

    @Test
    void loadedEventsTakeTheirPlaceWheneverTheyAre() {
        List<String> ids = emulator.addResources(
                "events",
                List.of(
                        "{\"id\":\"past\",\"attributes\":{\"datetime\":\"1999-12-31T23:59:59.999999Z\"}}",
                        "{\"id\":\"future\",\"attributes\":{\"timestamp\":4102444800,\"event_properties\":{\"a\":[1.50]}}}",
                        "",
                        "{}"));

        assertThat(ids).hasSize(3).startsWith("past", "future");
        List<String> listed = reader.ids("page[size]", "1000");
        assertThat(listed).hasSize(EVENTS + 3).startsWith("past").endsWith(ids.get(2), "future");
        assertThat(reader.ids("filter", "less-than(datetime,2000-01-01T00:00:00Z)"))
                .containsExactly("past");
        assertThat(reader.ids("filter", "greater-than(datetime,2026-07-20T12:00:00Z)"))
                .containsExactly(ids.get(2), "future");
        JsonNode future = reader.page("sort", "-datetime", "page[size]", "1").at("/data/0/attributes");
        assertThat(future)
                .isEqualTo(json("{\"timestamp\":4102444800,\"event_properties\":{\"a\":[1.50]},"
                        + "\"datetime\":\"2100-01-01T00:00:00+00:00\",\"uuid\":null}"));
    }

    @Test
    void whatComesBetweenTwoPagesShiftsNothing() {
        List<String> read = new ArrayList<>();
        String next = reader.target("page[size]", "500", "filter", "has(metric)");
        long passed = Long.MIN_VALUE;
        int behind = 0;
        while (next != null) {
            JsonNode page = reader.pageAt(next);
            read.addAll(ProfileReader.ids(page));
            next = page.at("/links/next").textValue();
            JsonNode last = truth.get(read.get(read.size() - 1));
            passed = last == null ? passed : micros(last);
            String metric =
                    truth.values().iterator().next().at("/relationships/metric").textValue();
            String form = "{\"id\":\"%s\",\"attributes\":{\"datetime\":\"%s\"},\"relationships\":{\"metric\":\"%s\"}}";
            emulator.addResources(
                    "events",
                    List.of(
                            form.formatted("behind" + behind++, Micros.text(passed - 1), metric),
                            form.formatted("ahead", "2026-07-15T00:00:00Z", metric)));
        }

        assertThat(read).doesNotHaveDuplicates().containsOnlyOnce("ahead").noneMatch(id -> id.startsWith("behind"));
        assertThat(read).containsAll(idsWhere(event -> !event.at("/relationships/metric")
                .isNull()));
    }

    @Test
    void aLoadedEventReplacesASeededOne() {
        String id = truth.keySet().iterator().next();
        emulator.addResources(
                "events", List.of("{\"id\":\"" + id + "\",\"attributes\":{\"datetime\":\"2026-07-01T00:00:00Z\"}}"));

        assertThat(reader.ids("page[size]", "1000")).hasSize(EVENTS).endsWith(id);
        emulator.reset();
        assertThat(reader.ids("page[size]", "1000")).containsExactlyElementsOf(truth.keySet());
    }

    @Test
    void whatIsHeldCanBeLoadedAgain() {
        List<String> lines = emulator.resources("events").toList();
        try (KlaviyoEmulator other =
                KlaviyoEmulator.builder().quotas(false).profiles(500).start()) {
            other.addResources("events", lines);

            assertThat(other.resources("events")).containsExactlyElementsOf(lines);
        }
    }

    @Test
    void wrongLinesAreRefusedWithTheirNumber() {
        assertThatThrownBy(() -> emulator.addResources("events", List.of("{}", "{\"attributes\":{\"colour\":1}}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Line 2 is not one of 'events': 'attributes' has no 'colour'; there are: datetime,"
                        + " event_properties, timestamp, uuid.");
        assertThatThrownBy(() -> emulator.addResources(
                        "events", List.of("{\"attributes\":{\"timestamp\":1,\"datetime\":\"1970-01-01T00:00:02Z\"}}")))
                .hasMessage("Line 1 is not one of 'events': 'timestamp' and 'datetime' are not in the same second.");
        assertThatThrownBy(() -> emulator.addResources("events", List.of("{\"id\":\"a\"}", "{\"id\":\"a\"}")))
                .hasMessage("Line 2 is not one of 'events': the id 'a' came before.");
        assertThat(emulator.resources("events")).hasSize(EVENTS);
    }

    @Test
    void resourcesThatBelongToAnEventAreIncludedOnce() {
        JsonNode page = reader.page("include", "metric,profile,attributions", "page[size]", "1000");
        Set<String> identified = new HashSet<>();
        page.at("/data").forEach(event -> {
            for (String name : List.of("metric", "profile")) {
                JsonNode data = event.at("/relationships/" + name + "/data");
                if (!data.isMissingNode()) {
                    identified.add(data.toString());
                }
            }
            event.at("/relationships/attributions/data").forEach(one -> identified.add(one.toString()));
        });
        List<String> included = new ArrayList<>();
        page.at("/included")
                .forEach(resource ->
                        included.add("{\"type\":\"" + resource.at("/type").asText() + "\",\"id\":\""
                                + resource.at("/id").asText() + "\"}"));

        assertThat(included).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(identified);
        assertThat(included).anyMatch(one -> one.contains("attribution"));
        assertThat(reader.page("page[size]", "1000")
                        .at("/data/0/relationships/attributions/data")
                        .isMissingNode())
                .isTrue();
    }
}
