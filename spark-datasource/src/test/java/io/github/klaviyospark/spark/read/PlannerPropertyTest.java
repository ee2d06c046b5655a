package io.github.klaviyospark.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.Reading;
import io.github.klaviyospark.spark.testing.SparkExtension;
import io.github.klaviyospark.spark.testing.random.Answers;
import io.github.klaviyospark.spark.testing.random.RandomProfiles;
import io.github.klaviyospark.spark.testing.random.RandomQuery;
import io.github.klaviyospark.spark.testing.random.Seeds;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.execution.SparkPlan;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random queries over random accounts give what Spark alone gives over the same rows. No Spark job runs: plans are made as
 * always, scans really read, and what is left is evaluated row by row.
 */
@ExtendWith(SparkExtension.class)
class PlannerPropertyTest {

    private static final int ACCOUNTS = 25;
    private static final int QUERIES = 40;

    @Test
    void whatIsPushedAndWhatIsLeftSelectTheRowsThatSparkSelects(SparkSession spark) {
        selectsTheRowsThatSparkSelects(spark, Seeds.fixed());
    }

    @Test
    @Tag("seeds")
    void selectsTheRowsThatSparkSelectsOfOtherAccounts(SparkSession spark) {
        selectsTheRowsThatSparkSelects(spark, Seeds.fresh());
    }

    private static void selectsTheRowsThatSparkSelects(SparkSession spark, long seed) {
        Random random = new Random(seed);
        int found = 0;
        int unlike = 0;
        try (KlaviyoEmulator klaviyo = KlaviyoEmulator.start()) {
            Reading.from(klaviyo, spark).load("profiles").createOrReplaceTempView("profiles");
            for (int account = 0; account < ACCOUNTS; account++) {
                int profiles = 1 + random.nextInt(130);
                klaviyo.reset();
                klaviyo.addProfiles(new RandomProfiles(random).lines(profiles));
                List<Row> all = rows(spark.sql("SELECT * FROM profiles"));
                assertThat(all).hasSize(profiles);
                spark.createDataFrame(all, spark.table("profiles").schema()).createOrReplaceTempView("truth");

                for (int i = 0; i < QUERIES; i++) {
                    RandomQuery query = new RandomQuery(random, profiles);
                    List<Row> unlimited = rows(spark.sql(query.unlimited("truth")));
                    List<Row> actual = rows(spark.sql(query.sql("profiles")));

                    assertThat(new Answers<Row>(query).difference(actual, unlimited, Row::get))
                            .as("random.seed=%d, account %d, %s", seed, account, query)
                            .isEmpty();
                    found += actual.isEmpty() ? 0 : 1;
                    unlike += actual.size() == profiles ? 0 : 1;
                }
            }
            assertThat(klaviyo.exchanges()).allMatch(exchange -> exchange.status() == 200);
        }
        assertThat(found).as("queries that found something").isGreaterThan(ACCOUNTS * QUERIES / 4);
        assertThat(unlike).as("queries that did not find everything").isGreaterThan(ACCOUNTS * QUERIES / 4);
    }

    private static List<Row> rows(Dataset<Row> query) {
        SparkPlan plan = query.queryExecution().sparkPlan();
        return PlanEvaluator.rows(plan).stream()
                .map(row -> (Row) CatalystTypeConverters.convertToScala(row, plan.schema()))
                .toList();
    }
}
