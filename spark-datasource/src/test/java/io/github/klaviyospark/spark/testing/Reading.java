package io.github.klaviyospark.spark.testing;

import io.github.klaviyospark.emulator.Exchange;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;

/** Reads from an emulator with settings that do not make a test wait. */
public final class Reading {

    public static final String PROFILES = "GET /api/profiles";

    private Reading() {}

    public static DataFrameReader from(KlaviyoEmulator klaviyo, SparkSession spark) {
        return spark.read()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option("quotaLimits", "10000/1s");
    }

    /** The queries of the requests that were made, decoded. */
    public static List<String> queries(KlaviyoEmulator klaviyo) {
        return klaviyo.exchanges().stream()
                .map(Exchange::target)
                .map(target -> target.substring(target.indexOf('?') + 1))
                .map(query -> URLDecoder.decode(query, StandardCharsets.UTF_8))
                .toList();
    }
}
