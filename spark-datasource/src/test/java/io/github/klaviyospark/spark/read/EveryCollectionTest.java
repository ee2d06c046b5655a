package io.github.klaviyospark.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Collections;
import io.github.klaviyospark.core.collection.FilterField;
import io.github.klaviyospark.core.collection.Include;
import io.github.klaviyospark.core.collection.Relationship;
import io.github.klaviyospark.emulator.Exchange;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.HeldCollection;
import io.github.klaviyospark.spark.testing.Reading;
import io.github.klaviyospark.spark.testing.SparkExtension;
import io.github.klaviyospark.spark.testing.random.Seeds;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.execution.SparkPlan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every collection there is a descriptor of: all of its columns, filters, orders and included resources, compared with what
 * the emulator holds. Nothing here knows one collection from another but by its descriptor, so a new one is tested by being
 * there. The objects of a type and their ingestion logs come about by other means and have tests of their own.
 */
@ExtendWith(SparkExtension.class)
class EveryCollectionTest {

    /** What can be sorted by and is no column, so that no query asks for it. */
    private static final Set<String> SORTED_BY_NO_COLUMN = Set.of(
            "profiles subscriptions.email.marketing.list_suppressions.timestamp",
            "profiles subscriptions.email.marketing.suppression.timestamp",
            "catalog-categories created",
            "flows/{id}/flow-actions action_type",
            "flows/{id}/flow-actions status");

    /** Old revisions show the parts of a message side by side, and none of these is answered any more; see docs/read.md. */
    private static final String SHAPED_OTHERWISE = "campaign-message definition";

    private static final int QUERIES = 30;

    private static KlaviyoEmulator klaviyo;

    @BeforeAll
    static void start() {
        klaviyo = KlaviyoEmulator.builder()
                .quotas(false)
                .profiles(230)
                .events(700)
                .start();
        addMessage();
    }

    /** Seeded messages have a template or an image, and a column is only seen to be read when it has a value. */
    private static void addMessage() {
        CollectionDescriptor messages = HeldCollection.filled(
                klaviyo, Collections.find("campaigns/ID/campaign-messages").orElseThrow());
        klaviyo.addResources(
                messages.name(),
                List.of(
                        "{\"attributes\":{\"definition\":{\"channel\":\"email\",\"label\":null,\"content\":{\"subject\":\"Tea\"}}},\"relationships\":{\"template\":\""
                                + first("templates") + "\",\"image\":\"" + first("images") + "\"}}"));
    }

    private static String first(String collection) {
        String line = klaviyo.resources(collection).findFirst().orElseThrow();
        return line.replaceFirst("\\{\"id\":\"([^\"]+)\".*", "$1");
    }

    @AfterAll
    static void stop() {
        klaviyo.close();
    }

    private SparkSession spark;
    private int before;

    @BeforeEach
    void remember(SparkSession session) {
        spark = session;
        before = klaviyo.exchanges().size();
    }

    @AfterEach
    void everythingIsAllowed() {
        List<Exchange> here =
                klaviyo.exchanges().subList(before, klaviyo.exchanges().size());
        assertThat(here).allMatch(exchange -> exchange.status() == 200);
    }

    static Stream<CollectionDescriptor> collections() {
        return Collections.all().stream()
                .filter(collection -> !collection.template().startsWith("object-types/"))
                .map(collection -> HeldCollection.filled(klaviyo, collection));
    }

    private DataFrameReader reader(CollectionDescriptor collection, String filter) {
        DataFrameReader reader = Reading.from(klaviyo, spark);
        String all = Stream.concat(required(collection).stream(), Stream.of(filter))
                .filter(one -> !one.isEmpty())
                .collect(Collectors.joining(","));
        return all.isEmpty() ? reader : reader.option("filter", all);
    }

    private static Optional<String> required(CollectionDescriptor collection) {
        return collection.requiredFilter().map(required -> required.example());
    }

    /** The ids that can be found at all: with a required filter, those that it finds. */
    private static Set<String> ids(HeldCollection held, CollectionDescriptor collection) {
        return collection
                .requiredFilter()
                .map(required -> held.found(
                        required.field(), "equals", List.of(required.values().get(0))))
                .orElseGet(held::ids);
    }

    private static List<Row> rows(Dataset<Row> query) {
        SparkPlan plan = query.queryExecution().sparkPlan();
        return PlanEvaluator.rows(plan).stream()
                .map(row -> (Row) CatalystTypeConverters.convertToScala(row, plan.schema()))
                .toList();
    }

    private static Set<String> idsOf(List<Row> rows) {
        Set<String> ids = new HashSet<>();
        rows.forEach(row -> assertThat(ids.add(row.getAs("id"))).as("once").isTrue());
        return ids;
    }

    @ParameterizedTest
    @MethodSource("collections")
    void isReadWithAllItsColumns(CollectionDescriptor collection) {
        HeldCollection held = new HeldCollection(klaviyo, collection);
        DataFrameReader reader = reader(collection, "");
        if (!collection.includes().isEmpty()) {
            reader.option(
                    "include", collection.includes().stream().map(Include::name).collect(Collectors.joining(",")));
        }

        List<Row> rows = reader.load(collection.name()).collectAsList();

        assertThat(idsOf(rows)).isEqualTo(ids(held, collection)).isNotEmpty();
        assertThat(held.differences(rows).stream().filter(difference -> !difference.endsWith("not read")))
                .isEmpty();
        Set<String> seen = new TreeSet<>(List.of(rows.get(0).schema().fieldNames()));
        seen.removeIf(column -> rows.stream().allMatch(row -> row.isNullAt(row.fieldIndex(column))));
        assertThat(seen).as("columns that had a value").containsAll(expected(collection));
    }

    /** Every column but those of ids that answers do not name. */
    private static Set<String> expected(CollectionDescriptor collection) {
        Set<String> columns = new TreeSet<>(Set.of("id"));
        collection.fields().forEach(field -> columns.add(field.name()));
        for (Relationship relationship : collection.relationships()) {
            if (!relationship.isMany()
                    || collection.include(relationship.name()).isPresent()) {
                columns.add(relationship.column());
            }
        }
        collection.includes().forEach(include -> columns.add(include.name().replace('-', '_')));
        return columns;
    }

    @ParameterizedTest
    @MethodSource("collections")
    void isReadTheSameInTheShapeOfOldRevisions(CollectionDescriptor collection) {
        String[] same = Stream.of(reader(collection, "").load(collection.name()).columns())
                .filter(column -> !(collection.type() + " " + column).equals(SHAPED_OTHERWISE))
                .map(column -> namesOnlyOne(collection, column) ? column + "[0] AS " + column : column)
                .toArray(String[]::new);
        List<Row> current = rows(reader(collection, "").load(collection.name()).selectExpr(same));
        List<Row> old = rows(reader(collection, "")
                .option("revision", "2023-06-15")
                .load(collection.name())
                .selectExpr(same));

        assertThat(old).containsExactlyInAnyOrderElementsOf(current);
    }

    /** An attribute can only have held one id. */
    private static boolean namesOnlyOne(CollectionDescriptor collection, String column) {
        return collection.relationships().stream()
                .anyMatch(relationship -> relationship.column().equals(column)
                        && relationship.isMany()
                        && !relationship.formerAttributes().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("collections")
    void isFilteredByEveryFieldAndOperator(CollectionDescriptor collection) {
        HeldCollection held = new HeldCollection(klaviyo, collection);
        for (FilterField field : collection.filters()) {
            for (String operator : field.bare()) {
                check(collection, held, field.name(), operator, List.of(), operator + "(" + field.name() + ")");
            }
            for (String operator : field.single()) {
                String value = Samples.value(held, field, operator);
                String written = operator + "(" + field.name() + "," + Samples.written(field, value) + ")";
                check(collection, held, field.name(), operator, List.of(value), written);
            }
            for (String operator : field.list()) {
                List<String> values = List.of(Samples.value(held, field, operator), Samples.other(field));
                String written = operator + "(" + field.name() + ",["
                        + values.stream()
                                .map(value -> Samples.written(field, value))
                                .collect(Collectors.joining(",")) + "])";
                check(collection, held, field.name(), operator, values, written);
            }
        }
    }

    private void check(
            CollectionDescriptor collection,
            HeldCollection held,
            String field,
            String operator,
            List<String> values,
            String condition) {
        boolean isRequired = required(collection).filter(condition::equals).isPresent();
        Set<String> expected = held.found(field, operator, values);
        expected.retainAll(ids(held, collection));
        if (field.contains("list_suppressions") && !field.endsWith("list_id")) {
            // The API wants to know of which list.
            return;
        }

        List<Row> rows = rows(reader(collection, isRequired ? "" : condition)
                .load(collection.name())
                .select("id"));

        assertThat(idsOf(rows)).as(collection.name() + " " + condition).isEqualTo(expected);
        boolean mayBeNothing = operator.equals("equals") && condition.endsWith("Z)");
        assertThat(expected.isEmpty() && !mayBeNothing)
                .as(collection.name() + " " + condition + " finds nothing")
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("collections")
    void findsTheRowsThatSparkFinds(CollectionDescriptor collection) {
        HeldCollection held = new HeldCollection(klaviyo, collection);
        reader(collection, "").load(collection.name()).createOrReplaceTempView("collection");
        truth();
        for (FilterField field : collection.filters()) {
            if (field.column().isEmpty()
                    || required(collection)
                            .filter(one -> one.contains(field.name()))
                            .isPresent()) {
                continue;
            }
            for (String condition : Samples.conditions(held, field)) {
                int sent = klaviyo.exchanges().size();
                Set<String> expected = idsOf(rows(spark.sql("SELECT id FROM truth WHERE " + condition)));
                Set<String> found = idsOf(rows(spark.sql("SELECT id FROM collection WHERE " + condition)));

                assertThat(found).as(collection.name() + " " + condition).isEqualTo(expected);
                assertThat(Reading.queries(klaviyo)
                                .subList(sent, klaviyo.exchanges().size()))
                        .isNotEmpty()
                        .as(collection.name() + " " + condition)
                        .allMatch(query ->
                                query.contains("(" + field.name() + ",") || query.contains("(" + field.name() + ")"));
            }
        }
    }

    /** What is pushed and what is left select the rows that Spark selects. */
    @ParameterizedTest
    @MethodSource("collections")
    void findsTheRowsThatSparkFindsByAnyCondition(CollectionDescriptor collection) {
        findsTheRowsThatSparkFinds(collection, Seeds.fixed());
    }

    @ParameterizedTest
    @MethodSource("collections")
    @Tag("seeds")
    void findsTheRowsThatSparkFindsByOtherConditions(CollectionDescriptor collection) {
        findsTheRowsThatSparkFinds(collection, Seeds.fresh());
    }

    private void findsTheRowsThatSparkFinds(CollectionDescriptor collection, long seed) {
        Random random = new Random(seed);
        reader(collection, "").load(collection.name()).createOrReplaceTempView("collection");
        List<Row> all = truth();
        List<String> liked = collection.filters().stream()
                .flatMap(field -> field.column().stream())
                .toList();
        RandomCondition conditions = new RandomCondition(random, all, liked);
        for (int i = 0; i < QUERIES; i++) {
            String condition = conditions.sql(3);
            int limit = random.nextInt(4) == 0 ? 1 + random.nextInt(all.size()) : Integer.MAX_VALUE;
            String query = "SELECT id FROM collection WHERE " + condition
                    + (limit == Integer.MAX_VALUE ? "" : " LIMIT " + limit);

            Set<String> expected = idsOf(rows(spark.sql("SELECT id FROM truth WHERE " + condition)));
            Set<String> found = idsOf(rows(spark.sql(query)));

            assertThat(expected)
                    .as("random.seed=%d %s %s", seed, collection.name(), query)
                    .containsAll(found);
            assertThat(found)
                    .as("random.seed=%d %s %s", seed, collection.name(), query)
                    .hasSize(Math.min(limit, expected.size()));
        }
    }

    private List<Row> truth() {
        List<Row> all = rows(spark.sql("SELECT * FROM collection"));
        spark.createDataFrame(all, spark.table("collection").schema()).createOrReplaceTempView("truth");
        return all;
    }

    @ParameterizedTest
    @MethodSource("collections")
    void isInTheOrdersThatSparkGives(CollectionDescriptor collection) {
        reader(collection, "").option("slices", "1").load(collection.name()).createOrReplaceTempView("collection");
        truth();
        Set<String> columns = Set.of(spark.table("collection").columns());
        for (String key : collection.sortKeys()) {
            if (!columns.contains(key)) {
                assertThat(SORTED_BY_NO_COLUMN).contains(collection.template() + " " + key);
                continue;
            }
            for (String order : List.of(key, key + " DESC")) {
                String query = "SELECT id, " + key + " FROM %s ORDER BY " + order + " LIMIT 7";
                int sent = klaviyo.exchanges().size();
                List<Object> expected = keys(spark.sql(query.formatted("truth")));
                List<Object> found = keys(spark.sql(query.formatted("collection")));

                assertThat(found).as(collection.name() + " " + order).isEqualTo(expected);
                assertThat(Reading.queries(klaviyo).get(sent).contains("sort="))
                        .as(collection.name() + " " + order + " is asked for")
                        .isEqualTo(collection.isOrderedBy(key));
            }
        }
    }

    private static List<Object> keys(Dataset<Row> query) {
        return rows(query).stream().map(row -> row.get(1)).toList();
    }
}
