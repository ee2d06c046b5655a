package io.github.klaviyospark.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.spark.KlaviyoCatalog;
import io.github.klaviyospark.spark.testing.Reading;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a stream delivers, and what that costs. */
@ExtendWith(SparkExtension.class)
class StreamTest {

    private final Shop shop = new Shop();
    private final SetClock clock = new SetClock("2024-03-01T12:00:00Z");

    @TempDir
    Path checkpoint;

    @AfterEach
    void close() {
        clock.close();
        shop.close();
    }

    @Test
    void deliversEachVersionOnceOverManyRuns(SparkSession spark) throws Exception {
        Follower follower = new Follower(spark, shop, checkpoint);
        shop.put("a", "2024-03-01T10:00:00Z");
        shop.put("b", "2024-03-01T10:00:00.75Z");
        follower.run();
        shop.put("c", "2024-03-01T11:00:00Z");
        shop.put("a", "2024-03-01T11:00:01Z");
        follower.run();
        follower.run();
        clock.pass(Duration.ofHours(1));
        shop.put("b", "2024-03-01T12:30:00Z");
        follower.run();

        assertThat(follower.batches()).hasSize(3);
        assertThat(follower.kept()).containsExactlyInAnyOrderElementsOf(shop.versions());
    }

    @Test
    void beginsWhereItIsTold(SparkSession spark) throws Exception {
        shop.put("a", "2024-03-01T09:59:59.9Z");
        shop.put("b", "2024-03-01T10:00:00Z");
        Follower follower = new Follower(spark, shop, checkpoint).with("since", "2024-03-01T10:00:00Z");

        follower.run();

        assertThat(follower.kept()).containsExactly("b@1709287200");
    }

    /** A stamp in the future must not carry the stream there. */
    @Test
    void deliversRowsOfTheFutureWhenTheirTimeHasCome(SparkSession spark) throws Exception {
        Follower follower = new Follower(spark, shop, checkpoint);
        shop.put("now", "2024-03-01T11:58:59Z");
        shop.put("border", "2024-03-01T11:59:00Z");
        shop.put("future", "2024-03-01T15:00:00Z");
        follower.run();
        assertThat(follower.kept()).containsExactly("now@1709294339");

        shop.put("later", "2024-03-01T12:30:00Z");
        clock.pass(Duration.ofHours(1));
        follower.run();
        assertThat(follower.batches().get(1)).containsExactlyInAnyOrder("border@1709294340", "later@1709296200");

        clock.pass(Duration.ofHours(3));
        follower.run();
        assertThat(follower.kept()).containsExactlyInAnyOrderElementsOf(shop.versions());
    }

    /** Late, but newer than all that was seen before. */
    @Test
    void deliversRowsThatShowUpBehindTheNewestWithoutLookingBack(SparkSession spark) throws Exception {
        Follower follower = new Follower(spark, shop, checkpoint);
        shop.put("a", "2024-03-01T10:00:00Z");
        follower.run();
        shop.put("late", "2024-03-01T10:00:01Z");
        follower.run();

        assertThat(follower.kept()).containsExactlyInAnyOrderElementsOf(shop.versions());
    }

    @Test
    void costsOneRequestWhenNothingIsNew(SparkSession spark) throws Exception {
        Follower follower = new Follower(spark, shop, checkpoint);
        for (int i = 0; i < 250; i++) {
            shop.put("p" + (1000 + i), "2024-03-01T10:00:00Z");
        }
        follower.run();
        assertThat(shop.requests()).as("a look, three pages, another look").isEqualTo(5);
        shop.klaviyo.reset();

        follower.run();

        assertThat(Reading.queries(shop.klaviyo))
                .containsExactly(
                        "filter=greater-than(updated,2024-03-01T10:00:00Z),less-than(updated,2024-03-01T11:59:00Z)"
                                + "&fields[profile]=updated&sort=-updated&page[size]=10");
        assertThat(follower.batches()).hasSize(1);
    }

    @Test
    void keepsToTheRowsOfABatch(SparkSession spark) throws Exception {
        for (int i = 0; i < 20; i++) {
            shop.put("p" + (10 + i), String.format("2024-03-01T10:00:%02dZ", i / 2));
        }
        for (int i = 0; i < 7; i++) {
            shop.put("q" + i, "2024-03-01T10:01:00Z");
        }
        Follower follower = new Follower(spark, shop, checkpoint).with("maxRowsPerBatch", 5);

        follower.run();

        assertThat(follower.batches().stream().map(List::size))
                .as("two seconds at a time, and a second of seven whole")
                .containsExactly(4, 4, 4, 4, 4, 7);
        assertThat(follower.kept()).containsExactlyInAnyOrderElementsOf(shop.versions());
    }

    @Test
    void keepsToTheRequestsOfABatch(SparkSession spark) throws Exception {
        for (int i = 0; i < 1_000; i++) {
            shop.put("p" + (1_000 + i), String.format("2024-03-01T10:%02d:%02dZ", i / 60, i % 60));
        }
        Follower follower = new Follower(spark, shop, checkpoint).with("maxRequestsPerBatch", 6);
        List<Long> requests = new ArrayList<>();
        follower.after(batch -> requests.add(shop.requests()));

        follower.run();

        assertThat(requests).hasSizeGreaterThanOrEqualTo(4);
        for (int i = 0; i < requests.size(); i++) {
            assertThat(requests.get(i) - (i == 0 ? 0 : requests.get(i - 1))).isLessThanOrEqualTo(6);
        }
        assertThat(follower.kept()).containsExactlyInAnyOrderElementsOf(shop.versions());
    }

    @Test
    void tellsItsCostAndItsLag(SparkSession spark) throws Exception {
        shop.put("a", "2024-03-01T10:00:00Z");
        shop.put("b", "2024-03-01T10:00:01Z");
        StreamingQuery query = new Follower(spark, shop, checkpoint)
                .with("filter", "any(id,[\"a\",\"b\"])")
                .run();

        StreamingQueryProgress progress = List.of(query.recentProgress()).stream()
                .filter(one -> one.numInputRows() > 0)
                .findFirst()
                .orElseThrow();

        assertThat(progress.sources()[0].metrics())
                .isEqualTo(Map.of(
                        "rows", "2",
                        "requests", "2",
                        "throttledRequests", "0",
                        "secondsWaited", "0.0",
                        "lagSeconds", "7198"));
        assertThat(progress.sources()[0].description()).isEqualTo("klaviyo profiles by updated");
        assertThat(progress.sources()[0].endOffset())
                .isEqualTo("{\"version\":1,\"path\":\"profiles\",\"field\":\"updated\","
                        + "\"until\":\"2024-03-01T10:00:02Z\"}");
    }

    /** Spark prunes no columns of a stream; the schema does, and what it leaves out is read and dropped again. */
    @Test
    void deliversTheColumnsOfTheSchema(SparkSession spark) throws Exception {
        shop.put("a", "2024-03-01T10:00:00Z");
        Follower follower = new Follower(spark, shop, checkpoint).schema("email STRING");
        StreamingQuery query = follower.reader()
                .load("profiles")
                .writeStream()
                .format("memory")
                .queryName("emails")
                .option("checkpointLocation", checkpoint.toString())
                .trigger(Trigger.AvailableNow())
                .start();
        query.awaitTermination();

        assertThat(spark.table("emails").as(Encoders.STRING()).collectAsList()).containsExactly("a@shop.example.net");
        assertThat(Reading.queries(shop.klaviyo)).anyMatch(one -> one.contains("fields[profile]=email,updated&"));
    }

    @Test
    void readsTablesOfTheCatalogToo(SparkSession spark) throws Exception {
        shop.put("a", "2024-03-01T10:00:00Z");
        shop.put("b", "2024-03-01T11:00:00Z");
        spark.conf().set("spark.sql.catalog.followed", KlaviyoCatalog.class.getName());
        spark.conf().set("spark.sql.catalog.followed.endpoint", shop.klaviyo.endpoint());
        StreamingQuery query = spark.readStream()
                .option("since", "2024-03-01T10:30:00Z")
                .table("followed.profiles")
                .select("email")
                .writeStream()
                .format("memory")
                .queryName("followed_emails")
                .option("checkpointLocation", checkpoint.toString())
                .trigger(Trigger.AvailableNow())
                .start();
        query.awaitTermination();

        assertThat(spark.table("followed_emails").as(Encoders.STRING()).collectAsList())
                .containsExactly("b@shop.example.net");
    }

    /** Otherwise a busy account would keep it going for ever. */
    @Test
    void endsWithWhatWasThereWhenItBegan(SparkSession spark) throws Exception {
        Follower follower = new Follower(spark, shop, checkpoint).with("maxRowsPerBatch", 1);
        shop.put("a", "2024-03-01T10:00:00Z");
        shop.put("b", "2024-03-01T10:00:01Z");
        follower.after(batch -> {
            clock.pass(Duration.ofMinutes(10));
            shop.put("new" + batch, clock.now().minus(Duration.ofMinutes(5)));
        });

        follower.run();
        assertThat(follower.batches()).containsExactly(List.of("a@1709287200"), List.of("b@1709287201"));

        follower.after(batch -> {});
        follower.run();
        assertThat(follower.kept()).containsExactlyInAnyOrderElementsOf(shop.versions());
    }

    @Test
    void asksForNothingBeforeItRuns(SparkSession spark) throws Exception {
        Follower follower = new Follower(spark, shop, checkpoint);

        String plan = follower.reader().load("profiles").queryExecution().toString();

        assertThat(plan).contains("klaviyo");
        assertThat(shop.requests()).isZero();
        follower.run();
        assertThat(follower.batches()).isEmpty();
        assertThat(shop.requests()).as("one look at an empty account").isEqualTo(1);
    }

    /** Pages that fail, or that Klaviyo asks to wait for, are the business of reading; a stream only counts them. */
    @Test
    void countsWhatItWasRefused(SparkSession spark) throws Exception {
        shop.put("a", "2024-03-01T10:00:00Z");
        shop.klaviyo.fault(Fault.builder(Reading.PROFILES, Fault.Kind.STATUS)
                .status(429)
                .retryAfter(1)
                .times(1)
                .build());
        shop.klaviyo.fault(Fault.builder(Reading.PROFILES, Fault.Kind.TRUNCATE)
                .after(1)
                .times(1)
                .build());
        Follower follower = new Follower(spark, shop, checkpoint);

        StreamingQuery query = follower.run();

        assertThat(follower.kept()).containsExactly("a@1709287200");
        assertThat(query.recentProgress()[0].sources()[0].metrics())
                .containsEntry("throttledRequests", "1")
                .containsEntry("requests", "4");
    }
}
