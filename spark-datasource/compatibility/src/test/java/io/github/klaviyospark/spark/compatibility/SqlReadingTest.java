package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SQL over a view of 250 profiles, one created each hour: what is found, and how many requests that takes. */
@Tag("matrix")
class SqlReadingTest {

    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private static EmulatorProcess klaviyo;
    private static SparkSession spark;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() throws IOException {
        klaviyo = new EmulatorProcess("pk_e7713c5a90bd24f8");
        spark = Sessions.local(folder, "local[2]");
        Sessions.reader(spark, klaviyo, folder).load("profiles").createOrReplaceTempView("profiles");
    }

    @AfterAll
    static void stop() {
        spark.stop();
        klaviyo.close();
    }

    private static String profile(int i) {
        Instant created = FIRST.plus(Duration.ofHours(i));
        return String.format(
                "{\"id\":\"01HZZZ%020d\",\"attributes\":{\"email\":\"p%03d@example.net\",\"external_id\":\"c-%03d\","
                        + "\"created\":\"%s\",\"updated\":\"%s\",\"location\":{\"city\":\"%s\"},"
                        + "\"properties\":{\"n\":%d},"
                        + "\"subscriptions\":{\"email\":{\"marketing\":{\"consent\":\"%s\"}}}}}",
                i,
                i,
                i,
                created,
                created.plus(Duration.ofDays(1)),
                i % 2 == 0 ? "Oslo" : "Lima",
                i,
                i % 5 == 0 ? "SUBSCRIBED" : "UNSUBSCRIBED");
    }

    private static Arguments query(int requests, String sql, String... rows) {
        return Arguments.of(requests, sql, List.of(rows));
    }

    static Stream<Arguments> queries() {
        return Stream.of(
                query(1, "SELECT email FROM profiles WHERE external_id = 'c-007'", "[p007@example.net]"),
                query(
                        1,
                        "SELECT email, location.city, properties['n'] FROM profiles"
                                + " WHERE email = 'p003@example.net'",
                        "[p003@example.net,Lima,3]"),
                query(0, "SELECT email FROM profiles WHERE external_id = 'c-1' AND external_id = 'c-2'"),
                query(3, "SELECT count(*) FROM profiles", "[250]"),
                query(
                        3,
                        "SELECT location.city, count(*) AS n FROM profiles GROUP BY ALL HAVING n > 1",
                        "[Lima,125]",
                        "[Oslo,125]"),
                query(
                        2,
                        "SELECT count(*), min(created) = TIMESTAMP'2026-01-05 01:00:00Z' FROM profiles"
                                + " WHERE created > TIMESTAMP'2026-01-05 00:00:00Z'",
                        "[153,true]"),
                query(
                        1,
                        "SELECT count(*) FROM profiles"
                                + " WHERE created < TIMESTAMP'2026-01-02 00:00:00Z' AND location.city = 'Oslo'",
                        "[12]"),
                query(
                        3,
                        "SELECT count(*) FROM profiles WHERE subscriptions.email.marketing.consent = 'SUBSCRIBED'",
                        "[50]"),
                query(1, "SELECT count(*) FROM (SELECT id FROM profiles LIMIT 100)", "[100]"),
                query(2, "SELECT count(*) FROM (SELECT id FROM profiles LIMIT 101)", "[101]"),
                query(
                        1,
                        "SELECT external_id FROM profiles ORDER BY created DESC LIMIT 3",
                        "[c-249]",
                        "[c-248]",
                        "[c-247]"),
                query(3, "SELECT external_id FROM profiles ORDER BY email DESC LIMIT 2", "[c-249]", "[c-248]"),
                query(
                        2,
                        "SELECT a.email, b.location.city FROM profiles a JOIN profiles b ON a.external_id = b.external_id"
                                + " WHERE a.external_id IN ('c-004', 'c-005') AND b.external_id = 'c-005'",
                        "[p005@example.net,Lima]"));
    }

    @BeforeEach
    void load() {
        klaviyo.reset();
        klaviyo.addProfiles(
                IntStream.range(0, 250).mapToObj(SqlReadingTest::profile).toList());
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("queries")
    void findsTheRowsWithAsFewRequests(int requests, String sql, List<String> rows) {
        List<String> found =
                spark.sql(sql).collectAsList().stream().map(Object::toString).toList();

        if (sql.contains("ORDER BY")) {
            assertThat(found).isEqualTo(rows);
        } else {
            assertThat(found).containsExactlyInAnyOrderElementsOf(rows);
        }
        assertThat(klaviyo.requests()).isEqualTo(requests);
        assertThat(klaviyo.statuses()).isSubsetOf(200);
    }

    /** Klaviyo compares external ids letter by letter, so it must not be asked when a collation does not. */
    @Test
    @EnabledIfSystemProperty(named = "spark.version.expected", matches = "4\\..*")
    void leavesOtherCollationsToSpark() {
        assertThat(spark.sql("SELECT email FROM profiles WHERE external_id = 'C-007' COLLATE UTF8_LCASE")
                        .collectAsList()
                        .toString())
                .isEqualTo("[[p007@example.net]]");
        assertThat(klaviyo.requests()).isEqualTo(3);
    }
}
