package io.github.klaviyospark.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.spark.testing.SparkExtension;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class SessionConfTest {

    @Test
    void laysWhatTheSessionSetsOverWhatTheApplicationDoes(SparkSession spark) {
        spark.sparkContext().hadoopConfiguration().set("fs.test.a", "application");
        spark.sparkContext().hadoopConfiguration().set("fs.test.b", "application");
        spark.conf().set("fs.test.b", "session");
        try {
            assertThat(SessionConf.hadoop(spark.sparkContext()).get("fs.test.a"))
                    .isEqualTo("application");
            assertThat(SessionConf.hadoop(spark.sparkContext()).get("fs.test.b"))
                    .isEqualTo("session");
            assertThat(spark.sparkContext().hadoopConfiguration().get("fs.test.b"))
                    .isEqualTo("application");
        } finally {
            spark.conf().unset("fs.test.b");
            spark.sparkContext().hadoopConfiguration().unset("fs.test.a");
            spark.sparkContext().hadoopConfiguration().unset("fs.test.b");
        }
    }
}
