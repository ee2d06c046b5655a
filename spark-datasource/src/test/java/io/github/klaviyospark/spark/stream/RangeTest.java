package io.github.klaviyospark.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.spark.testing.Reading;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Reads of what changed from one time to another, without a stream. */
@ExtendWith(SparkExtension.class)
class RangeTest {

    private final Shop shop = new Shop();
    private final SetClock clock = new SetClock("2024-03-01T12:00:00.9Z");

    @AfterEach
    void close() {
        clock.close();
        shop.close();
    }

    private DataFrameReader from(SparkSession spark) {
        return Reading.from(shop.klaviyo, spark);
    }

    private static List<String> ids(Dataset<Row> rows) {
        return rows.select("id").as(Encoders.STRING()).collectAsList();
    }

    /** The emulator keeps microseconds and compares them; the rows show whole seconds. */
    @Test
    void includeTheirFirstSecondAndNotTheirLast(SparkSession spark) {
        shop.put("a", "2024-03-01T09:59:59.999999Z");
        shop.put("b", "2024-03-01T10:00:00Z");
        shop.put("c", "2024-03-01T10:00:00.5Z");
        shop.put("d", "2024-03-01T10:59:59.999999Z");
        shop.put("e", "2024-03-01T11:00:00Z");

        assertThat(ids(from(spark)
                        .option("since", "2024-03-01T10:00:00Z")
                        .option("until", "2024-03-01T12:00:00+01:00")
                        .load("profiles")))
                .containsExactly("b", "c", "d");
    }

    /** Run after run, with the end of one as the beginning of the next, nothing is lost and nothing comes twice. */
    @Test
    void joinWithoutAGap(SparkSession spark) {
        List<String> found = new ArrayList<>();
        Instant since = Instant.parse("2024-03-01T00:00:00Z");
        for (int run = 0; run < 5; run++) {
            for (int i = -2; i <= 2; i++) {
                // Around the end of this run, whose clock stands at a minute and a bit later.
                shop.put(
                        "p" + run + i,
                        clock.now().minus(Window.MARGIN).plusMillis(400L * i).plusSeconds(i));
            }
            Dataset<Row> rows = from(spark).option("since", since.toString()).load("profiles");

            found.addAll(ids(rows));
            since = Window.complete(clock.now());
            clock.pass(Duration.ofMillis(61_300));
        }
        clock.pass(Duration.ofHours(1));
        found.addAll(ids(from(spark).option("since", since.toString()).load("profiles")));

        assertThat(found).doesNotHaveDuplicates().hasSize(shop.current().size());
    }

    @Test
    void goWithConditionsColumnsAndLimits(SparkSession spark) {
        for (int i = 0; i < 300; i++) {
            shop.put("p" + (100 + i), Instant.parse("2024-03-01T10:00:00Z").plusSeconds(i / 100));
        }
        Dataset<Row> rows = from(spark).option("since", "2024-03-01T10:00:01Z").load("profiles");

        assertThat(rows.select("email").limit(7).collectAsList()).hasSize(7);
        assertThat(rows.where("updated < TIMESTAMP'2024-03-01 10:00:02Z' AND id > 'p250'")
                        .count())
                .isEqualTo(49);
        assertThat(ids(rows.where("id IN ('p100', 'p200', 'p301')"))).containsExactly("p200", "p301");
        assertThat(rows.orderBy(rows.col("updated").desc(), rows.col("id"))
                        .limit(2)
                        .select("id")
                        .as(Encoders.STRING())
                        .collectAsList())
                .containsExactly("p300", "p301");
        assertThat(rows.groupBy().count().first().getLong(0)).isEqualTo(200);
        assertThat(rows.select("email").first().size()).isEqualTo(1);
    }

    @Test
    void areAskedForByTheTimeOfChange(SparkSession spark) {
        ids(from(spark).option("slices", "1").option("since", "2024-03-01").load("profiles"));

        assertThat(Reading.queries(shop.klaviyo))
                .containsExactly(
                        "filter=greater-than(updated,2024-02-29T23:59:59Z),less-than(updated,2024-03-01T11:59:00Z)"
                                + "&fields[profile]=updated&page[size]=100");
    }

    @Test
    void tellWhereTheNextOneBegins() {
        SetClock now = clock;
        KlaviyoRangeBatch batch = Ranges.batch(shop, "since", "2024-03-01");
        assertThat(batch.nextSince()).isEmpty();

        batch.planInputPartitions();
        now.pass(Duration.ofHours(1));
        batch.planInputPartitions();

        assertThat(batch.nextSince()).contains(Instant.parse("2024-03-01T11:59:00Z"));
    }

    @Test
    void readNothingWhenTheirTimeHasNotCome(SparkSession spark) {
        KlaviyoRangeBatch batch = Ranges.batch(shop, "since", "2024-03-01T11:59:30Z");

        assertThat(batch.planInputPartitions()).isEmpty();
        assertThat(batch.nextSince()).contains(Instant.parse("2024-03-01T11:59:30Z"));
        assertThat(ids(from(spark).option("since", "2024-03-01T11:59:30Z").load("profiles")))
                .isEmpty();
        assertThat(shop.requests()).isZero();
    }

    @Test
    void refuseAnEndThatIsNotComplete(SparkSession spark) {
        assertThatThrownBy(() ->
                        ids(from(spark).option("until", "2024-03-01T11:59:01Z").load("profiles")))
                .hasStackTraceContaining(
                        "Option until is 2024-03-01T11:59:01Z, and rows of the last minute may still come: the latest end"
                                + " that can be read is 2024-03-01T11:59:00Z. Leave until out to read as far as possible, or run"
                                + " again later.");
    }

    @Test
    void explainThemselvesWithoutARequest(SparkSession spark) {
        Dataset<Row> rows =
                from(spark).option("since", "2024-03-01").load("profiles").select("id");

        assertThat(rows.queryExecution().executedPlan().toString()).contains(" since=2024-03-01T00:00:00Z");
        assertThat(shop.requests()).isZero();
    }
}
