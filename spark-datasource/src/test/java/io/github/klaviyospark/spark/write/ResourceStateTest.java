package io.github.klaviyospark.spark.write;

import static io.github.klaviyospark.spark.write.HeldShop.id;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.core.target.Target;
import io.github.klaviyospark.core.target.Targets;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every resource and operation through Spark: not that a request left is asked, but what the account holds afterwards. */
@ExtendWith(SparkExtension.class)
@Timeout(120)
class ResourceStateTest {

    /** What is written, and what must be so then and was not so before. */
    private record Change(String rows, String confirmation, Consumer<HeldShop> outcome) {

        Change(String rows, Consumer<HeldShop> outcome) {
            this(rows, "", outcome);
        }
    }

    private static final Map<String, Change> CHANGES = Map.ofEntries(
            entry("profiles", new Change("""
                    {'email':'ada@shop.example.net','first_name':'Ada','list_id':'L1'}
                    {'email':'eva@shop.example.net','properties':{'tea':'green'},'list_id':'L1'}
                    """, shop -> {
                assertThat(shop.person("ada").at("/attributes/first_name").asText())
                        .isEqualTo("Ada");
                assertThat(shop.person("ada").path("id").asText()).isEqualTo("P1");
                assertThat(shop.person("eva").at("/attributes/properties/tea").asText())
                        .isEqualTo("green");
                assertThat(shop.members("L1"))
                        .containsExactlyInAnyOrder(
                                "P1", "P2", shop.person("eva").path("id").asText());
            })),
            entry("subscriptions", new Change("""
                    {'email':'ada@shop.example.net','channels':['email'],'list_id':'L2'}
                    {'email':'di@shop.example.net','channels':['email'],'list_id':'L2'}
                    """, shop -> {
                assertThat(shop.email("ada").path("consent").asText()).isEqualTo("SUBSCRIBED");
                assertThat(shop.suppressions("di")).containsExactly("HARD_BOUNCE");
                assertThat(shop.members("L2")).containsExactlyInAnyOrder("P1", "P4");
            })),
            entry("unsubscriptions", new Change("""
                    {'email':'bo@shop.example.net','channels':['email'],'list_id':'L1'}
                    {'email':'cy@shop.example.net','channels':['email'],'list_id':'L1'}
                    """, "unsubscribe-globally", shop -> {
                assertThat(shop.email("bo").path("consent").asText()).isEqualTo("SUBSCRIBED");
                assertThat(shop.email("bo").at("/list_suppressions/0/list_id").asText())
                        .isEqualTo("L1");
                assertThat(shop.email("cy").path("consent").asText())
                        .as("Cy is not on the list, and so leaves everything")
                        .isEqualTo("UNSUBSCRIBED");
                assertThat(shop.email("di").path("consent").asText()).isEqualTo("SUBSCRIBED");
            })),
            entry("suppressions", new Change("""
                    {'email':'ada@shop.example.net','list_id':null}
                    {'email':null,'list_id':'L1'}
                    """, shop -> {
                assertThat(shop.suppressions("ada")).containsExactly("USER_SUPPRESSED");
                assertThat(shop.suppressions("bo")).as("who is on the list").containsExactly("USER_SUPPRESSED");
                assertThat(shop.suppressions("cy")).isEmpty();
            })),
            entry("unsuppressions", new Change("""
                    {'email':'di@shop.example.net'}
                    """, shop -> assertThat(shop.suppressions("di"))
                    .containsExactly("HARD_BOUNCE"))),
            entry("data-privacy-deletions", new Change("""
                    {'email':'ada@shop.example.net','id':null}
                    {'email':null,'id':'P2'}
                    """, "delete-profiles", shop -> {
                assertThat(shop.person("ada")).isEmpty();
                assertThat(shop.person("bo")).isEmpty();
                assertThat(shop.person("cy")).isNotEmpty();
            })),
            entry("events", new Change("""
                    {'email':'ada@shop.example.net','metric':'Poured','time':'2026-05-01T10:00:00Z','unique_id':'e1','value':2.5}
                    {'email':'fay@shop.example.net','metric':'Poured','time':'2026-05-01T10:00:01Z','unique_id':'e2','value':null}
                    """, shop -> {
                String metric = shop.one("metrics", "/attributes/name", "Poured")
                        .path("id")
                        .asText();
                assertThat(shop.all("events"))
                        .extracting(event -> event.at("/relationships/metric").asText())
                        .containsExactly(metric, metric);
                assertThat(shop.all("events"))
                        .extracting(event -> event.at("/relationships/profile").asText())
                        .containsExactlyInAnyOrder(
                                "P1", shop.person("fay").path("id").asText());
            })),
            entry("catalog-items", new Change("""
                    {'external_id':'I9','title':'White','description':'d','url':'https://shop.example.net/9','category_ids':['K2']}
                    """, shop -> {
                assertThat(shop.attributes("catalog-items", id("I9"))
                                .path("title")
                                .asText())
                        .isEqualTo("White");
                assertThat(shop.related("catalog-items", id("I9"), "categories"))
                        .containsExactly(id("K2"));
            })),
            entry("catalog-items (update)", new Change("""
                    {'external_id':'I1','price':5.25}
                    """, shop -> {
                assertThat(shop.attributes("catalog-items", id("I1"))
                                .path("price")
                                .decimalValue())
                        .isEqualByComparingTo("5.25");
                assertThat(shop.attributes("catalog-items", id("I1"))
                                .path("title")
                                .asText())
                        .isEqualTo("Green");
                assertThat(shop.related("catalog-items", id("I1"), "categories"))
                        .containsExactly(id("K1"));
            })),
            entry("catalog-items (delete)", new Change("""
                    {'external_id':'I2'}
                    """, shop -> {
                assertThat(shop.one("catalog-items", id("I2"))).isEmpty();
                assertThat(shop.one("catalog-items", id("I1"))).isNotEmpty();
            })),
            entry("catalog-variants", new Change("""
                    {'external_id':'V9','title':'Huge','description':'d','sku':'h','inventory_quantity':4,'price':9.5,\
                    'url':'https://shop.example.net/9','item_id':'I2'}
                    """, shop -> {
                assertThat(shop.attributes("catalog-variants", id("V9"))
                                .path("inventory_quantity")
                                .asInt())
                        .isEqualTo(4);
                assertThat(shop.related("catalog-variants", id("V9"), "item")).containsExactly(id("I2"));
            })),
            entry("catalog-variants (update)", new Change("""
                    {'external_id':'V1','inventory_quantity':3}
                    """, shop -> {
                assertThat(shop.attributes("catalog-variants", id("V1"))
                                .path("inventory_quantity")
                                .asInt())
                        .isEqualTo(3);
                assertThat(shop.attributes("catalog-variants", id("V1"))
                                .path("title")
                                .asText())
                        .isEqualTo("Small");
            })),
            entry("catalog-variants (delete)", new Change("""
                    {'external_id':'V2'}
                    """, shop -> {
                assertThat(shop.one("catalog-variants", id("V2"))).isEmpty();
                assertThat(shop.one("catalog-variants", id("V1"))).isNotEmpty();
            })),
            entry("catalog-categories", new Change("""
                    {'external_id':'K9','name':'Pots','item_ids':['I1','I2']}
                    """, shop -> {
                assertThat(shop.attributes("catalog-categories", id("K9"))
                                .path("name")
                                .asText())
                        .isEqualTo("Pots");
                assertThat(shop.related("catalog-items", id("I1"), "categories"))
                        .containsExactlyInAnyOrder(id("K1"), id("K9"));
            })),
            entry("catalog-categories (update)", new Change("""
                    {'external_id':'K2','name':'Mugs'}
                    """, shop -> assertThat(
                            shop.attributes("catalog-categories", id("K2"))
                                    .path("name")
                                    .asText())
                    .isEqualTo("Mugs"))),
            entry("catalog-categories (delete)", new Change("""
                    {'external_id':'K1'}
                    """, shop -> {
                assertThat(shop.one("catalog-categories", id("K1"))).isEmpty();
                assertThat(shop.related("catalog-items", id("I1"), "categories"))
                        .isEmpty();
            })),
            entry("coupon-codes", new Change("""
                    {'coupon_id':'TENOFF','unique_code':'TEA-1'}
                    """, shop -> assertThat(
                            shop.one("coupon-codes", "/attributes/unique_code", "TEA-1")
                                    .at("/relationships/coupon")
                                    .asText())
                    .isEqualTo("TENOFF"))),
            entry("campaigns", new Change("""
                    {'name':'Spring','included':['L1'],'channel':'email','content':{'subject':'Tea'}}
                    """, shop -> {
                JsonNode campaign = shop.one("campaigns", "/attributes/name", "Spring");
                assertThat(campaign.at("/attributes/status").asText()).isEqualTo("Draft");
                assertThat(campaign.at("/attributes/audiences/included/0").asText())
                        .isEqualTo("L1");
                assertThat(campaign.at("/relationships/campaign-messages")).hasSize(1);
            })),
            entry("tags", new Change("""
                    {'name':'new','tag_group_id':'G2'}
                    """, shop -> assertThat(shop.one("tags", "/attributes/name", "new")
                            .at("/relationships/tag-group")
                            .asText())
                    .isEqualTo("G2"))),
            entry("tags (update)", new Change("""
                    {'id':'T1','name':'renamed'}
                    """, shop -> {
                assertThat(shop.attributes("tags", "T1").path("name").asText()).isEqualTo("renamed");
                assertThat(shop.related("flows", "F1", "tags")).containsExactlyInAnyOrder("T1", "T3");
            })),
            entry("tags (delete)", new Change("""
                    {'id':'T1'}
                    """, shop -> {
                assertThat(shop.one("tags", "T1")).isEmpty();
                assertThat(shop.related("flows", "F1", "tags")).containsExactly("T3");
            })),
            entry("tag-groups", new Change("""
                    {'name':'Weather','exclusive':true}
                    """, shop -> assertThat(shop.one("tag-groups", "/attributes/name", "Weather")
                            .at("/attributes/exclusive")
                            .asBoolean())
                    .isTrue())),
            entry("tag-groups (update)", new Change("""
                    {'id':'G2','name':'Town'}
                    """, shop -> {
                assertThat(shop.attributes("tag-groups", "G2").path("name").asText())
                        .isEqualTo("Town");
                assertThat(shop.related("tags", "T3", "tag-group")).containsExactly("G2");
            })),
            entry("tag-groups (delete)", new Change("""
                    {'id':'G2'}
                    """, shop -> {
                assertThat(shop.one("tag-groups", "G2")).isEmpty();
                assertThat(shop.one("tags", "T3")).as("its tags go with it").isEmpty();
                assertThat(shop.related("flows", "F1", "tags")).containsExactly("T1");
            })),
            entry("tag-flows", tagged("flow", "flows", "F2")),
            entry("tag-flows (delete)", untagged("flow", "flows", "F1", "T3")),
            entry("tag-campaigns", tagged("campaign", "campaigns", "C2")),
            entry("tag-campaigns (delete)", untagged("campaign", "campaigns", "C1")),
            entry("tag-lists", tagged("list", "lists", "L2")),
            entry("tag-lists (delete)", untagged("list", "lists", "L1")),
            entry("tag-segments", tagged("segment", "segments", "S2")),
            entry("tag-segments (delete)", untagged("segment", "segments", "S1")));

    private static Change tagged(String type, String collection, String id) {
        return new Change(
                "{'tag_id':'T1','" + type + "_id':'" + id + "'}\n{'tag_id':'T2','" + type + "_id':'" + id + "'}",
                shop -> assertThat(shop.related(collection, id, "tags")).containsExactlyInAnyOrder("T1", "T2"));
    }

    private static Change untagged(String type, String collection, String id, String... left) {
        return new Change(
                "{'tag_id':'T1','" + type + "_id':'" + id + "'}",
                shop -> assertThat(shop.related(collection, id, "tags")).containsExactly(left));
    }

    static List<Target> targets() {
        return Targets.all();
    }

    @Test
    void leavesNoResourceAndNoOperationOut() {
        assertThat(CHANGES.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Targets.all().stream().map(Target::toString).toList());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void whatIsWrittenIsSoAfterwards(Target target, SparkSession spark, @TempDir Path folder) throws Exception {
        Change change = CHANGES.get(target.toString());
        List<String> rows =
                new ArrayList<>(change.rows().replace('\'', '"').lines().toList());
        Path report = folder.resolve("report.json");
        try (HeldShop shop = new HeldShop()) {
            assertThat(isSo(change, shop)).as("before anything is written").isFalse();
            Dataset<Row> frame = spark.read().json(spark.createDataset(rows, Encoders.STRING()));
            DataFrameWriter<Row> writer = frame.write()
                    .format("klaviyo")
                    .option("endpoint", shop.klaviyo.endpoint())
                    .option("operation", target.change().label())
                    .option("quotaLimits", "10000/1s")
                    .option("writers", "1")
                    .option("reportPath", report.toUri().toString())
                    .mode("append");

            (change.confirmation().isEmpty() ? writer : writer.option("confirm", change.confirmation()))
                    .save(target.name());

            change.outcome().accept(shop);
            JsonNode told = new ObjectMapper().readTree(report.toFile());
            assertThat(told.path("accepted").asInt()).isEqualTo(rows.size());
        }
    }

    private static boolean isSo(Change change, HeldShop shop) {
        try {
            change.outcome().accept(shop);
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }
}
