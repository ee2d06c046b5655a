package io.github.klaviyospark.spark.sink;

import static io.github.klaviyospark.spark.sink.Folders.names;
import static io.github.klaviyospark.spark.sink.Folders.onlyIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where a stream keeps its receipts, and for how long. */
@ExtendWith(SparkExtension.class)
@Timeout(120)
class StreamReceiptsTest {

    @AutoClose
    private final KlaviyoEmulator klaviyo =
            KlaviyoEmulator.builder().quotas(false).start();

    private final Inflow inflow;

    StreamReceiptsTest(SparkSession spark, @TempDir Path folder) {
        inflow = new Inflow(spark, folder, klaviyo);
    }

    @Test
    void keepsTheReceiptsOfTheLastEpochsOnly() throws Exception {
        for (int i = 0; i < 12; i++) {
            inflow.arrive(Inflow.rows(i, i + 5, "v"));
        }

        inflow.run();

        assertThat(names(inflow.receipts())).containsExactly("epochs", "report.json", "stream.json");
        assertThat(names(inflow.receipts().resolve("epochs"))).containsExactly("10", "11", "9");
    }

    @Test
    void keepsReceiptsInRunPathWhereThatIsGiven() throws Exception {
        Path runs = inflow.folder().resolve("runs");
        inflow.with("runPath", runs);
        inflow.arrive(Inflow.rows(0, 5, "v"));

        StreamingQuery query = inflow.run();

        assertThat(names(runs)).containsExactly(query.id().toString());
        assertThat(names(runs.resolve(query.id().toString()).resolve("epochs"))).containsExactly("0");
        assertThat(inflow.checkpoint().resolve("klaviyo")).doesNotExist();
    }

    /** A query with a name has its checkpoint in the folder that the session names. */
    @Test
    void findsTheCheckpointOfAQueryWithAName(SparkSession spark) throws Exception {
        spark.conf()
                .set(
                        "spark.sql.streaming.checkpointLocation",
                        inflow.folder().resolve("all").toString());
        try {
            inflow.without("checkpointLocation").with("queryName", "pets");
            inflow.arrive(Inflow.rows(0, 5, "v"));
            inflow.run();

            assertThat(names(inflow.folder().resolve("all/pets"))).contains("commits", "klaviyo", "offsets");
        } finally {
            spark.conf().unset("spark.sql.streaming.checkpointLocation");
        }
    }

    @Test
    void sendsWithoutReceiptsWhereNoPlaceIsKnown(SparkSession spark) throws Exception {
        spark.conf()
                .set(
                        "spark.sql.streaming.checkpointLocation",
                        inflow.folder().resolve("all").toString());
        try (LogLines log = new LogLines()) {
            inflow.without("checkpointLocation");
            inflow.arrive(Inflow.rows(0, 5, "v"));
            inflow.arrive(Inflow.rows(5, 9, "v"));
            inflow.run();

            assertThat(inflow.ledger()).hasSize(9);
            assertThat(log.of("WARN", "")).hasSize(1);
            assertThat(log.of(
                            "WARN", "It is not known where the checkpoint of this stream is, so no receipts are kept"))
                    .hasSize(1);
            assertThat(names(onlyIn(inflow.folder().resolve("all")))).doesNotContain("klaviyo");
        } finally {
            spark.conf().unset("spark.sql.streaming.checkpointLocation");
        }
    }
}
