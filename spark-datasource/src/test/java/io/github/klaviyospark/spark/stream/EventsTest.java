package io.github.klaviyospark.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.spark.testing.Reading;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Events never change, but come late and at times from the future. */
@ExtendWith(SparkExtension.class)
class EventsTest {

    private final Shop shop = new Shop("events");
    private final SetClock clock = new SetClock("2024-03-01T12:00:00Z");

    @TempDir
    Path checkpoint;

    @AfterEach
    void close() {
        clock.close();
        shop.close();
    }

    @Test
    void areStreamedByTheTimeOfTheEvent(SparkSession spark) throws Exception {
        Follower follower = new Follower(spark, shop, checkpoint)
                .with("lookback", "7d")
                .with("maxRowsPerBatch", 300)
                .with("since", "2024-03-01");
        shop.put("old", "2024-02-28T10:00:00Z");
        for (int i = 0; i < 700; i++) {
            shop.put("e" + (1_000 + i), String.format("2024-03-01T10:%02d:%02dZ", i / 300, i / 10 % 30));
        }
        shop.put("future", "2024-03-01T13:00:00Z");
        follower.run();
        assertThat(follower.batches()).hasSize(3).allMatch(batch -> batch.size() <= 300);
        assertThat(follower.kept()).hasSize(700).doesNotHaveDuplicates();

        clock.pass(Duration.ofHours(2));
        shop.put("late", "2024-03-01T09:00:00Z");
        follower.run();

        assertThat(follower.batches().get(3)).containsExactlyInAnyOrder("late@1709283600", "future@1709298000");
        assertThat(shop.klaviyo.exchanges()).allMatch(exchange -> exchange.status() == 200);
    }

    @Test
    void areReadFromOneTimeToAnother(SparkSession spark) {
        shop.put("a", "2024-03-01T09:59:59Z");
        shop.put("b", "2024-03-01T10:00:00Z");
        shop.put("c", "2024-03-01T10:59:59Z");
        shop.put("d", "2024-03-01T11:00:00Z");

        List<String> ids = Reading.from(shop.klaviyo, spark)
                .option("since", "2024-03-01T10:00:00Z")
                .option("until", "2024-03-01T11:00:00Z")
                .load("events")
                .select("id")
                .as(Encoders.STRING())
                .collectAsList();

        assertThat(ids).containsExactlyInAnyOrder("b", "c");
    }
}
