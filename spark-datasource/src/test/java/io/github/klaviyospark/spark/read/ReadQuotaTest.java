package io.github.klaviyospark.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.emulator.Exchange;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** How much of what the account may read is read, at usual response times. */
@ExtendWith(SparkExtension.class)
@Timeout(600)
@Tag("quota")
class ReadQuotaTest {

    /** As granted for profiles, in windows half as long. */
    private static final int GRANTED = 750;

    private static final Duration WINDOW = Duration.ofSeconds(30);

    private static final int ATTEMPTS = 3;

    private static KlaviyoEmulator klaviyo(int profiles) {
        return KlaviyoEmulator.builder()
                .timeScale(2)
                .latency(Duration.ofMillis(150))
                .profiles(profiles)
                .start();
    }

    private static long read(KlaviyoEmulator klaviyo, SparkSession spark, String slices) {
        return spark.read()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option("quotaLimits", "75/500ms,750/30s")
                .option("slices", slices)
                .load("profiles")
                .count();
    }

    /**
     * Answered requests by the server's own window: without the first and the last one, which are not whole, and without
     * one in which the read ran out of pages.
     */
    private static List<Integer> wholeWindows(KlaviyoEmulator klaviyo) {
        TreeMap<Long, Integer> windows = new TreeMap<>();
        klaviyo.exchanges().stream()
                .filter(exchange -> exchange.status() == 200)
                .forEach(exchange -> windows.merge(exchange.nanos() / WINDOW.toNanos(), 1, Integer::sum));
        int all = windows.values().stream().mapToInt(Integer::intValue).sum();
        int before = windows.pollFirstEntry().getValue();
        windows.pollLastEntry();
        List<Integer> whole = new ArrayList<>();
        for (int window : windows.values()) {
            before += window;
            if (before <= 0.95 * all) {
                whole.add(window);
            }
        }
        return whole;
    }

    private static double ofOneChain(SparkSession spark) {
        try (KlaviyoEmulator klaviyo = klaviyo(15_000)) {
            read(klaviyo, spark, "1");
            List<Exchange> exchanges = klaviyo.exchanges();
            double took = exchanges.get(exchanges.size() - 1).nanos()
                    - exchanges.get(0).nanos();
            return (exchanges.size() - 1) / took * WINDOW.toNanos() / GRANTED;
        }
    }

    /**
     * Whatever else the machine does makes a share smaller, and draws a 429, so what falls short is measured once more. The
     * share counts only with few refusals.
     */
    @Test
    void isAllOfItButATwentieth(SparkSession spark) {
        double oneChain = ofOneChain(spark);
        double share = 0;
        for (int attempt = 0; attempt < ATTEMPTS && share < 0.95; attempt++) {
            share = ofSlices(spark, oneChain);
        }
        assertThat(share).as("share with at most one 429 and one in 500").isGreaterThanOrEqualTo(0.95);
    }

    /** The share, or 0 where more was refused than may be. */
    private static double ofSlices(SparkSession spark, double oneChain) {
        try (KlaviyoEmulator klaviyo = klaviyo(200_000)) {
            assertThat(read(klaviyo, spark, "auto")).isEqualTo(200_000);

            List<Integer> windows = wholeWindows(klaviyo);
            long refused = klaviyo.exchanges().stream()
                    .filter(exchange -> exchange.status() == 429)
                    .count();
            double share =
                    windows.stream().mapToInt(Integer::intValue).average().orElse(0) / GRANTED;
            System.out.printf(
                    "Share of the quota: %.3f in %d whole windows with slices, %.3f with one chain; %d of %d requests were"
                            + " answered 429.%n",
                    share, windows.size(), oneChain, refused, klaviyo.requests());
            return refused <= 1 + klaviyo.requests() / 500 ? share : 0;
        }
    }
}
