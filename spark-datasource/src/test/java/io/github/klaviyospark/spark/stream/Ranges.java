package io.github.klaviyospark.spark.stream;

import io.github.klaviyospark.spark.options.ReadConf;
import io.github.klaviyospark.spark.pages.CollectionSchema;
import io.github.klaviyospark.spark.read.KlaviyoScanBuilder;
import java.util.List;
import java.util.Map;

/** Ranges as Spark has them made. */
final class Ranges {

    private Ranges() {}

    static KlaviyoRangeBatch batch(Shop shop, String option, String value) {
        ReadConf conf =
                ReadConf.of(Map.of("path", "profiles", "endpoint", shop.klaviyo.endpoint(), option, value), Map.of());
        return (KlaviyoRangeBatch) new KlaviyoScanBuilder(conf, CollectionSchema.of(conf.collection(), List.of()))
                .build()
                .toBatch();
    }
}
