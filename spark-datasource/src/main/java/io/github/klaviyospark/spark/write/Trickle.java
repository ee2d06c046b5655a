package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.spark.options.WriteConf;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Tells those who send very many rows one by one that bulk requests are what they want. */
final class Trickle {

    /** Four minutes of the quota. A stream that catches up after a pause may come near it; what is meant for bulk exceeds it. */
    private static final int MANY = 3_000;

    private static final int BULK_RECORDS = 500;

    private Trickle() {}

    /** What to say of a write that is no trickle; nothing of one that is, or that went in bulk. */
    static Optional<String> warning(WriteConf conf, DeliveryReport report) {
        long requests = report.cost().chunks();
        if (!conf.sendsSingly() || requests <= MANY) {
            return Optional.empty();
        }
        QuotaLimits bulk = Operation.BULK_CREATE_DATA_SOURCE_RECORDS.limits();
        long fewer = (requests + BULK_RECORDS - 1) / BULK_RECORDS;
        return Optional.of(String.format(
                Locale.ROOT,
                "With ingest=single %,d rows take as many requests, %s at %s%s. Small rows take %,d requests in bulk, %s at"
                        + " %s: leave ingest out for writes of this size.",
                requests,
                words(conf.quotaLimits().timeFor(requests)),
                conf.quotaLimits(),
                conf.runPath().isPresent() ? ", and a receipt each" : "",
                fewer,
                words(bulk.timeFor(fewer)),
                bulk));
    }

    private static String words(Duration time) {
        return time.toMinutes() == 0 ? time.toSeconds() + " s" : time.toMinutes() + " min";
    }
}
