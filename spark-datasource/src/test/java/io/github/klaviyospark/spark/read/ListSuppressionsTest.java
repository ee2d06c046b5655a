package io.github.klaviyospark.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.Reading;
import io.github.klaviyospark.spark.testing.SparkExtension;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The filters that Klaviyo only takes beside another one, which names the list. */
@ExtendWith(SparkExtension.class)
class ListSuppressionsTest {

    private static final String FIELD = "subscriptions.email.marketing.list_suppressions";

    @Test
    void areFoundByReasonAndByTime(SparkSession spark) {
        try (KlaviyoEmulator klaviyo =
                KlaviyoEmulator.builder().quotas(false).profiles(3_000).start()) {
            Dataset<Row> all = Reading.from(klaviyo, spark).load("profiles").cache();
            Row one = all.selectExpr("explode(" + FIELD + ") AS one")
                    .selectExpr(
                            "one.list_id",
                            "one.reason",
                            "date_format(to_utc_timestamp(one.timestamp, current_timezone()), \"yyyy-MM-dd'T'HH:mm:ss'Z'\")")
                    .orderBy("list_id")
                    .head();
            String list = "equals(" + FIELD + ".list_id,\"" + one.getString(0) + "\")";
            String ofList = "one.list_id = '" + one.getString(0) + "'";
            String time = one.getString(2);

            check(
                    all,
                    klaviyo,
                    spark,
                    list + ",equals(" + FIELD + ".reason,\"" + one.getString(1) + "\")",
                    ofList + " AND one.reason = '" + one.getString(1) + "'");
            String[][] operators = {
                {"greater-than", ">"}, {"greater-or-equal", ">="}, {"less-than", "<"}, {"less-or-equal", "<="}
            };
            for (String[] operator : operators) {
                check(
                        all,
                        klaviyo,
                        spark,
                        list + "," + operator[0] + "(" + FIELD + ".timestamp," + time + ")",
                        ofList + " AND one.timestamp " + operator[1] + " TIMESTAMP'" + time + "'");
            }
            all.unpersist();
        }
    }

    private static void check(
            Dataset<Row> all, KlaviyoEmulator klaviyo, SparkSession spark, String filter, String condition) {
        long expected =
                all.where("exists(" + FIELD + ", one -> " + condition + ")").count();

        assertThat(Reading.from(klaviyo, spark)
                        .option("filter", filter)
                        .load("profiles")
                        .count())
                .as(condition)
                .isEqualTo(expected);
    }
}
