package io.github.klaviyospark.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.spark.testing.SparkExtension;
import io.github.klaviyospark.spark.testing.Writing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Campaigns of rows, and of requests of other years. */
@ExtendWith(SparkExtension.class)
@Timeout(120)
class CampaignWriteTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CAMPAIGNS = "POST /api/campaigns";

    private final Path folder;

    @AutoClose
    private final ResourceWrites writes;

    CampaignWriteTest(@TempDir Path folder) {
        this.folder = folder;
        this.writes = new ResourceWrites(folder);
    }

    @BeforeEach
    void holdAudiencesAndImages() {
        writes.klaviyo.addResources(
                "lists", List.of("{\"id\":\"L1\",\"attributes\":{}}", "{\"id\":\"L2\",\"attributes\":{}}"));
        writes.klaviyo.addResources("images", List.of("""
                {"id":"77","attributes":{"name":"i","image_url":"https://images.example.net/1.png","format":"png","size":1,\
                "hidden":false,"updated_at":"2026-01-01T00:00:00+00:00"}}"""));
    }

    private Stream<JsonNode> made() {
        return writes.bodies(CAMPAIGNS).map(body -> body.path("data").path("attributes"));
    }

    @Test
    void areMadeOfStructsOfSeveralChannels(SparkSession spark) throws IOException {
        Dataset<Row> rows = spark.sql("""
                SELECT 'Tea' AS name, 'L1,L2' AS included, named_struct('method', 'immediate') AS send_strategy, array(
                  named_struct('channel', 'email', 'label', 'Leaves', 'content', map('subject', 'Tea is in'), 'image_id', NULL),
                  named_struct('channel', 'mobile_push', 'label', NULL, 'content', map('body', 'Tea'), 'image_id', '77')) AS messages
                """);

        writes.write(rows).save("campaigns");

        assertThat(made()).containsExactly(JSON.readTree("""
                {"name": "Tea", "audiences": {"included": ["L1", "L2"]}, "send_strategy": {"method": "immediate"},
                 "campaign-messages": {"data": [
                  {"type": "campaign-message", "attributes": {"definition":
                    {"channel": "email", "label": "Leaves", "content": {"subject": "Tea is in"}}}},
                  {"type": "campaign-message", "attributes": {"definition":
                    {"channel": "mobile_push", "content": {"body": "Tea"}}},
                   "relationships": {"image": {"data": {"type": "image", "id": "77"}}}}]}}
                """));
    }

    @Test
    void areNotMadeOfArraysOfNumbers(SparkSession spark) {
        Dataset<Row> rows = spark.sql("SELECT 'Tea' AS name, 'L1' AS included, array(1) AS messages");

        assertThat(Writing.message(catchThrowable(() -> writes.write(rows).save("campaigns"))))
                .contains(
                        "column messages has the type array and must be an array of structs or maps, or JSON as a text");
        assertThat(writes.klaviyo.requests()).isZero();
    }

    @Test
    void areMadeInTheFormOfTodayOfArchivedRequests(SparkSession spark) throws IOException {
        Path archive = Files.writeString(folder.resolve("campaigns.ndjson"), """
                {"data":{"type":"campaign","attributes":{"name":"a","channel":"email","audiences":{"included":["L1"]},\
                "send_strategy":{"method":"static","options_static":{"datetime":"2027-01-01T00:00:00Z"}}}}}
                {"data":{"type":"campaign","attributes":{"name":"b","audiences":{"included":["L1"]},"campaign-messages":\
                {"data":[{"type":"campaign-message","attributes":{"channel":"sms","label":"x","content":{"body":"Tea"},\
                "render_options":{"shorten_links":true}}}]}}}}
                """);
        Dataset<Row> rows = spark.read()
                .format("klaviyo")
                .option("archivePath", archive.toUri().toString())
                .load("campaigns");

        writes.write(rows).option("writers", "1").save("campaigns");

        assertThat(writes.klaviyo.stats(CAMPAIGNS).status()).isEqualTo(Map.of(201, 2L));
        assertThat(made()).containsExactlyInAnyOrder(JSON.readTree("""
                {"name":"a","audiences":{"included":["L1"]},"send_strategy":{"method":"static","datetime":"2027-01-01T00:00:00Z"},
                 "campaign-messages":{"data":[{"type":"campaign-message","attributes":{"definition":{"channel":"email"}}}]}}
                """), JSON.readTree("""
                {"name":"b","audiences":{"included":["L1"]},
                 "campaign-messages":{"data":[{"type":"campaign-message","attributes":{"definition":
                  {"channel":"sms","content":{"body":"Tea"},"render_options":{"shorten_links":true}}}}]}}
                """));
    }
}
