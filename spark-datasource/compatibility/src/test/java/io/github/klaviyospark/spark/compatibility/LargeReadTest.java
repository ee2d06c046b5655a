package io.github.klaviyospark.spark.compatibility;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.CollectionAccumulator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A large account is read in the memory of a small one: pages come and go. */
@Tag("quota")
class LargeReadTest {

    private static final int PROFILES = 1_000_000;
    private static final long MEGABYTE = 1 << 20;

    @TempDir
    private Path folder;

    @Test
    @Timeout(600)
    void takesNoMoreMemoryTheLongerItLasts() throws IOException {
        try (EmulatorProcess klaviyo = EmulatorProcess.withHeap(
                        "512m", "pk_8b3f60ad9127ce54", "--profiles", Integer.toString(PROFILES));
                SparkSession spark = Sessions.local(folder, "local-cluster[1,1,1024]")) {
            CollectionAccumulator<Long> live = spark.sparkContext().collectionAccumulator("live heap");

            // A shuffle goes to disk row by row; to count what is distinct beforehand would take memory of its own.
            Row counts = Sessions.reader(spark, klaviyo, folder)
                    .load("profiles")
                    .select("id", "email", "created")
                    .mapPartitions(new HeapSampling(live, PROFILES / 10), Encoders.STRING())
                    .repartition(8, col("value"))
                    .agg(count(col("value")), countDistinct("value"))
                    .first();

            List<Long> samples = List.copyOf(live.value());
            System.out.println("Live heap in MB, each 100,000 rows: "
                    + samples.stream()
                            .map(bytes -> String.format(Locale.ROOT, "%.1f", bytes / (double) MEGABYTE))
                            .toList());
            assertThat(counts.getLong(0)).isEqualTo(PROFILES);
            assertThat(counts.getLong(1)).isEqualTo(PROFILES);
            assertThat(klaviyo.requests()).isEqualTo(PROFILES / 100);
            assertThat(samples).hasSize(10).allMatch(bytes -> bytes < samples.get(0) + 8 * MEGABYTE);
        }
    }
}
