package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.spark.objects.ObjectPreview;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.CollectionAccumulator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many rows are previewed in the memory of a few: nothing gathers, neither where tasks run nor on the driver. */
@Tag("quota")
class LargePreviewTest {

    private static final int ROWS = 1_000_000;
    private static final long MEGABYTE = 1 << 20;
    private static final String DEFINITION = """
            source: shop.pets
            objects:
              - title: Pet
                id: pet_id
                properties:
                  name: string
                  weight: {type: float, required: true}
                  seen: timestamp
                profiles:
                  owner: {email: email}
            """;

    @TempDir
    private Path folder;

    @Test
    @Timeout(600)
    void takesNoMoreMemoryTheLongerItLasts() throws Exception {
        try (SparkSession spark = Sessions.local(folder, "local-cluster[1,1,1024]")) {
            CollectionAccumulator<Long> live = spark.sparkContext().collectionAccumulator("live heap");
            Dataset<Row> rows = spark.range(0, ROWS, 1, 1)
                    .selectExpr(
                            "CAST(id AS STRING) AS pet_id",
                            "repeat('x', 50) AS name",
                            "IF(id % 10 = 0, NULL, id / 8) AS weight",
                            "timestamp_micros(id) AS seen",
                            "concat('p', id, IF(id % 7 = 0, '', '@shop.example.net')) AS email");
            Dataset<Row> preview = ObjectPreview.of(rows, DEFINITION, "Pet");
            Dataset<String> sampled = preview.mapPartitions(new HeapSampling(live, ROWS / 10), Encoders.STRING());

            // A first run loads classes on the driver.
            assertThat(preview.limit(10).count()).isEqualTo(10);
            long before = LiveHeap.of(ProcessHandle.current());
            long most = mostWhile(sampled::count, before);

            List<Long> samples = List.copyOf(live.value());
            System.out.println("Live heap of the driver " + before / MEGABYTE + " MB before, " + most / MEGABYTE
                    + " MB at most; of the executor each 100,000 rows, in MB: "
                    + samples.stream().map(bytes -> bytes / MEGABYTE).toList());
            assertThat(most).isLessThan(before + 16 * MEGABYTE);
            assertThat(samples).hasSize(10).allMatch(bytes -> bytes < samples.get(0) + 8 * MEGABYTE);
        }
    }

    /** The largest of the heaps that the driver had while a job ran. */
    private static long mostWhile(Callable<Long> job, long before) throws Exception {
        ExecutorService other = java.util.concurrent.Executors.newSingleThreadExecutor();
        try {
            Future<Long> running = other.submit(job);
            long most = before;
            int looks = 0;
            while (!isDone(running)) {
                most = Math.max(most, LiveHeap.of(ProcessHandle.current()));
                looks++;
            }
            assertThat(running.get()).isEqualTo(ROWS);
            assertThat(looks).isGreaterThan(2);
            return most;
        } finally {
            other.shutdown();
        }
    }

    private static boolean isDone(Future<Long> running) throws Exception {
        try {
            running.get(2, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}
