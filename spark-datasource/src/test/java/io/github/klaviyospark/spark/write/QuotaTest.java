package io.github.klaviyospark.spark.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.emulator.Exchange;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the server grants and others use, by the server's own windows, which are ten times shorter here. */
@ExtendWith(SparkExtension.class)
@Timeout(300)
@Tag("quota")
class QuotaTest {

    private static final String BULK = "/api/data-source-record-bulk-create-jobs";
    private static final Duration WINDOW = Duration.ofSeconds(6);
    private static final String OTHER = "another application";
    private static final int ATTEMPTS = 3;

    private static KlaviyoEmulator klaviyo(String limits) {
        return KlaviyoEmulator.builder()
                .timeScale(10)
                .limits("POST " + BULK, limits)
                .start();
    }

    private static void write(SparkSession spark, KlaviyoEmulator klaviyo, int requests, Map<String, String> options) {
        spark.range(requests)
                .write()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option("dataSource", "quota")
                .option("createDataSource", "true")
                .option("idField", "id")
                .option("chunkRecords", "1")
                .options(options)
                .mode("append")
                .save();
    }

    /** Requests by the server's own window. */
    private static List<Integer> windows(KlaviyoEmulator klaviyo, Predicate<Exchange> wanted) {
        TreeMap<Long, Integer> counts = new TreeMap<>();
        klaviyo.exchanges().stream()
                .filter(exchange -> exchange.target().equals(BULK))
                .forEach(exchange ->
                        counts.merge(exchange.nanos() / WINDOW.toNanos(), wanted.test(exchange) ? 1 : 0, Integer::sum));
        List<Integer> all = new ArrayList<>();
        for (long window = counts.firstKey(); window <= counts.lastKey(); window++) {
            all.add(counts.getOrDefault(window, 0));
        }
        return all;
    }

    private static long refused(KlaviyoEmulator klaviyo) {
        return klaviyo.exchanges().stream()
                .filter(exchange -> exchange.status() == 429)
                .count();
    }

    /** The share from the third window on; whatever else the machine does makes it smaller and never larger. */
    private static void assertLearnt(SparkSession spark, String granted, int limit, Map<String, String> options) {
        double share = 0;
        long refused = Long.MAX_VALUE;
        int requests = limit * 9 / 2;
        for (int attempt = 0; attempt < ATTEMPTS && (share < 0.97 || refused > 1); attempt++) {
            try (KlaviyoEmulator klaviyo = klaviyo(granted)) {
                write(spark, klaviyo, requests, options);

                List<Integer> windows = windows(klaviyo, exchange -> exchange.status() == 204);
                List<Integer> later = windows.subList(2, windows.size() - 1);
                share = later.stream().mapToInt(Integer::intValue).average().orElseThrow() / limit;
                refused = refused(klaviyo);
                System.out.printf(
                        "Granted %s: share %.3f from the third window on, of %s; %d of %d requests were answered 429.%n",
                        granted, share, windows, refused, requests + refused);
                assertThat(klaviyo.stats("POST " + BULK).records()).isEqualTo(requests);
            }
        }
        assertThat(share).isGreaterThanOrEqualTo(0.97);
        assertThat(refused).isLessThanOrEqualTo(1);
    }

    /** Some accounts are granted four times of what is documented. */
    @Test
    void learnsThatMoreIsGrantedThanIsDocumented(SparkSession spark) {
        assertLearnt(spark, "3/1s,60/60s", 60, Map.of());
    }

    @Test
    void learnsThatLessIsGrantedThanTheUserSays(SparkSession spark) {
        assertLearnt(spark, "3/1s,15/60s", 15, Map.of("quotaLimits", "3/100ms,60/6s"));
    }

    @Test
    void reportsTheQuotaThatWasLearnt(SparkSession spark, @TempDir Path folder) throws IOException {
        try (KlaviyoEmulator klaviyo = klaviyo("3/1s,60/60s")) {
            Path report = folder.resolve("report.json");
            write(spark, klaviyo, 4, Map.of("reportPath", report.toString()));

            assertThat(new ObjectMapper()
                            .readTree(report.toFile())
                            .findValue("quota")
                            .asText())
                    .isEqualTo("3/100ms,60/6s");
        }
    }

    @Test
    void neverExceedsWhatTheUserSays(SparkSession spark) {
        try (KlaviyoEmulator klaviyo = klaviyo("10/1s,150/60s")) {
            write(spark, klaviyo, 60, Map.of("quotaLimits", "10/100ms,30/6s"));

            assertThat(windows(klaviyo, exchange -> true))
                    .allSatisfy(requests -> assertThat(requests).isLessThanOrEqualTo(30));
        }
    }

    @Test
    void leavesToOthersWhatIsNotItsShare(SparkSession spark) {
        try (KlaviyoEmulator klaviyo = klaviyo("10/1s,50/60s")) {
            write(spark, klaviyo, 60, Map.of("quotaShare", "0.4"));

            assertThat(windows(klaviyo, exchange -> true))
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allSatisfy(requests -> assertThat(requests).isLessThanOrEqualTo(20));
        }
    }

    /** Another application asks for a third of the quota, evenly, and has never heard of the connector. */
    @Test
    void yieldsToACompetitor(SparkSession spark) throws Exception {
        double share = 0;
        for (int attempt = 0; attempt < ATTEMPTS && share < 0.25; attempt++) {
            share = ofACompetitor(spark);
        }
        // It is asked from this JVM: where the machine lets it wait, it cannot ask for its part.
        assertThat(share).isGreaterThanOrEqualTo(0.25);
    }

    private static double ofACompetitor(SparkSession spark) throws Exception {
        int limit = 300;
        int rows = limit * 6;
        try (KlaviyoEmulator klaviyo = klaviyo("40/1s," + limit + "/60s")) {
            Competitor competitor = new Competitor(klaviyo, WINDOW.dividedBy(limit / 3));
            try {
                write(spark, klaviyo, rows, Map.of("inFlight", "4", "duplicates", "last"));
            } finally {
                competitor.stop();
            }

            List<Integer> ours = windows(klaviyo, exchange -> exchange.status() == 204 && !isOther(exchange));
            List<Integer> others = windows(klaviyo, exchange -> exchange.status() == 204 && isOther(exchange));
            int our = whole(ours);
            int other = whole(others);
            System.out.printf(
                    "A competitor that asks for %d of %d in a window was granted %d of %d (%.0f %%) in whole windows: %s of"
                            + " its own beside %s; %d requests were answered 429.%n",
                    limit / 3,
                    limit,
                    other,
                    our + other,
                    100.0 * other / (our + other),
                    others,
                    ours,
                    refused(klaviyo));
            assertThat(klaviyo.stats("POST " + BULK).records() - competitor.granted())
                    .isEqualTo(rows);
            return (double) other / (our + other);
        }
    }

    private static int whole(List<Integer> windows) {
        return windows.subList(1, windows.size() - 1).stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static boolean isOther(Exchange exchange) {
        return exchange.headers().getOrDefault("user-agent", List.of()).contains(OTHER);
    }

    /** Sends a request at a time, at even distances, whatever the answers are. */
    private static final class Competitor {

        private final HttpClient http = HttpClient.newHttpClient();
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        private final HttpRequest request;
        private final AtomicInteger granted = new AtomicInteger();
        private final ScheduledFuture<?> asking;

        Competitor(KlaviyoEmulator klaviyo, Duration apart) {
            String body = "{\"data\":{\"type\":\"data-source-record-bulk-create-job\",\"attributes\":"
                    + "{\"data-source-records\":{\"data\":[{\"type\":\"data-source-record\",\"attributes\":"
                    + "{\"record\":{\"a\":1}}}]}},\"relationships\":{\"data-source\":{\"data\":"
                    + "{\"type\":\"data-source\",\"id\":\"" + klaviyo.createDataSource("other") + "\"}}}}}";
            this.request = HttpRequest.newBuilder(URI.create(klaviyo.endpoint() + BULK))
                    .header("Authorization", "Klaviyo-API-Key pk_other")
                    .header("revision", "2026-07-15")
                    .header("User-Agent", OTHER)
                    .header("Accept", "application/vnd.api+json")
                    .header("Content-Type", "application/vnd.api+json")
                    .POST(BodyPublishers.ofString(body))
                    .build();
            this.asking = timer.scheduleAtFixedRate(this::send, 0, apart.toNanos(), TimeUnit.NANOSECONDS);
        }

        private void send() {
            try {
                if (http.send(request, BodyHandlers.ofString()).statusCode() == 204) {
                    granted.incrementAndGet();
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        int granted() {
            return granted.get();
        }

        void stop() throws InterruptedException {
            asking.cancel(false);
            timer.shutdown();
            timer.awaitTermination(10, TimeUnit.SECONDS);
        }
    }
}
