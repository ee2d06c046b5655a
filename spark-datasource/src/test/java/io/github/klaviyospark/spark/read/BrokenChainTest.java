package io.github.klaviyospark.spark.read;

import static io.github.klaviyospark.spark.testing.Reading.PROFILES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.emulator.Exchange;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.Fault.Kind;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.Reading;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to a page: every row, and each of them once. */
@ExtendWith(SparkExtension.class)
class BrokenChainTest {

    private static final int ROWS = 1_234;
    private static final int PAGES = 13;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private KlaviyoEmulator klaviyo;

    @BeforeEach
    void start() {
        klaviyo = KlaviyoEmulator.builder().quotas(false).profiles(ROWS).start();
    }

    @AfterEach
    void stop() {
        klaviyo.close();
    }

    private Dataset<Row> ids(SparkSession spark) {
        return Reading.from(klaviyo, spark)
                .option("slices", "1")
                .load("profiles")
                .select("id");
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("503 on the first page", fault(Kind.STATUS, 0).status(503)),
                Arguments.of(
                        "503 on the last page", fault(Kind.STATUS, PAGES - 1).status(503)),
                Arguments.of("500 in the middle", fault(Kind.STATUS, 6).status(500)),
                Arguments.of("429", fault(Kind.STATUS, 6).status(429).retryAfter(0)),
                Arguments.of("a page of HTML from the edge", fault(Kind.HTML, 6)),
                Arguments.of("a connection that is reset", fault(Kind.RESET_BEFORE, 6)),
                Arguments.of("a connection that is reset afterwards", fault(Kind.RESET_AFTER, 6)),
                Arguments.of("an answer that breaks off", fault(Kind.TRUNCATE, 6)),
                Arguments.of("a document that breaks off", fault(Kind.CUT, 6)),
                Arguments.of("the last document breaks off", fault(Kind.CUT, PAGES - 1)),
                Arguments.of("the first page leads to itself", fault(Kind.REPEAT_CURSOR, 0)),
                Arguments.of("a page leads to itself", fault(Kind.REPEAT_CURSOR, 6)),
                Arguments.of("the last page leads to itself", fault(Kind.REPEAT_CURSOR, PAGES - 1)));
    }

    private static Fault.Builder fault(Kind kind, int after) {
        return Fault.builder(PROFILES, kind).after(after).times(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void isMendedByAskingAgain(String name, Fault.Builder fault, SparkSession spark) {
        klaviyo.fault(fault.build());

        List<Row> rows = ids(spark).collectAsList();

        assertThat(rows).hasSize(ROWS).doesNotHaveDuplicates();
        assertThat(klaviyo.requests()).as("one page twice").isEqualTo(PAGES + 1);
    }

    @Test
    void takesARowAtTheBorderOnce(SparkSession spark) {
        klaviyo.fault(Fault.builder(PROFILES, Kind.REPEAT_BORDER).build());

        assertThat(ids(spark).collectAsList()).hasSize(ROWS).doesNotHaveDuplicates();
    }

    /** Pages at whose border a row stands twice hold fewer new ones: as many more are read as it takes. */
    @Test
    void fillsALimitWhenPagesRepeatRows(SparkSession spark) {
        klaviyo.fault(Fault.builder(PROFILES, Kind.REPEAT_BORDER).build());

        assertThat(ids(spark).limit(300).collectAsList()).hasSize(300).doesNotHaveDuplicates();
        assertThat(klaviyo.exchanges()).hasSize(4);
        assertThat(Reading.from(klaviyo, spark)
                        .option("slices", "1")
                        .load("profiles")
                        .orderBy("updated")
                        .limit(300)
                        .select("id")
                        .collectAsList())
                .hasSize(300)
                .doesNotHaveDuplicates();
    }

    @Test
    void survivesAStormOfFaults(SparkSession spark) {
        for (Kind kind : List.of(Kind.RESET_BEFORE, Kind.RESET_AFTER, Kind.TRUNCATE, Kind.CUT)) {
            klaviyo.fault(Fault.builder(PROFILES, kind).rate(0.05).build());
        }
        klaviyo.fault(Fault.builder(PROFILES, Kind.REPEAT_BORDER).rate(0.5).build());

        assertThat(ids(spark).collectAsList()).hasSize(ROWS).doesNotHaveDuplicates();
    }

    @Test
    void failsWhenAPageAlwaysLeadsToItself(SparkSession spark) {
        klaviyo.fault(fault(Kind.REPEAT_CURSOR, 2).times(100).build());

        assertThatThrownBy(() -> ids(spark).collectAsList())
                .hasStackTraceContaining("answered to GET /api/profiles could not be read in 5 attempts:"
                        + " links.next leads to the page that it stands on");
        assertThat(klaviyo.requests()).isEqualTo(2 + 5);
    }

    @Test
    void fetchesOnePageAheadAndNoMore(SparkSession spark) {
        Dataset<Row> limited = ids(spark).limit(50);

        assertThat(limited.collectAsList()).hasSize(50);
        assertThat(klaviyo.exchanges())
                .as("nothing is fetched ahead of a limit")
                .hasSize(1);

        klaviyo.reset();
        List<Row> some = ids(spark).where("id LIKE '%'").limit(5).collectAsList();
        assertThat(some).hasSize(5);
        assertThat(klaviyo.exchanges()).hasSizeBetween(1, 2);
    }

    @Test
    void readsALimitOfSeveralPages(SparkSession spark) {
        assertThat(ids(spark).limit(250).collectAsList()).hasSize(250).doesNotHaveDuplicates();
        assertThat(klaviyo.exchanges()).hasSize(3);
    }

    /** The page under way takes ten minutes; whoever cancels does not wait for it. */
    @Test
    void isCancelledWhileAPageIsUnderWay(SparkSession spark) throws Exception {
        klaviyo.fault(fault(Kind.DELAY, 3).delay(Duration.ofMinutes(10)).build());
        spark.sparkContext().setJobGroup("to be cancelled", "a read", false);
        Thread cancelling = new Thread(() -> {
            while (klaviyo.exchanges().stream()
                            .filter(BrokenChainTest::isAnswered)
                            .count()
                    < 3) {
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
            spark.sparkContext().cancelJobGroup("to be cancelled");
        });
        cancelling.start();

        assertThatThrownBy(() -> ids(spark).collectAsList()).hasMessageContaining("cancelled");

        cancelling.join();
        // Spark gives a job up at once; what matters is that the task and its request end, long before the page is
        // there.
        long cancelled = System.nanoTime();
        for (Thread reading : reading()) {
            reading.join(Duration.ofMinutes(2).toMillis());
            assertThat(reading.isAlive()).as("the read goes on").isFalse();
        }
        System.out.printf("The read ended %d ms after its job.%n", (System.nanoTime() - cancelled) / 1_000_000);
        spark.sparkContext().clearJobGroup();
    }

    /** The threads that fetch, which end when the task has closed its reader. */
    private static List<Thread> reading() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("klaviyo-pages"))
                .toList();
    }

    private static boolean isAnswered(Exchange exchange) {
        return exchange.status() == 200;
    }
}
