package io.github.klaviyospark.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.spark.run.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What batches put down, and who finds it. */
class DeliveriesTest {

    @TempDir
    Path path;

    private Folder folder;
    private Deliveries deliveries;

    @BeforeEach
    void open() {
        folder = Folder.of(path.toString(), new Configuration()).folder("delivered");
        deliveries = new Deliveries(folder);
    }

    private static Window window(long from, long until) {
        return new Window(Instant.ofEpochSecond(from), Instant.ofEpochSecond(until));
    }

    private BatchMemory begin(Window batch, int partitions) throws IOException {
        return deliveries.begin(batch, deliveries.lookback(batch, Duration.ofSeconds(100)), partitions);
    }

    private void deliver(BatchMemory memory, int partition, long... keys) throws IOException {
        try (DeliveryLog log = new DeliveryLog(folder.folder(memory.attempt()), partition)) {
            for (long key : keys) {
                log.add(key, key);
            }
            log.commit();
        }
    }

    @Test
    void areFoundByLaterBatches() throws IOException {
        deliver(begin(window(1_000, 1_050), 1), 0, 1_000, 1_010, -5);
        BatchMemory next = begin(window(1_050, 1_060), 1);

        DeliveredKeys keys = DeliveredKeys.read(folder, next.known(), 1_005);

        assertThat(next.from()).isEqualTo(Instant.ofEpochSecond(1_000));
        assertThat(keys.has(1_010)).isTrue();
        assertThat(keys.has(1_000)).as("before the seconds of interest").isFalse();
        assertThat(keys.has(1_011)).isFalse();
    }

    @Test
    void areABatchThatComesAgainOnceEachTaskHasOne() throws IOException {
        Window batch = window(1_000, 1_050);
        BatchMemory attempt = begin(batch, 2);
        deliver(attempt, 0, 1_000);
        assertThat(deliveries.replay(batch)).isEmpty();

        deliver(attempt, 1, 1_001);

        BatchMemory replay = new Deliveries(folder).replay(batch).orElseThrow();
        assertThat(replay.isReplay()).isTrue();
        assertThat(replay.from()).isEqualTo(Instant.ofEpochSecond(1_000));
        assertThat(replay.known()).hasSize(2);
        assertThat(deliveries.replay(window(1_000, 1_051))).isEmpty();
    }

    @Test
    void ofAnAttemptThatBrokeOffAreThrownAway() throws IOException {
        deliver(begin(window(1_000, 1_050), 2), 0, 1_000);
        BatchMemory second = begin(window(1_000, 1_050), 1);
        deliver(second, 0, 1_001);

        assertThat(deliveries.replay(window(1_000, 1_050)).orElseThrow().known())
                .containsExactly(second.attempt() + "/part-00000");
    }

    /** After somebody turned the stream back. */
    @Test
    void ofBatchesThatLieAheadAreThrownAway() throws IOException {
        deliver(begin(window(1_000, 1_050), 1), 0, 1_000);
        deliver(begin(window(1_050, 1_100), 1), 0, 1_060);
        begin(window(1_050, 1_080), 1);

        assertThat(folder.names()).containsExactlyInAnyOrder("1000-1050", "1050-1080");
    }

    @Test
    void areLookedBackToWithoutAGap() throws IOException {
        begin(window(900, 950), 0);
        begin(window(960, 1_000), 0);
        begin(window(1_000, 1_050), 0);

        assertThat(deliveries.lookback(window(1_050, 1_060), Duration.ofSeconds(100)))
                .isEqualTo(Instant.ofEpochSecond(960));
        assertThat(deliveries.lookback(window(1_050, 1_060), Duration.ofSeconds(20)))
                .isEqualTo(Instant.ofEpochSecond(1_030));
        assertThat(deliveries.lookback(window(1_055, 1_060), Duration.ofSeconds(20)))
                .isEqualTo(Instant.ofEpochSecond(1_055));
    }

    @Test
    void areForgotten() throws IOException {
        begin(window(900, 950), 0);
        begin(window(950, 1_000), 0);

        deliveries.forget(Instant.ofEpochSecond(950));

        assertThat(folder.names()).containsExactly("950-1000");
    }

    @Test
    void ofTheFirstAttemptOfATaskCount() throws IOException {
        BatchMemory attempt = begin(window(1_000, 1_050), 1);
        deliver(attempt, 0, 1_000, 1_001);

        deliver(attempt, 0, 1_001, 1_000);
        assertThatThrownBy(() -> deliver(attempt, 0, 1_000, 1_001, 1_002))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "Another attempt of this task delivered other rows, since rows came or went meanwhile. This one"
                                + " ends, and the task delivers the rows of the first one when it runs again.");

        assertThat(folder.folder(attempt.attempt()).names()).containsExactly("part-00000");
        assertThat(DeliveredKeys.read(folder.folder(attempt.attempt()), List.of("part-00000"), 0)
                        .has(1_002))
                .isFalse();
    }

    /** A task that is killed, or whose rows nobody wants to the end, has delivered nothing. */
    @Test
    void areNotThereBeforeTheTaskIsAtItsEnd() throws IOException {
        BatchMemory attempt = begin(window(1_000, 1_050), 1);
        try (DeliveryLog log = new DeliveryLog(folder.folder(attempt.attempt()), 0)) {
            log.add(1, 1);
        }

        assertThat(folder.folder(attempt.attempt()).names()).isEmpty();
        assertThat(deliveries.replay(window(1_000, 1_050))).isEmpty();
    }

    @Test
    void mustBeOfAKnownVersion() throws IOException {
        Path file = Files.createDirectories(path.resolve("delivered")).resolve("part-00000");
        Files.write(file, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});

        assertThatThrownBy(() -> DeliveredKeys.read(folder, List.of("part-00000"), 0))
                .hasMessageContaining("is no list of delivered rows of this version of klaviyo-spark");
    }
}
