package io.github.klaviyospark.core.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.collection.Collections;
import io.github.klaviyospark.core.collection.FilterField;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FilterPlanTest {

    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00.25Z");
    private static final int ROOM = 6_000;
    private static final long SECOND = 1_000_000;

    private static List<String> written(Constraint constraint) {
        return FilterPlan.filters(constraint, Filter.NONE, ROOM, NOW).stream()
                .map(Filter::written)
                .toList();
    }

    private static Constraint ids(int count) {
        return Constraint.values(
                "id", IntStream.range(0, count).mapToObj(i -> "id-" + i).toList());
    }

    @Test
    void asksForEverythingWhenNothingIsSaid() {
        assertThat(written(Constraint.ALL)).containsExactly("");
    }

    @Test
    void asksNothingWhenNothingCanBeFound() {
        assertThat(written(Constraint.values("id", List.of("a")).and(Constraint.values("id", List.of("b")))))
                .isEmpty();
        assertThat(written(Constraint.between("created", 5, 4))).isEmpty();
    }

    @Test
    void cutsLongLists() {
        List<String> filters = written(ids(250));

        assertThat(filters).hasSize(3).allMatch(filter -> filter.startsWith("any(id,["));
        assertThat(filters.stream().flatMap(filter -> List.of(filter.split("\"")).stream()))
                .filteredOn(part -> part.startsWith("id-"))
                .hasSize(250)
                .doesNotHaveDuplicates();
    }

    @Test
    void cutsListsThatWouldMakeTheUrlTooLong() {
        Constraint longTexts = Constraint.values(
                "external_id",
                IntStream.range(0, 10).mapToObj(i -> i + "é".repeat(200)).toList());

        assertThat(FilterPlan.filters(longTexts, Filter.NONE, 4_000, NOW)).hasSize(4);
    }

    @Test
    void keepsTextsTogetherThatOnlyDifferInCase() {
        List<String> values = IntStream.range(0, 150)
                .boxed()
                .flatMap(i -> List.of("a" + i + "@x.example.net", "A" + i + "@X.example.net").stream())
                .toList();

        for (Filter filter : FilterPlan.filters(Constraint.values("email", values), Filter.NONE, ROOM, NOW)) {
            List<String> found = List.of(filter.written().split("\"")).stream()
                    .filter(part -> part.contains("@"))
                    .toList();
            Set<String> alike = found.stream().map(String::toLowerCase).collect(Collectors.toSet());
            assertThat(found).hasSize(alike.size() * 2);
        }
    }

    @Test
    void doesNotAskForPairsOfLongLists() {
        Constraint other = Constraint.values(
                "external_id", IntStream.range(0, 101).mapToObj(i -> "x" + i).toList());

        assertThat(ids(101).isAskable()).isTrue();
        assertThat(ids(101).and(other).isAskable()).isFalse();
        assertThat(ids(20).and(other).isAskable()).isTrue();
    }

    @Test
    void leavesRoomForShortListsBesideALongOne() {
        Constraint wanted = ids(400).and(Constraint.values("external_id", List.of("é".repeat(70), "b")))
                .and(Constraint.values("email", List.of("é".repeat(70))));

        List<Filter> filters = FilterPlan.filters(wanted, Filter.NONE, 1_800, NOW);

        assertThat(filters)
                .hasSizeGreaterThan(4)
                .allMatch(filter -> URLEncoder.encode(filter.written(), StandardCharsets.UTF_8)
                                .length()
                        <= 1_800 + 150);
    }

    @Test
    void leavesAloneWhatCannotBeSent() {
        assertThat(Constraint.values("id", List.of("a", "b\n"))).isSameAs(Constraint.ALL);
        assertThat(Constraint.values("id", List.of("a", ""))).isSameAs(Constraint.ALL);
        assertThat(Constraint.values("id", List.of("\ud800"))).isSameAs(Constraint.ALL);
        assertThat(Constraint.values("id", List.of("x".repeat(2_001)))).isSameAs(Constraint.ALL);
    }

    @Test
    void widensStrictBounds() {
        long noon = Instant.parse("2026-06-01T12:00:00Z").getEpochSecond() * SECOND;

        assertThat(written(Constraint.between("created", noon, noon)))
                .containsExactly("greater-than(created,2026-06-01T11:59:59Z),less-than(created,2026-06-01T12:00:01Z)");
        assertThat(written(Constraint.between("created", noon + 1, Long.MAX_VALUE)))
                .containsExactly("greater-than(created,2026-06-01T12:00:00Z)");
        assertThat(written(Constraint.between("created", Long.MIN_VALUE, noon - 1)))
                .containsExactly("less-than(created,2026-06-01T12:00:00Z)");
    }

    @Test
    void namesNoBoundInTheFuture() {
        long future = NOW.plusSeconds(3_600).getEpochSecond() * SECOND;

        assertThat(written(Constraint.between("created", Long.MIN_VALUE, future)))
                .containsExactly("");
        assertThat(written(Constraint.between("created", future, Long.MAX_VALUE)))
                .containsExactly("greater-than(created,2026-07-01T11:59:00Z)");
        assertThat(written(Constraint.between("created", Long.MIN_VALUE + 1, Long.MAX_VALUE - 1)))
                .containsExactly("");
    }

    /** Whether the server compares what it keeps or what it shows, it finds every row in the range. */
    @Property
    void findsAtLeastTheRange(
            @ForAll @LongRange(min = -5 * SECOND, max = 90 * SECOND) long from,
            @ForAll @LongRange(min = -5 * SECOND, max = 90 * SECOND) long to,
            @ForAll @LongRange(min = 0, max = 80 * SECOND) long kept,
            @ForAll boolean isInclusive) {
        Instant now = Instant.ofEpochSecond(81);
        long shown = Math.floorDiv(kept, SECOND) * SECOND;

        for (long row : new long[] {kept, shown}) {
            if (row >= from && row <= to) {
                for (Condition condition : conditions(new TimeRange(from, to, isInclusive), now)) {
                    long bound = Instant.parse(condition.values().get(0).text()).getEpochSecond() * SECOND;
                    assertThat(holds(condition.operator(), kept, bound)).isTrue();
                    assertThat(holds(condition.operator(), row, bound)).isTrue();
                }
            }
        }
    }

    @Property
    void findsAtLeastTheRangeInSeconds(
            @ForAll @LongRange(min = -5, max = 90) long from,
            @ForAll @LongRange(min = -5, max = 90) long to,
            @ForAll @LongRange(min = 0, max = 80) long row) {
        Instant now = Instant.ofEpochSecond(81);
        if (row >= from && row <= to) {
            for (Condition condition : conditions(new SecondsRange(from, to), now)) {
                long bound = Long.parseLong(condition.values().get(0).text());
                assertThat(bound).isBetween(0L, now.getEpochSecond());
                assertThat(holds(condition.operator(), row, bound)).isTrue();
            }
        }
    }

    private static List<Condition> conditions(Domain range, Instant now) {
        List<Filter> parts = range.parts("created", ROOM, now);
        assertThat(parts).hasSize(1);
        return parts.get(0).conditions();
    }

    private static boolean holds(Operator operator, long value, long bound) {
        return switch (operator) {
            case GREATER_THAN -> value > bound;
            case GREATER_OR_EQUAL -> value >= bound;
            case LESS_THAN -> value < bound;
            default -> throw new AssertionError(operator);
        };
    }

    private static FilterField field(String collection, String name) {
        return Collections.find(collection).orElseThrow().filter(name).orElseThrow();
    }

    @Test
    void asksEachFieldAsItCanBeAsked() {
        assertThat(written(Constraint.values(field("lists", "name"), List.of("Tea"))))
                .as("a list only")
                .containsExactly("any(name,[\"Tea\"])");
        assertThat(written(Constraint.values(field("events", "metric_id"), List.of("b", "a"))))
                .as("a list by equals")
                .containsExactly("equals(metric_id,[\"a\",\"b\"])");
        assertThat(written(Constraint.values(field("events", "profile_id"), List.of("b", "a"))))
                .as("single values only")
                .containsExactly("equals(profile_id,\"a\")", "equals(profile_id,\"b\")");
        assertThat(written(Constraint.values(field("flows", "archived"), List.of("true"))))
                .containsExactly("equals(archived,true)");
        assertThat(written(Constraint.between(field("events", "datetime"), 0, 1_500_000)))
                .containsExactly(
                        "greater-or-equal(datetime,1970-01-01T00:00:00Z),less-than(datetime,1970-01-01T00:00:02Z)");
        assertThat(written(Constraint.between(field("lists", "created"), 1, 2)))
                .as("no upper bound")
                .containsExactly("greater-than(created,1970-01-01T00:00:00Z)");
        assertThat(written(Constraint.part(field("flows", "name"), Operator.ENDS_WITH, "é\"")))
                .containsExactly("ends-with(name,\"é\\\"\")");
        assertThat(written(Constraint.has(field("events", "metric")))).containsExactly("has(metric)");
    }

    @Test
    void asksNothingOfAFieldThatItCannotBeAsked() {
        assertThat(Constraint.values(field("catalog-items", "title"), List.of("Tea")))
                .isSameAs(Constraint.ALL);
        assertThat(Constraint.part(field("catalog-items", "title"), Operator.STARTS_WITH, "Tea"))
                .isSameAs(Constraint.ALL);
        assertThat(Constraint.part(field("catalog-items", "title"), Operator.CONTAINS, ""))
                .isSameAs(Constraint.ALL);
        assertThat(Constraint.has(field("events", "metric_id"))).isSameAs(Constraint.ALL);
        assertThat(Constraint.values(field("profile-bulk-import-jobs", "status"), List.of("complete", "cancelled")))
                .as("a value that resources have and filters do not")
                .isSameAs(Constraint.ALL);
        assertThat(Constraint.betweenSeconds(field("profiles", "created"), 1, 2))
                .isSameAs(Constraint.ALL);
    }

    @Test
    void makesAsManyRequestsForSingleValuesAsPay() {
        FilterField profile = field("events", "profile_id");

        assertThat(Constraint.values(profile, texts(50)).isAskable()).isTrue();
        assertThat(Constraint.values(profile, texts(51)).isAskable()).isFalse();
        assertThat(Constraint.values(field("tags", "name"), texts(51)).isAskable())
                .isTrue();
        assertThat(Constraint.values(profile, texts(2))
                        .and(Constraint.values(field("events", "metric_id"), texts(101)))
                        .isAskable())
                .as("a request for each pair")
                .isFalse();
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    @Test
    void keepsWhatSaysMoreOfAField() {
        Constraint part = Constraint.part(field("flows", "name"), Operator.CONTAINS, "a");
        Constraint value = Constraint.values(field("flows", "name"), List.of("tea"));

        assertThat(written(part.and(value))).containsExactly("equals(name,\"tea\")");
        assertThat(written(value.and(part))).containsExactly("equals(name,\"tea\")");
        assertThat(written(part.or(value))).containsExactly("");
        assertThat(written(value.or(part))).containsExactly("");
        assertThat(written(part.or(part))).containsExactly("contains(name,\"a\")");
    }

    @Property
    void combinesAsSetsDo(
            @ForAll @Size(max = 5) Set<@net.jqwik.api.constraints.CharRange(from = 'a', to = 'f') Character> left,
            @ForAll @Size(max = 5) Set<@net.jqwik.api.constraints.CharRange(from = 'a', to = 'f') Character> right) {
        Constraint a = of(left);
        Constraint b = of(right);

        assertThat(a.and(b).isImpossible()).isEqualTo(left.stream().noneMatch(right::contains));
        assertThat(a.or(b).isImpossible()).isEqualTo(left.isEmpty() && right.isEmpty());
        assertThat(a.or(Constraint.ALL).isImpossible()).isFalse();
        assertThat(a.and(Constraint.ALL).fields()).containsExactly("id");
    }

    private static Constraint of(Set<Character> letters) {
        return Constraint.values("id", letters.stream().map(String::valueOf).toList());
    }

    @Test
    void saysNothingOfAFieldThatOneSideLeavesOpen() {
        Constraint both = ids(2).and(Constraint.between("created", 0, 1));

        assertThat(both.or(ids(3)).fields()).containsExactly("id");
        assertThat(both.or(Constraint.between("updated", 0, 1)).fields()).isEmpty();
    }
}
