package io.github.klaviyospark.spark.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.klaviyospark.spark.testing.DefinedObjects;
import io.github.klaviyospark.spark.testing.SparkExtension;
import io.github.klaviyospark.spark.testing.Writing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that a preview has looked at are written, and the emulator makes of them what the preview showed. */
@ExtendWith(SparkExtension.class)
class PreviewAgreesTest {

    private static final String DEFINITION = """
            source: shop.visits
            objects:
              - title: Visit
                id: visit_id
                properties:
                  place: {type: string, required: true, path: stay.place}
                  code: {type: string, path: amount}
                  guests: int
                  amount: {type: float, path: amount}
                  whole: {type: int, path: ratio}
                  paid: boolean
                  at: timestamp
                  until: {type: timestamp, path: stay.until}
                  channel: {type: string, value: web}
                profiles:
                  guest: {email: contact.email, phone: contact.phone, anonymous: contact.device}
                  host: {email: host, strategy: additive}
                links:
                  shop: {object: Item, path: stay.place}
              - title: Item
                id: items[*].id
                properties:
                  name: {type: string, path: "items[*].name"}
                  price: {type: float, path: "items[*].price", required: true}
                  sold: {type: timestamp, path: at}
                profiles:
                  buyer: {email: contact.email}
                  giver: {id: "items[*].gift", email: host}
            """;

    @TempDir
    private Path letters;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void onEveryObjectAndEverySkip(long seed, SparkSession spark) throws IOException {
        Dataset<Row> rows = AwkwardRows.of(spark, 600, seed).coalesce(1).cache();
        try (DefinedObjects account = new DefinedObjects(DEFINITION)) {
            Writing.to(account.klaviyo(), "shop.visits", rows)
                    .option("writers", "input")
                    .option("onInvalid", "deadLetter")
                    .option("deadLetterPath", letters.toUri().toString())
                    .save();

            for (String title : List.of("Visit", "Item")) {
                List<Row> preview = collect(ObjectPreview.of(rows, DEFINITION, title), spark);
                ExpectedObjects expected = new ExpectedObjects(preview, title.equals("Visit") ? "host" : "");
                Map<String, JsonNode> objects = account.objects(title);

                assertThat(expected.differences(objects)).as(title).isEmpty();
                assertThat(account.problems(title)).as(title).containsExactlyInAnyOrderElementsOf(expected.problems());
                assertThat(objects).hasSizeGreaterThan(50);
                assertThat(preview).extracting(line -> line.getString(1)).contains("object", "skipped", "invalid");
            }
        } finally {
            rows.unpersist();
        }
    }

    /** Collects instants: the older classes of Java move those before 1582 by days. */
    private static List<Row> collect(Dataset<Row> preview, SparkSession spark) {
        spark.conf().set("spark.sql.datetime.java8API.enabled", true);
        try {
            return preview.select("*").collectAsList();
        } finally {
            spark.conf().unset("spark.sql.datetime.java8API.enabled");
        }
    }
}
