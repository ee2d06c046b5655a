package io.github.klaviyospark.spark.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Writes rows into resources of an emulator, and tells what the requests, the report and the dead letters say. */
final class ResourceWrites implements AutoCloseable {

    static final String IMPORT = "POST /api/profile-bulk-import-jobs";
    static final String ITEMS = "POST /api/catalog-item-bulk-create-jobs";

    private static final ObjectMapper JSON = new ObjectMapper();

    final KlaviyoEmulator klaviyo;

    private final Path folder;

    /** Into an emulator of its own with twenty profiles. */
    ResourceWrites(Path folder) {
        this(KlaviyoEmulator.builder().quotas(false).profiles(20).seed(3).start(), folder);
    }

    /** Into an emulator that is closed with this. */
    ResourceWrites(KlaviyoEmulator klaviyo, Path folder) {
        this.klaviyo = klaviyo;
        this.folder = folder;
    }

    /** Where the runs are of writes that set rows aside, and of others that are told so. */
    String runs() {
        return folder.resolve("runs").toUri().toString();
    }

    DataFrameWriter<Row> write(Dataset<Row> rows) {
        return rows.write()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option("quotaLimits", "10000/1s")
                .option("reportPath", folder.resolve("report.json").toUri().toString())
                .mode("append");
    }

    DataFrameWriter<Row> settingAside(Dataset<Row> rows) {
        return write(rows).option("onInvalid", "deadLetter").option("runPath", runs());
    }

    JsonNode report() throws IOException {
        return JSON.readTree(folder.resolve("report.json").toFile());
    }

    List<Row> letters(SparkSession spark) throws IOException {
        return spark.read()
                .schema("code STRING, title STRING, pointer STRING, reason STRING, row STRING")
                .json(report().path("deadLetters").asText())
                .collectAsList();
    }

    /** Those that were accepted. */
    Stream<JsonNode> bodies(String operation) {
        return klaviyo.writes(operation).map(line -> {
            try {
                return JSON.readTree(line).path("body");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The external ids of the items in all requests that were accepted. */
    List<String> created() {
        return bodies(ITEMS)
                .flatMap(body -> body.at("/data/attributes/items/data").valueStream())
                .map(item -> item.at("/attributes/external_id").asText())
                .toList();
    }

    /** The id of the list at a place among all. */
    String list(int place) throws IOException {
        return JSON.readTree(klaviyo.resources("lists").skip(place).findFirst().orElseThrow())
                .path("id")
                .asText();
    }

    static Dataset<Row> people(SparkSession spark, int number) {
        return spark.range(0, number, 1, 4)
                .selectExpr(
                        "concat('p', id, '@shop.example.net') AS email", "concat('P', id) AS first_name", "id AS n");
    }

    static Dataset<Row> items(SparkSession spark, int number) {
        return spark.range(0, number, 1, 3)
                .selectExpr(
                        "concat('sku-', id) AS external_id",
                        "'Tea' AS title",
                        "'Black tea' AS description",
                        "'https://shop.example.net/tea' AS url",
                        "id / 4 AS price");
    }

    @Override
    public void close() {
        klaviyo.close();
    }
}
