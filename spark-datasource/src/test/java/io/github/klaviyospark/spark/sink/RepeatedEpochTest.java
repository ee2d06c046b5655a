package io.github.klaviyospark.spark.sink;

import static io.github.klaviyospark.spark.sink.Folders.names;
import static io.github.klaviyospark.spark.testing.Writing.BULK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Epochs that come again: what was accepted of them is not sent again, unless something newer was sent since. */
@ExtendWith(SparkExtension.class)
@Timeout(120)
class RepeatedEpochTest {

    @AutoClose
    private final KlaviyoEmulator klaviyo =
            KlaviyoEmulator.builder().quotas(false).start();

    private final Inflow inflow;

    RepeatedEpochTest(SparkSession spark, @TempDir Path folder) {
        inflow = new Inflow(spark, folder, klaviyo);
    }

    @Test
    void sendsNothingAgainWhenSparkDoesNotKnowThatTheLastEpochIsDone() throws Exception {
        inflow.with("writers", 2).with("chunkRecords", 50);
        inflow.arrive(Inflow.rows(0, 500, "a"));
        inflow.arrive(Inflow.rows(0, 500, "b"));
        inflow.run();
        assertThat(inflow.ledger()).hasSize(1_000);
        inflow.forget("commits", 1);

        StreamingQuery query = inflow.run();

        assertThat(inflow.ledger()).hasSize(1_000);
        assertThat(query.lastProgress().sink().metrics())
                .containsEntry("skipped", "500")
                .containsEntry("rows", "0")
                .containsEntry("requests", "0");
    }

    /** Somebody turns the stream back: what was sent then and is older must not stand for what is sent now. */
    @Test
    void sendsAgainWhatComesAfterAnEpochThatItIsTurnedBackTo() throws Exception {
        inflow.arrive(Inflow.rows(0, 10, "a"));
        inflow.arrive(Inflow.rows(0, 10, "b"));
        inflow.arrive(Inflow.rows(0, 10, "c"));
        inflow.run();
        for (long epoch = 1; epoch < 3; epoch++) {
            inflow.forget("commits", epoch);
            inflow.forget("offsets", epoch);
        }

        inflow.run();

        // Spark makes one epoch of the two that it has forgotten.
        assertThat(inflow.ledger()).hasSize(50);
        assertThat(names(inflow.receipts().resolve("epochs"))).containsExactly("0", "1");
        assertThat(inflow.held()).allSatisfy((id, row) -> assertThat(row).isEqualTo(Inflow.row(id, "c" + id)));
        inflow.arrive(Inflow.rows(0, 10, "c"));
        inflow.run();
        assertThat(inflow.ledger()).hasSize(60);
    }

    /** The epoch comes again as it was, and newer rows were sent after it. */
    @Test
    void sendsAgainAnEpochThatItIsTurnedBackTo() throws Exception {
        inflow.arrive(Inflow.rows(0, 10, "a"));
        inflow.arrive(Inflow.rows(0, 10, "b"));
        inflow.run();
        inflow.forget("commits", 0);
        inflow.forget("commits", 1);
        inflow.forget("offsets", 1);

        inflow.run();

        assertThat(inflow.ledger()).hasSize(40);
        assertThat(inflow.held()).allSatisfy((id, row) -> assertThat(row).isEqualTo(Inflow.row(id, "b" + id)));
    }

    @Test
    void goesOnInTheMiddleOfAnEpochThatFailed() throws Exception {
        inflow.with("chunkRecords", 100);
        inflow.arrive(Inflow.rows(0, 1_000, "v"));
        klaviyo.fault(
                Fault.builder(BULK, Fault.Kind.STATUS).status(403).after(4).build());
        assertThatThrownBy(() -> inflow.run())
                .hasStackTraceContaining("Klaviyo answered 403")
                .hasStackTraceContaining(
                        "This writer had 400 rows accepted by Klaviyo before. Start the query again with the"
                                + " same checkpoint: the epoch comes again, and what was accepted of it is not sent again.");
        klaviyo.clearFaults();
        assertThat(inflow.ledger()).hasSize(400);

        inflow.run();

        assertThat(inflow.ledger()).containsExactlyElementsOf(Inflow.rows(0, 1_000, "v"));
    }

    @Test
    void sendsAnEpochAgainWhoseChunksWouldBeOthers() throws Exception {
        inflow.with("chunkRecords", 100);
        inflow.arrive(Inflow.rows(0, 1_000, "v"));
        klaviyo.fault(
                Fault.builder(BULK, Fault.Kind.STATUS).status(403).after(4).build());
        assertThatThrownBy(() -> inflow.run()).hasStackTraceContaining("Klaviyo answered 403");
        klaviyo.clearFaults();

        inflow.with("chunkRecords", 200).run();

        assertThat(inflow.ledger()).hasSize(1_400);
        assertThat(inflow.held()).hasSize(1_000);
    }

    @Test
    void sendsAnEpochThatComesAgainWhereItWasNotSentBefore() throws Exception {
        String other = klaviyo.createDataSource("shop.cats");
        inflow.arrive(Inflow.rows(0, 5, "v"));
        inflow.run();
        inflow.forget("commits", 0);

        inflow.with("dataSource", "shop.cats").run();

        assertThat(klaviyo.records(other)).hasSize(5);
    }

    @Test
    void setsBadRowsAsideOnceHoweverOftenTheirEpochComes(SparkSession spark) throws Exception {
        Path dead = inflow.folder().resolve("dead");
        inflow.schema("id BIGINT, value DOUBLE")
                .with("onInvalid", "deadLetter")
                .with("deadLetterPath", dead)
                .with("chunkRecords", 2);
        inflow.arrive(List.of("{\"id\":1,\"value\":1}", "{\"id\":2,\"value\":\"NaN\"}", "{\"value\":3}"));
        inflow.arrive(List.of("{\"id\":4,\"value\":\"NaN\"}", "{\"id\":5,\"value\":5}", "{\"id\":6,\"value\":6}"));
        inflow.run();
        assertThat(inflow.ledger()).hasSize(3);
        inflow.forget("commits", 1);

        StreamingQuery query = inflow.run();

        assertThat(inflow.ledger()).hasSize(3);
        Map<String, String> metrics = query.lastProgress().sink().metrics();
        assertThat(metrics).containsEntry("dead", "1").containsEntry("skipped", "2");
        List<Row> letters = spark.read()
                .json(dead.toString())
                .select("run", "code")
                .sort("run", "code")
                .collectAsList();
        assertThat(letters)
                .extracting(row -> row.getString(0) + " " + row.getString(1))
                .containsExactly(
                        query.id() + "-0 invalid_value", query.id() + "-0 null_id", query.id() + "-1 invalid_value");
    }
}
