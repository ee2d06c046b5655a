package io.github.klaviyospark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.time.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of reads and writes while they run, where no run is kept. */
class TaskFiguresIT {

    private static JobSession session;
    private static SparkSession spark;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        System.setProperty("spark.executor.heartbeatInterval", "300ms");
        session = JobSession.open("test");
        spark = session.spark();
    }

    @AfterAll
    static void close() {
        session.close();
        System.clearProperty("spark.executor.heartbeatInterval");
    }

    /** The last step that told rows while something ran. */
    private static Step stepOf(Supplier<Optional<Step>> steps, Runnable work) throws Exception {
        CompletableFuture<Void> running = CompletableFuture.runAsync(work);
        Step found = null;
        while (!running.isDone()) {
            Optional<Step> step = steps.get().filter(told -> told.unit().equals("rows"));
            found = step.orElse(found);
            Clock.system().sleep(Duration.ofMillis(50));
        }
        running.get();
        return found;
    }

    @Test
    void tellHowFarAWriteIs() throws Exception {
        try (EmbeddedKlaviyo klaviyo = EmbeddedKlaviyo.start("--quotas", "off", "--latency", "500ms");
                TaskFigures tasks = TaskFigures.listen(spark.sparkContext())) {
            WriteSteps steps = new WriteSteps(folder.resolve("none.json"), tasks, Clock.system());
            Step step = stepOf(steps, () -> spark.range(2_000)
                    .toDF("id")
                    .write()
                    .format("klaviyo")
                    .options(klaviyo.connection())
                    .option("createDataSource", "true")
                    .option("dataSource", "pets")
                    .option("idField", "id")
                    .option("chunkRecords", "100")
                    .option("quotaLimits", "1000/1s")
                    .mode("append")
                    .save("data-source-records"));

            assertThat(step).isNotNull();
            assertThat(step.done()).isBetween(100L, 2_000L);
            assertThat(step.total()).hasValue(2_000);
            assertThat(step.words()).matches("[\\d,]+ requests.*");
            assertThat(tasks.ended()).isEqualTo(tasks.tasks());
        }
    }

    @Test
    void tellHowFarAReadIs() throws Exception {
        try (EmbeddedKlaviyo klaviyo =
                        EmbeddedKlaviyo.start("--quotas", "off", "--latency", "300ms", "--profiles", "2000");
                TaskFigures tasks = TaskFigures.listen(spark.sparkContext())) {
            ReadSteps steps = new ReadSteps(tasks, OptionalLong.of(2_000), Clock.system());
            Step step = stepOf(steps, () -> spark.read()
                    .format("klaviyo")
                    .options(klaviyo.connection())
                    .option("slices", "1")
                    .load("profiles")
                    .select("id")
                    .write()
                    .format("noop")
                    .mode("overwrite")
                    .save());

            assertThat(step).isNotNull();
            assertThat(step.done()).isBetween(100L, 2_000L);
            assertThat(step.words()).matches("\\d+ pages, \\d+ requests.*");
        }
    }
}
