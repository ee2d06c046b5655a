package io.github.klaviyospark.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.spark.testing.Reading;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Streams that end at every place where they can, and begin again. */
@ExtendWith(SparkExtension.class)
class RestartTest {

    private final Shop shop = new Shop();
    private final SetClock clock = new SetClock("2024-03-01T12:00:00Z");

    @TempDir
    Path checkpoint;

    private Follower follower;

    @BeforeEach
    void fill(SparkSession spark) {
        for (int i = 0; i < 30; i++) {
            shop.put("p" + (10 + i), String.format("2024-03-01T10:%02d:00Z", i / 3));
        }
        follower = new Follower(spark, shop, checkpoint).with("maxRowsPerBatch", 9);
    }

    @AfterEach
    void close() {
        clock.close();
        shop.close();
    }

    /** Ends the stream in one batch, once. */
    private static LongConsumer killing(long wanted) {
        boolean[] isAlive = {true};
        return batch -> {
            if (batch == wanted && isAlive[0]) {
                isAlive[0] = false;
                throw new IllegalStateException("killed in batch " + batch);
            }
        };
    }

    private void runKilled() {
        assertThatThrownBy(() -> follower.run()).hasMessageContaining("killed in batch");
    }

    private void assertThatAllIsThereOnce() {
        assertThat(follower.kept()).containsExactlyInAnyOrderElementsOf(shop.versions());
    }

    @Test
    void beginAgainWithABatchThatWasNotKept() throws Exception {
        for (long batch = 0; batch < 4; batch++) {
            follower.before(killing(batch));
            runKilled();
        }

        follower.run();

        assertThatAllIsThereOnce();
        assertThat(follower.batches()).hasSize(4);
    }

    @Test
    void beginAgainWithABatchThatSparkDoesNotKnowToBeKept() throws Exception {
        for (long batch = 0; batch < 4; batch++) {
            follower.after(killing(batch));
            runKilled();
        }

        follower.run();

        assertThatAllIsThereOnce();
        assertThat(follower.seen()).hasSize(8);
        assertThat(follower.seen().get(1)).isEqualTo(follower.seen().get(0));
    }

    /** The commit of the last batch was lost with the machine. */
    @Test
    void beginAgainWhenTheLastCommitIsMissing() throws Exception {
        follower.run();
        delete("commits", 3);

        follower.run();

        assertThatAllIsThereOnce();
        assertThat(follower.seen()).hasSize(5);
        assertThat(follower.seen().get(4))
                .containsExactlyInAnyOrderElementsOf(follower.seen().get(3));
    }

    /** Somebody turns the stream back by a batch: what came after is delivered again, with what is new. */
    @Test
    void beginAgainWhereTheyAreTurnedBackTo() throws Exception {
        follower.run();
        List<String> last = follower.batches().get(3);
        delete("commits", 3);
        delete("offsets", 3);
        shop.put("new", "2024-03-01T11:00:00Z");

        follower.with("maxRowsPerBatch", 0).run();

        assertThat(follower.seen().get(4))
                .containsAll(last)
                .contains("new@1709290800")
                .hasSize(last.size() + 1);
    }

    private void delete(String log, int batch) throws IOException {
        Files.delete(checkpoint.resolve(log).resolve(Integer.toString(batch)));
        // Spark's local files have their checksums beside them.
        Files.deleteIfExists(checkpoint.resolve(log).resolve("." + batch + ".crc"));
    }

    /** A version that was replaced while the stream was down cannot be had any more; the new one comes in its time. */
    @Test
    void deliverTheNewVersionOfARowThatChangedMeanwhile() throws Exception {
        follower.before(killing(0));
        runKilled();
        clock.pass(Duration.ofHours(1));
        shop.put("p10", "2024-03-01T12:10:00Z");

        follower.run();

        assertThat(follower.kept()).containsExactlyInAnyOrderElementsOf(shop.current());
    }

    @Test
    void beginAgainAfterAStopWithinABatch() throws Exception {
        for (int i = 0; i < 500; i++) {
            shop.put("q" + (1000 + i), "2024-03-01T11:00:00Z");
        }
        follower.with("maxRowsPerBatch", 0);
        // A look and a page pass; the next page hangs.
        Fault slow = Fault.builder(Reading.PROFILES, Fault.Kind.DELAY)
                .after(2)
                .delay(Duration.ofMinutes(5))
                .build();
        shop.klaviyo.fault(slow);
        StreamingQuery query = follower.start(Trigger.ProcessingTime(0));
        while (shop.klaviyo.fired(slow) < 1 && query.isActive()) {
            Thread.onSpinWait();
        }

        query.stop();
        assertThat(query.exception().isEmpty()).isTrue();
        shop.klaviyo.clearFaults();
        assertThat(follower.seen()).isEmpty();
        follower.run();

        assertThatAllIsThereOnce();
    }

    @Test
    void mayHaveOtherBoundsAfterwards() throws Exception {
        follower.before(killing(2));
        runKilled();
        follower.with("maxRowsPerBatch", 0)
                .with("maxRequestsPerBatch", 4)
                .with("lookback", "1h")
                .with("since", "2024-03-01T11:30:00Z");

        follower.run();

        assertThatAllIsThereOnce();
    }

    @Test
    void refuseTheCheckpointOfAnotherStream() throws Exception {
        follower.run();
        rewrite("\"path\":\"profiles\"", "\"path\":\"events\"");

        assertThatThrownBy(() -> follower.run())
                .hasMessageContaining("The checkpoint is that of a stream of events by updated, and this one reads"
                        + " profiles by updated. Give each stream a checkpoint of its own.");
    }

    @Test
    void refuseOffsetsOfAVersionThatTheyDoNotKnow() throws Exception {
        follower.run();
        rewrite("\"version\":1", "\"version\":7");

        assertThatThrownBy(() -> follower.run())
                .hasMessageContaining(
                        "The checkpoint has an offset of version 7, and this klaviyo-spark knows version 1."
                                + " Go on with the one that wrote it, or begin with a new checkpoint and the option since.");
    }

    private void rewrite(String from, String to) throws IOException {
        try (Stream<Path> offsets = Files.list(checkpoint.resolve("offsets"))) {
            for (Path offset : offsets.toList()) {
                if (offset.getFileName().toString().endsWith(".crc")) {
                    Files.delete(offset);
                } else {
                    Files.writeString(offset, Files.readString(offset).replace(from, to));
                }
            }
        }
    }
}
