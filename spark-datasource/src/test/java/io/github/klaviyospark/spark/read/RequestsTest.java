package io.github.klaviyospark.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.Reading;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Queries and the very requests that they send, decoded; the first of each chain. The account is small, so that each chain
 * is one request.
 */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestsTest {

    private static final String EVERYTHING =
            "additional-fields[profile]=subscriptions,predictive_analytics&page[size]=100";

    private KlaviyoEmulator klaviyo;

    @BeforeAll
    void start() {
        klaviyo = KlaviyoEmulator.builder().quotas(false).profiles(30).start();
    }

    @AfterAll
    void stop() {
        klaviyo.close();
    }

    private static Arguments query(String sql, String... requests) {
        return Arguments.of("", sql, List.of(requests));
    }

    private static Arguments including(String include, String sql, String... requests) {
        return Arguments.of(include, sql, List.of(requests));
    }

    private static String filtered(String filter) {
        return "filter=" + filter + "&fields[profile]=id&page[size]=100";
    }

    private static String emailFiltered(String filter) {
        return "filter=" + filter + "&fields[profile]=email&page[size]=100";
    }

    private static String createdFiltered(String filter) {
        return "filter=" + filter + "&fields[profile]=created&page[size]=100";
    }

    static Stream<Arguments> columns() {
        return Stream.of(
                query("SELECT * FROM profiles", EVERYTHING),
                query("SELECT email FROM profiles", "fields[profile]=email&page[size]=100"),
                query("SELECT id FROM profiles", "fields[profile]=id&page[size]=100"),
                query("SELECT count(*) FROM profiles", "fields[profile]=id&page[size]=100"),
                query("SELECT count(email) FROM profiles", "fields[profile]=email&page[size]=100"),
                query("SELECT email, id, created FROM profiles", "fields[profile]=email,created&page[size]=100"),
                query("SELECT location.city FROM profiles", "fields[profile]=location.city&page[size]=100"),
                query(
                        "SELECT location.city, location.zip, email FROM profiles",
                        "fields[profile]=email,location.city,location.zip&page[size]=100"),
                query("SELECT location FROM profiles", "fields[profile]=location&page[size]=100"),
                query("SELECT properties['tier'] FROM profiles", "fields[profile]=properties&page[size]=100"),
                query(
                        "SELECT subscriptions FROM profiles",
                        "additional-fields[profile]=subscriptions&fields[profile]=subscriptions&page[size]=100"),
                query(
                        "SELECT subscriptions.email.marketing.consent FROM profiles",
                        "additional-fields[profile]=subscriptions"
                                + "&fields[profile]=subscriptions.email.marketing.consent&page[size]=100"),
                query(
                        "SELECT subscriptions.email.marketing.suppression.reason FROM profiles",
                        "additional-fields[profile]=subscriptions"
                                + "&fields[profile]=subscriptions.email.marketing.suppression&page[size]=100"),
                query(
                        "SELECT predictive_analytics.churn_probability FROM profiles",
                        "additional-fields[profile]=predictive_analytics"
                                + "&fields[profile]=predictive_analytics.churn_probability&page[size]=100"),
                query("SELECT email FROM (SELECT * FROM profiles)", "fields[profile]=email&page[size]=100"),
                including("push-tokens", "SELECT email FROM profiles", "fields[profile]=email&page[size]=100"),
                including(
                        "push-tokens,conversations",
                        "SELECT push_tokens, email FROM profiles",
                        "fields[profile]=email&include=push-tokens&page[size]=100"),
                including(
                        "push-tokens",
                        "SELECT push_tokens.token FROM profiles",
                        "fields[profile]=id&fields[push-token]=token&include=push-tokens&page[size]=100"),
                including(
                        "conversations, push-tokens",
                        "SELECT conversations, push_tokens.metadata.os_name FROM profiles",
                        "fields[profile]=id&fields[push-token]=metadata.os_name&include=conversations,push-tokens"
                                + "&page[size]=100"));
    }

    static Stream<Arguments> filters() {
        return Stream.of(
                query("SELECT id FROM profiles WHERE id = 'x'", filtered("equals(id,\"x\")")),
                query("SELECT id FROM profiles WHERE 'x' = id", filtered("equals(id,\"x\")")),
                query("SELECT id FROM profiles WHERE id <=> 'x'", filtered("equals(id,\"x\")")),
                query("SELECT id FROM profiles WHERE id IN ('b', 'a', 'b')", filtered("any(id,[\"a\",\"b\"])")),
                query("SELECT id FROM profiles WHERE id = 'b' OR id = 'a'", filtered("any(id,[\"a\",\"b\"])")),
                query(
                        "SELECT id FROM profiles WHERE id IN ('a', 'b') AND id IN ('b', 'c')",
                        filtered("equals(id,\"b\")")),
                query("SELECT id FROM profiles WHERE id = 'a' AND id = 'b'"),
                query(
                        "SELECT id FROM profiles WHERE external_id = 'it\\'s \"a\\\\b\"+%&,)'",
                        filtered("equals(external_id,\"it's \\\"a\\\\b\\\"+%&,)\")")),
                query(
                        "SELECT email FROM profiles WHERE email = 'a+b@x.example.net'",
                        emailFiltered("equals(email,\"a+b@x.example.net\")")),
                query("SELECT email FROM profiles WHERE email IS NULL", "fields[profile]=email&page[size]=100"),
                query("SELECT email FROM profiles WHERE email <> 'a'", "fields[profile]=email&page[size]=100"),
                query("SELECT email FROM profiles WHERE lower(email) = 'a'", "fields[profile]=email&page[size]=100"),
                query("SELECT email FROM profiles WHERE email LIKE 'a%'", "fields[profile]=email&page[size]=100"),
                query("SELECT email FROM profiles WHERE email = ''", "fields[profile]=email&page[size]=100"),
                query(
                        "SELECT email FROM profiles WHERE email = 'a' OR id = 'b'",
                        "fields[profile]=email&page[size]=100"),
                query(
                        "SELECT email FROM profiles WHERE (email = 'a' AND first_name = 'x') OR email = 'b'",
                        "filter=any(email,[\"a\",\"b\"])&fields[profile]=email,first_name&page[size]=100"),
                query(
                        "SELECT email FROM profiles WHERE phone_number = '+46700000001' AND title = 'x'",
                        "filter=equals(phone_number,\"+46700000001\")&fields[profile]=email,phone_number,title"
                                + "&page[size]=100"),
                query(
                        "SELECT created FROM profiles WHERE created > TIMESTAMP'2026-01-01 00:00:00Z'",
                        createdFiltered("greater-than(created,2026-01-01T00:00:00Z)")),
                query(
                        "SELECT created FROM profiles WHERE created >= TIMESTAMP'2026-01-01 00:00:00Z'",
                        createdFiltered("greater-than(created,2025-12-31T23:59:59Z)")),
                query(
                        "SELECT created FROM profiles WHERE created < TIMESTAMP'2026-01-01 00:00:00.25Z'",
                        createdFiltered("less-than(created,2026-01-01T00:00:01Z)")),
                query(
                        "SELECT created FROM profiles WHERE created BETWEEN TIMESTAMP'2025-01-01 00:00:00Z'"
                                + " AND TIMESTAMP'2025-02-01 00:00:00Z' AND created <> TIMESTAMP'2025-01-02 00:00:00Z'",
                        createdFiltered(
                                "greater-than(created,2024-12-31T23:59:59Z),less-than(created,2025-02-01T00:00:01Z)")),
                query(
                        "SELECT created FROM profiles WHERE created = TIMESTAMP'2025-01-01 00:00:00Z'"
                                + " OR created = TIMESTAMP'2025-03-01 00:00:00Z'",
                        createdFiltered(
                                "greater-than(created,2024-12-31T23:59:59Z),less-than(created,2025-03-01T00:00:01Z)")),
                query(
                        "SELECT created FROM profiles WHERE created IN (TIMESTAMP'2025-03-01 00:00:00Z',"
                                + " TIMESTAMP'2025-01-01 00:00:00Z', NULL)",
                        createdFiltered(
                                "greater-than(created,2024-12-31T23:59:59Z),less-than(created,2025-03-01T00:00:01Z)")),
                query(
                        "SELECT created FROM profiles WHERE created < TIMESTAMP'2100-01-01 00:00:00Z'",
                        "fields[profile]=created&page[size]=100"),
                query(
                        "SELECT id FROM profiles WHERE created > TIMESTAMP'2025-03-01 00:00:00Z' AND updated < TIMESTAMP'2025-01-01 00:00:00Z' AND id = 'a'",
                        "filter=less-than(updated,2025-01-01T00:00:00Z),equals(id,\"a\"),greater-than(created,2025-03-01T00:00:00Z)&fields[profile]=created,updated&page[size]=100"),
                query(
                        "SELECT id FROM profiles WHERE created > TIMESTAMP'2025-03-01 00:00:00Z' AND created < TIMESTAMP'2025-02-01 00:00:00Z'"));
    }

    static Stream<Arguments> limits() {
        return Stream.of(
                query("SELECT email FROM profiles LIMIT 5", "fields[profile]=email&page[size]=5"),
                query("SELECT email FROM profiles LIMIT 500", "fields[profile]=email&page[size]=100"),
                query(
                        "SELECT id FROM profiles WHERE external_id = 'x' LIMIT 3",
                        "filter=equals(external_id,\"x\")&fields[profile]=id&page[size]=3"),
                query("SELECT email FROM profiles WHERE email = 'x' LIMIT 3", emailFiltered("equals(email,\"x\")")),
                query(
                        "SELECT id FROM profiles ORDER BY created DESC LIMIT 7",
                        "fields[profile]=created&sort=-created&page[size]=7"),
                query(
                        "SELECT id, updated FROM profiles ORDER BY updated LIMIT 7",
                        "fields[profile]=updated&sort=updated&page[size]=7"),
                query("SELECT id FROM profiles ORDER BY id LIMIT 7", "fields[profile]=id&sort=id&page[size]=7"),
                query("SELECT email FROM profiles ORDER BY email LIMIT 7", "fields[profile]=email&page[size]=100"),
                query("SELECT id FROM profiles ORDER BY created, id LIMIT 7", "fields[profile]=created&page[size]=100"),
                query(
                        // To sort everything Spark reads twice: once to see how to divide it.
                        "SELECT id FROM profiles ORDER BY created",
                        "fields[profile]=created&page[size]=100",
                        "fields[profile]=created&page[size]=100"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource({"columns", "filters", "limits"})
    void areThese(String include, String sql, List<String> requests, SparkSession spark) {
        DataFrameReader reader = Reading.from(klaviyo, spark).option("slices", "1");
        if (!include.isEmpty()) {
            reader.option("include", include);
        }
        reader.load("profiles").createOrReplaceTempView("profiles");
        klaviyo.reset();

        spark.sql(sql).collectAsList();

        assertThat(Reading.queries(klaviyo)).containsExactlyElementsOf(requests);
        assertThat(klaviyo.exchanges()).allMatch(exchange -> exchange.status() == 200);
    }

    @Test
    void areOneForEachHundredValuesOfAList(SparkSession spark) {
        String values = IntStream.range(0, 250).mapToObj(i -> "'" + i + "'").collect(Collectors.joining(","));
        Reading.from(klaviyo, spark).option("slices", "1").load("profiles").createOrReplaceTempView("profiles");
        klaviyo.reset();

        spark.sql("SELECT id FROM profiles WHERE id IN (" + values + ")").collectAsList();

        assertThat(Reading.queries(klaviyo)).hasSize(3).allMatch(query -> query.startsWith("filter=any(id,["));
        assertThat(klaviyo.exchanges())
                .allMatch(exchange ->
                        exchange.status() == 200 && exchange.target().length() < 8_000);
    }
}
