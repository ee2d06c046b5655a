package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.spark.testing.HeldProfile;
import io.github.klaviyospark.spark.testing.random.Answers;
import io.github.klaviyospark.spark.testing.random.RandomProfiles;
import io.github.klaviyospark.spark.testing.random.RandomQuery;
import io.github.klaviyospark.spark.testing.random.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Random queries over random accounts, as jobs of this Spark, give what it finds in the same rows held locally. */
class RandomQueriesTest {

    private static final int ACCOUNTS = 5;
    private static final int QUERIES = 40;

    @TempDir
    private Path folder;

    @Test
    @Timeout(300)
    void findWhatSparkAloneFinds() throws IOException {
        findWhatSparkAloneFinds(Seeds.fixed());
    }

    @Test
    @Tag("seeds")
    @Timeout(300)
    void findWhatSparkAloneFindsInOtherAccounts() throws IOException {
        findWhatSparkAloneFinds(Seeds.fresh());
    }

    private void findWhatSparkAloneFinds(long seed) throws IOException {
        Random random = new Random(seed);
        Set<Integer> statuses = new HashSet<>();
        int found = 0;
        int unlike = 0;
        try (EmulatorProcess klaviyo = new EmulatorProcess("pk_40cc87a1f6e3b92d");
                SparkSession spark = Sessions.local(folder, "local[2]")) {
            Sessions.reader(spark, klaviyo, folder).load("profiles").createOrReplaceTempView("profiles");
            for (int account = 0; account < ACCOUNTS; account++) {
                int profiles = 1 + random.nextInt(130);
                klaviyo.reset();
                klaviyo.addProfiles(new RandomProfiles(random).lines(profiles));
                List<Row> all = spark.table("profiles").collectAsList();
                assertThat(HeldProfile.differences(klaviyo.profiles(), all))
                        .as("random.seed=%d, account %d", seed, account)
                        .isEmpty();
                spark.createDataFrame(all, spark.table("profiles").schema()).createOrReplaceTempView("truth");

                for (int i = 0; i < QUERIES; i++) {
                    RandomQuery query = new RandomQuery(random, profiles);
                    List<Row> unlimited = spark.sql(query.unlimited("truth")).collectAsList();
                    List<Row> actual = spark.sql(query.sql("profiles")).collectAsList();

                    assertThat(new Answers<Row>(query).difference(actual, unlimited, Row::get))
                            .as("random.seed=%d, account %d, %s", seed, account, query)
                            .isEmpty();
                    found += actual.isEmpty() ? 0 : 1;
                    unlike += actual.size() == profiles ? 0 : 1;
                }
                statuses.addAll(klaviyo.statuses());
            }
        }
        assertThat(statuses).as("random.seed=%d", seed).containsExactly(200);
        assertThat(found).as("queries that found something").isGreaterThan(ACCOUNTS * QUERIES / 4);
        assertThat(unlike).as("queries that did not find everything").isGreaterThan(ACCOUNTS * QUERIES / 4);
    }
}
