package io.github.klaviyospark.spark.run;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.internal.SQLConf;

/**
 * Hadoop's configuration as Spark itself uses it for checkpoints and tables: with what the session sets over what the
 * application does. Notebooks often name the keys of file systems in the session.
 */
public final class SessionConf {

    private SessionConf() {}

    /** The configuration of the session that the calling thread works for. */
    public static Configuration hadoop(SparkContext spark) {
        Configuration hadoop = new Configuration(spark.hadoopConfiguration());
        Map<String, String> settings = SQLConf.get().settings();
        synchronized (settings) {
            settings.forEach((name, value) -> {
                if (value != null) {
                    hadoop.set(name, value);
                }
            });
        }
        return hadoop;
    }
}
