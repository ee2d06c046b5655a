package io.github.klaviyospark.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every filter that Klaviyo's document has, worked out once more from what the emulator holds. */
final class CollectionFilterTest {
    private static final List<String> OPERATORS = List.of(
            "any",
            "contains",
            "contains-all",
            "contains-any",
            "ends-with",
            "equals",
            "greater-or-equal",
            "greater-than",
            "has",
            "less-or-equal",
            "less-than",
            "starts-with");

    private static KlaviyoEmulator emulator;
    private static ApiClient client;

    @BeforeAll
    static void start() {
        emulator = KlaviyoEmulator.builder()
                .quotas(false)
                .profiles(400)
                .events(700)
                .start();
        client = new ApiClient(emulator.endpoint());
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    static List<CollectionFacts.Filter> filters() {
        return CollectionFacts.Filter.all();
    }

    @Test
    void theFileHasAFilterForEachCollectionThatTakesOne() {
        Set<String> paths = new TreeSet<>();
        filters().forEach(filter -> paths.add(filter.path()));

        assertThat(paths)
                .containsExactlyInAnyOrderElementsOf(CollectionFacts.paths().stream()
                        .filter(path -> CollectionFacts.of(path).has("filter"))
                        .toList());
        assertThat(filters()).hasSizeGreaterThan(60);
    }

    @ParameterizedTest
    @MethodSource("filters")
    void aFilterSelectsWhatItSays(CollectionFacts.Filter filter) {
        CollectionTruth truth = CollectionTruth.of(emulator, filter.path());
        Asked asked = new Asked(truth, filter);
        List<String> values = asked.values();
        assertThat(values).isNotEmpty();
        for (String operator : filter.single()) {
            if (operator.equals("has")) {
                asked.expect("has(" + filter.field() + ")", held -> !held.isEmpty(), true);
                continue;
            }
            for (String value : asked.some(values, operator)) {
                asked.expect(
                        operator + "(" + filter.field() + "," + asked.literal(value) + ")",
                        held -> held.stream().anyMatch(one -> holds(filter.kind(), operator, one, asked.bound(value))),
                        !operator.startsWith("greater") && !operator.startsWith("less"));
            }
        }
        for (String operator : filter.list()) {
            List<String> any = asked.some(values, "equals");
            List<String> literals = any.stream().map(asked::literal).toList();
            asked.expect(
                    operator + "(" + filter.field() + ",[" + String.join(",", literals) + "])",
                    held -> held.stream().anyMatch(any::contains),
                    true);
        }
    }

    @ParameterizedTest
    @MethodSource("filters")
    void otherOperatorsAndFormsAreRefused(CollectionFacts.Filter filter) {
        CollectionTruth truth = CollectionTruth.of(emulator, filter.path());
        CollectionReader reader = new CollectionReader(client, truth.path());
        Asked asked = new Asked(truth, filter);
        String literal = filter.kind().equals("none")
                ? "'x'"
                : asked.literal(asked.values().get(0));
        for (String operator : OPERATORS) {
            if (!filter.single().contains(operator) && !operator.equals("has")) {
                assertThat(reader.refused(400, "filter", operator + "(" + filter.field() + "," + literal + ")"))
                        .contains("'" + operator + "'", filter.field());
            }
            if (!filter.list().contains(operator) && !operator.equals("has")) {
                assertThat(reader.refused(400, "filter", operator + "(" + filter.field() + ",[" + literal + "])"))
                        .contains("'" + operator + "'", filter.field());
            }
        }
        if (!filter.values().isEmpty()) {
            String operator = filter.single().iterator().next();
            assertThat(reader.refused(400, "filter", operator + "(" + filter.field() + ",'Colour')"))
                    .contains("'Colour' is not a valid value");
        }
        if (!filter.single().isEmpty() && !filter.kind().equals("none")) {
            String operator = filter.single().iterator().next();
            String one = operator + "(" + filter.field() + "," + literal + ")";
            assertThat(reader.refused(400, "filter", one + "," + one)).contains("is given more than once");
            String wrong = filter.kind().equals("text") ? "5" : "'5'";
            assertThat(reader.refused(400, "filter", operator + "(" + filter.field() + "," + wrong + ")"))
                    .contains("is compared with");
        }
        assertThat(reader.refused(400, "filter", "equals(colour,'x')"))
                .contains("'colour' is not a filterable field for this resource", filter.field());
    }

    @Test
    void aCommaMeansAnd() {
        CollectionTruth truth = CollectionTruth.of(emulator, "flows");
        CollectionReader reader = new CollectionReader(client, "flows");
        List<String> expected = truth.lines().values().stream()
                .filter(line -> line.at("/attributes/archived").asBoolean()
                        && line.at("/attributes/status").asText().equals("live"))
                .map(line -> line.at("/id").textValue())
                .toList();

        assertThat(expected).isNotEmpty();
        assertThat(reader.ids("filter", "equals(archived,true),equals(status,'live')"))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(reader.ids("filter", "and(equals(archived,true),equals(status,'live'))"))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void whatIsNoFilterIsRefused() {
        CollectionReader reader = new CollectionReader(client, "flows");

        for (String text :
                List.of("", "status", "equals(status)", "equals(status, 'live')", "not(equals(status,'live'))")) {
            assertThat(reader.refused(400, "filter", text)).isEqualTo("Invalid filter provided");
        }
        assertThat(reader.refused(400, "filter", "equals(status,'')")).contains("strings that are not empty");
        assertThat(reader.refused(400, "filter", "any(id,[])")).contains("from 1 to 100");
        assertThat(reader.refused(400, "filter", "any(id,['" + "a','".repeat(100) + "a'])"))
                .contains("from 1 to 100 of them, not 101");
        assertThat(reader.ids("filter", "equals(status,'LIVE')")).isEmpty();
    }

    @Test
    void campaignsMustSayWhichChannel() {
        CollectionReader reader = new CollectionReader(client, "campaigns");

        assertThat(reader.refused(400)).startsWith("A filter on 'messages.channel' is required");
        assertThat(reader.refused(400, "filter", "equals(archived,true)"))
                .startsWith("A filter on 'messages.channel' is required");
    }

    private static boolean holds(String kind, String operator, String held, String wanted) {
        if (kind.equals("time") || kind.equals("epoch")) {
            Instant one = instant(kind, held);
            Instant other = instant(kind, wanted);
            return switch (operator) {
                case "greater-than" -> one.isAfter(other);
                case "greater-or-equal" -> !one.isBefore(other);
                case "less-than" -> one.isBefore(other);
                case "less-or-equal" -> !one.isAfter(other);
                default -> one.equals(other);
            };
        }
        return switch (operator) {
            case "contains" -> held.contains(wanted);
            case "starts-with" -> held.startsWith(wanted);
            case "ends-with" -> held.endsWith(wanted);
            default -> held.equals(wanted);
        };
    }

    private static Instant instant(String kind, String text) {
        return kind.equals("epoch") && !text.contains("T")
                ? Instant.ofEpochSecond(Long.parseLong(text))
                : OffsetDateTime.parse(text).toInstant();
    }

    static List<String> filteredPaths() {
        return filters().stream().map(CollectionFacts.Filter::path).distinct().toList();
    }

    @ParameterizedTest
    @MethodSource("filteredPaths")
    void filtersTogetherSelectWhatAllOfThemSay(String path) {
        CollectionTruth truth = CollectionTruth.of(emulator, path);
        CollectionReader reader = new CollectionReader(client, truth.path());
        List<CollectionFacts.Filter> fields =
                filters().stream().filter(filter -> filter.path().equals(path)).toList();
        SplittableRandom random = new SplittableRandom(path.hashCode());
        for (int round = 0; round < 25; round++) {
            List<CollectionFacts.Filter> some = new ArrayList<>(fields);
            Collections.shuffle(some, new Random(random.nextLong()));
            some = new ArrayList<>(some.subList(0, Math.min(some.size(), 1 + random.nextInt(3))));
            fields.stream()
                    .filter(filter -> filter.field().equals("messages.channel"))
                    .filter(Predicate.not(some::contains))
                    .forEach(some::add);
            List<Condition> conditions = new ArrayList<>();
            some.forEach(filter -> conditions.add(new Asked(truth, filter).condition(random)));
            String text =
                    String.join(",", conditions.stream().map(Condition::text).toList());
            List<String> expected = truth.lines().values().stream()
                    .filter(line -> conditions.stream()
                            .allMatch(condition -> condition.passes().test(line)))
                    .map(line -> line.at("/id").textValue())
                    .toList();
            List<String> parameters = new ArrayList<>(List.of("filter", text));
            if (CollectionFacts.of(path).has("page[size]")) {
                parameters.addAll(List.of(
                        "page[size]",
                        Integer.toString(1
                                + random.nextInt(
                                        Math.min(60, CollectionFacts.of(path).mostPerPage())))));
            }
            if (CollectionFacts.of(path).has("sort")) {
                List<String> sorts = List.copyOf(CollectionFacts.of(path).values("sort"));
                parameters.addAll(List.of("sort", sorts.get(random.nextInt(sorts.size()))));
            }

            assertThat(reader.ids(parameters.toArray(String[]::new)))
                    .as(text)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    /** A filter and which lines it lets pass. */
    private record Condition(String text, Predicate<JsonNode> passes) {}

    /** What is asked of one field, and what is known about it. */
    private static final class Asked {
        private final CollectionTruth truth;
        private final CollectionFacts.Filter filter;
        private final CollectionReader reader;

        Asked(CollectionTruth truth, CollectionFacts.Filter filter) {
            this.truth = truth;
            this.filter = filter;
            this.reader = new CollectionReader(client, truth.path());
        }

        /** The seconds of an event are held with its datetime. */
        private List<String> held(JsonNode line) {
            return truth.values(line, filter.kind().equals("epoch") ? "datetime" : filter.field());
        }

        List<String> values() {
            Set<String> values = new LinkedHashSet<>();
            truth.lines().values().forEach(line -> held(line).forEach(value -> {
                if (filter.values().isEmpty() || filter.values().contains(value)) {
                    values.add(value);
                }
            }));
            return List.copyOf(values);
        }

        /** A few values, or parts of them, as the operator wants them. */
        List<String> some(List<String> values, String operator) {
            List<String> some = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                some.add(part(values.get(i * (values.size() - 1) / 3), operator));
            }
            if (filter.kind().equals("time") && operator.equals("equals")) {
                return values.stream()
                        .filter(value -> value.contains(".000000"))
                        .toList();
            }
            return some;
        }

        private static String part(String value, String operator) {
            int middle = value.offsetByCodePoints(0, value.codePointCount(0, value.length()) / 2);
            String part =
                    switch (operator) {
                        case "contains" -> value.substring(value.offsetByCodePoints(0, 1), middle + 1);
                        case "starts-with" -> value.substring(0, middle);
                        case "ends-with" -> value.substring(middle);
                        default -> value;
                    };
            return part.isEmpty() ? value : part;
        }

        /** Any filter of the field, and which lines it lets pass. */
        Condition condition(SplittableRandom random) {
            List<String> operators = new ArrayList<>(filter.single());
            filter.list().forEach(operator -> operators.add(operator + "[]"));
            String operator = operators.get(random.nextInt(operators.size()));
            if (operator.equals("has")) {
                return new Condition(
                        "has(" + filter.field() + ")", line -> !held(line).isEmpty());
            }
            List<String> values = values();
            boolean list = operator.endsWith("[]");
            String name = list ? operator.substring(0, operator.length() - 2) : operator;
            List<String> wanted = new ArrayList<>();
            for (int i = list ? random.nextInt(5) : 0; i >= 0; i--) {
                wanted.add(part(values.get(random.nextInt(values.size())), name));
            }
            String literals =
                    String.join(",", wanted.stream().map(this::literal).toList());
            return new Condition(
                    name + "(" + filter.field() + "," + (list ? "[" + literals + "]" : literals) + ")",
                    line -> held(line).stream()
                            .anyMatch(one -> list
                                    ? wanted.contains(one)
                                    : holds(filter.kind(), name, one, bound(wanted.get(0)))));
        }

        /** What a literal says, as a value that is held. */
        String bound(String value) {
            return List.of("time", "epoch").contains(filter.kind()) ? literal(value) : value;
        }

        String literal(String value) {
            return switch (filter.kind()) {
                case "time" -> value.replaceFirst("\\..*", "Z");
                case "epoch" -> Long.toString(instant("time", value).getEpochSecond());
                case "boolean" -> value;
                default -> '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            };
        }

        void expect(String asked, Predicate<List<String>> passes, boolean some) {
            boolean campaigns =
                    filter.path().equals("campaigns") && !filter.field().equals("messages.channel");
            String text = campaigns ? "equals(messages.channel,'email')," + asked : asked;
            List<String> expected = new ArrayList<>();
            truth.lines().forEach((id, line) -> {
                if (passes.test(held(line))
                        && (!campaigns || truth.values(line, "messages.channel").contains("email"))) {
                    expected.add(id);
                }
            });

            assertThat(reader.ids("filter", text)).as(text).containsExactlyInAnyOrderElementsOf(expected);
            if (some && !campaigns) {
                assertThat(expected).as(text.toLowerCase(Locale.ROOT)).isNotEmpty();
            }
        }
    }
}
