package io.github.klaviyospark.spark.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Sessions on loopback with an event log that can be read as text. */
final class Sessions {

    private Sessions() {}

    static SparkSession local(Path folder, String master) throws IOException {
        return local(folder, master, Map.of());
    }

    /**
     * With more settings.
     *
     * @param settings of Spark
     */
    static SparkSession local(Path folder, String master, Map<String, String> settings) throws IOException {
        Path sparkHome = Path.of(System.getenv("SPARK_HOME"));
        Files.createDirectories(sparkHome.resolve("jars"));
        SparkSession.Builder builder = SparkSession.builder();
        settings.forEach(builder::config);
        return builder.master(master)
                .appName("compatibility")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "3")
                .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
                .config("spark.eventLog.enabled", "true")
                .config("spark.eventLog.compress", "false")
                .config("spark.eventLog.rolling.enabled", "false")
                .config(
                        "spark.eventLog.dir",
                        Files.createDirectories(folder.resolve("events"))
                                .toUri()
                                .toString())
                .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .config("spark.executorEnv.SPARK_SCALA_VERSION", System.getProperty("scala.version.expected"))
                .config("spark.executor.memory", "512m")
                // Where log4j2.properties puts the log; each executor has a folder of its own and starts in it.
                .config("spark.executor.extraJavaOptions", "-Dbuild.folder=. -XX:TieredStopAtLevel=1")
                // Common on clusters, and what tells the driver of a task's end has to get through it.
                .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .getOrCreate();
    }

    /**
     * A reader that finds the key in a file and does not wait for quota.
     *
     * @param folder where to put that file
     */
    static DataFrameReader reader(SparkSession spark, EmulatorProcess klaviyo, Path folder) throws IOException {
        Path keyFile = Files.writeString(folder.resolve("key"), klaviyo.key());
        return spark.read()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option("apiKeySource", "file:" + keyFile)
                .option("quotaLimits", "10000/1s")
                .option("slices", "1");
    }

    /**
     * A writer that finds the key in a file and does not wait for quota.
     *
     * @param folder where to put that file
     */
    static DataFrameWriter<Row> writer(Dataset<Row> rows, EmulatorProcess klaviyo, Path folder) throws IOException {
        Path keyFile = Files.writeString(folder.resolve("key"), klaviyo.key());
        return rows.write()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option("apiKeySource", "file:" + keyFile)
                .option("quotaLimits", "10000/1s")
                .mode("append");
    }

    /** Makes the options known as the catalog {@code test}. */
    static void catalog(SparkSession spark, Map<String, String> options) {
        spark.conf().set("spark.sql.catalog.test", OptionsCatalog.class.getName());
        options.forEach((name, value) -> spark.conf().set("spark.sql.catalog.test." + name, value));
    }
}
