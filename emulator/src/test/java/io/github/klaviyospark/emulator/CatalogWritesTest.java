package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.Account.JOB_LAG;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.CatalogClient.ITEM;
import static io.github.klaviyospark.emulator.CatalogClient.PREFIX;
import static io.github.klaviyospark.emulator.CatalogClient.VARIANT;
import static io.github.klaviyospark.emulator.CatalogClient.created;
import static io.github.klaviyospark.emulator.CatalogClient.deleted;
import static io.github.klaviyospark.emulator.CatalogClient.many;
import static io.github.klaviyospark.emulator.CatalogClient.one;
import static io.github.klaviyospark.emulator.CatalogClient.updated;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What jobs make, change and delete in a catalog. */
final class CatalogWritesTest {
    @AutoClose
    private final Account account = new Account(with -> with.jobLag(JOB_LAG));

    private final CatalogClient catalog = new CatalogClient(account);

    @Test
    void itemsAreThereWhenTheirJobIsComplete() throws Exception {
        String category = PREFIX + "category 1";
        HttpResponse<String> accepted = catalog.send(
                "item",
                "create",
                created(
                        "item",
                        ITEM.formatted("A-1") + ",\"price\":4.50,\"images\":[\"https://images.example.net/1\"],"
                                + "\"custom_metadata\":{\"Top \\\"pick\\\"\":true,\"n\":null}",
                        many("categories", category)),
                created(
                        "item",
                        ITEM.formatted("A/2 \u00e9") + ",\"published\":false,\"integration_type\":\"$custom\","
                                + "\"catalog_type\":\"$default\"",
                        ""));
        JsonNode job = json(accepted).at("/data");

        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        assertThat(job.at("/type").asText()).isEqualTo("catalog-item-bulk-create-job");
        assertThat(job.at("/attributes/status").asText()).isEqualTo("processing");
        assertThat(job.at("/attributes/total_count").asInt()).isEqualTo(2);
        assertThat(job.at("/attributes/completed_count").asInt()).isZero();
        assertThat(job.at("/attributes/completed_at").isNull()).isTrue();
        assertThat(job.at("/attributes/errors")).isEmpty();
        assertThat(account.emulator
                        .stats("POST /api/catalog-item-bulk-create-jobs")
                        .records())
                .isEqualTo(2);
        assertThat(catalog.held("catalog-items", PREFIX + "A-1")).isEmpty();

        JsonNode done = account.done(accepted);
        assertThat(done.at("/attributes/status").asText()).isEqualTo("complete");
        assertThat(done.at("/attributes/completed_count").asInt()).isEqualTo(2);
        assertThat(done.at("/attributes/failed_count").asInt()).isZero();
        assertThat(done.at("/relationships/items/data").findValuesAsText("id"))
                .containsExactly(PREFIX + "A-1", PREFIX + "A/2 \u00e9");
        JsonNode item = catalog.read("catalog-items", PREFIX + "A-1");
        assertThat(item.at("/attributes/external_id").asText()).isEqualTo("A-1");
        assertThat(item.at("/attributes/price").decimalValue()).isEqualByComparingTo("4.50");
        assertThat(item.at("/attributes/published").asBoolean()).isTrue();
        assertThat(item.at("/attributes/custom_metadata")).isEqualTo(json("{\"Top \\\"pick\\\"\":true,\"n\":null}"));
        assertThat(item.at("/attributes/image_full_url").isNull()).isTrue();
        assertThat(item.at("/attributes/created").asText()).isEqualTo("2026-07-20T12:00:10.123000+00:00");
        assertThat(catalog.read("catalog-items", PREFIX + "A/2 \u00e9")
                        .at("/attributes/published")
                        .asBoolean())
                .isFalse();
        assertThat(catalog.itemsIn(category)).contains(PREFIX + "A-1");
    }

    @Test
    void variantsBelongToAnItem() throws Exception {
        String item = PREFIX + "SKU-1";
        account.done(
                catalog.send("variant", "create", created("variant", VARIANT.formatted("V-1"), one("item", item))));
        JsonNode variant = catalog.read("catalog-variants", PREFIX + "V-1");

        assertThat(variant.at("/attributes/inventory_policy").asInt()).isZero();
        assertThat(variant.at("/attributes/inventory_quantity").asInt()).isEqualTo(10);
        assertThat(variant.at("/relationships/item/data/id").asText()).isEqualTo(item);
        assertThat(new CollectionReader(account.api, "catalog-variants")
                        .ids("filter", "equals(item.id,\"" + item + "\")"))
                .contains(PREFIX + "V-1");
    }

    @Test
    void categoriesTakeTheItemsThatAreNamed() throws Exception {
        String category = PREFIX + "drinks";
        account.done(catalog.send(
                "category",
                "create",
                created(
                        "category",
                        "\"external_id\":\"drinks\",\"name\":\"Drinks\"",
                        many("items", PREFIX + "SKU-1", PREFIX + "SKU-2"))));
        assertThat(catalog.itemsIn(category)).containsExactlyInAnyOrder(PREFIX + "SKU-1", PREFIX + "SKU-2");
        account.done(catalog.send(
                "category",
                "update",
                updated(
                        "category",
                        category,
                        "\"name\":\"Hot drinks\"",
                        many("items", PREFIX + "SKU-2", PREFIX + "SKU-3"))));

        assertThat(catalog.itemsIn(category)).containsExactlyInAnyOrder(PREFIX + "SKU-2", PREFIX + "SKU-3");
        assertThat(catalog.read("catalog-categories", category)
                        .at("/attributes/name")
                        .asText())
                .isEqualTo("Hot drinks");
        account.done(catalog.send("category", "update", updated("category", category, "\"name\":\"x\"", "")));
        assertThat(catalog.itemsIn(category)).hasSize(2);
        account.done(catalog.send("category", "delete", deleted("category", category)));
        assertThat(catalog.itemsIn(category)).isEmpty();
        assertThat(catalog.held("catalog-categories", category)).isEmpty();
        assertThat(catalog.held("catalog-items", PREFIX + "SKU-2").orElseThrow().toString())
                .doesNotContain("drinks");
    }

    @Test
    void anUpdateChangesWhatItNames() throws Exception {
        String id = PREFIX + "A-1";
        account.done(catalog.send(
                "item",
                "create",
                created(
                        "item",
                        ITEM.formatted("A-1") + ",\"price\":4.5,\"image_full_url\":\"https://x.example.net\"",
                        "")));
        account.pass(Duration.ofMinutes(1));
        account.done(catalog.send("item", "update", updated("item", id, "\"price\":5,\"image_full_url\":null", "")));
        JsonNode item = catalog.read("catalog-items", id);

        assertThat(item.at("/attributes/price").decimalValue()).isEqualByComparingTo("5");
        assertThat(item.at("/attributes/image_full_url").isNull()).isTrue();
        assertThat(item.at("/attributes/title").asText()).isEqualTo("Tea");
        assertThat(item.at("/attributes/created").asText()).startsWith("2026-07-20T12:00:10");
        assertThat(item.at("/attributes/updated").asText()).startsWith("2026-07-20T12:01:20");
        account.done(
                catalog.send("item", "update", updated("item", id, "", many("categories", PREFIX + "category 1"))));
        assertThat(catalog.itemsIn(PREFIX + "category 1")).contains(id);
        account.done(catalog.send("item", "update", updated("item", id, "", many("categories"))));
        assertThat(catalog.itemsIn(PREFIX + "category 1")).doesNotContain(id);
        account.done(catalog.send(
                "variant",
                "update",
                updated("variant", PREFIX + "SKU-1-0", "\"inventory_policy\":2,\"inventory_quantity\":3", "")));
        assertThat(catalog.read("catalog-variants", PREFIX + "SKU-1-0")
                        .at("/attributes/inventory_policy")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void aDeletedItemOfTheSeedIsGoneWithItsVariants() throws Exception {
        String id = PREFIX + "SKU-1";
        assertThat(catalog.held("catalog-variants", PREFIX + "SKU-1-0")).isPresent();
        JsonNode job = account.done(catalog.send("item", "delete", deleted("item", id)));

        assertThat(job.at("/type").asText()).isEqualTo("catalog-item-bulk-delete-job");
        assertThat(job.at("/relationships/items/data").findValuesAsText("id")).containsExactly(id);
        assertThat(catalog.held("catalog-items", id)).isEmpty();
        assertThat(new CollectionReader(account.api, "catalog-items").all("filter", "any(ids,[\"" + id + "\"])"))
                .isEmpty();
        assertThat(catalog.held("catalog-variants", PREFIX + "SKU-1-0")).isEmpty();
        assertThat(catalog.held("catalog-variants", PREFIX + "SKU-2-0")).isPresent();
        account.done(catalog.send("variant", "delete", deleted("variant", PREFIX + "SKU-2-0")));
        assertThat(catalog.held("catalog-variants", PREFIX + "SKU-2-0")).isEmpty();
        assertThat(catalog.held("catalog-items", PREFIX + "SKU-2")).isPresent();
    }

    @Test
    void recordsOfAJobSeeWhatThoseBeforeThemDid() throws Exception {
        String category = PREFIX + "drinks";
        account.done(catalog.send(
                "category",
                "create",
                created("category", "\"external_id\":\"drinks\",\"name\":\"a\"", many("items", PREFIX + "SKU-1")),
                created("category", "\"external_id\":\"food\",\"name\":\"b\"", many("items", PREFIX + "SKU-1"))));
        assertThat(catalog.itemsIn(category)).containsExactly(PREFIX + "SKU-1");
        assertThat(catalog.itemsIn(PREFIX + "food")).containsExactly(PREFIX + "SKU-1");
        JsonNode twice = account.done(catalog.send(
                "category",
                "update",
                updated("category", category, "\"name\":\"c\"", many("items", PREFIX + "SKU-2")),
                updated("category", category, "", many("items", PREFIX + "SKU-3"))));
        assertThat(twice.at("/attributes/failed_count").asInt()).isZero();
        assertThat(catalog.itemsIn(category)).containsExactly(PREFIX + "SKU-3");
        assertThat(catalog.itemsIn(PREFIX + "food")).containsExactly(PREFIX + "SKU-1");
        assertThat(catalog.read("catalog-categories", category)
                        .at("/attributes/name")
                        .asText())
                .isEqualTo("c");
        account.done(catalog.send(
                "category", "delete", deleted("category", category), deleted("category", PREFIX + "food")));
        assertThat(account.emulator.resources("catalog-items"))
                .noneMatch(line -> line.contains("drinks") || line.contains("food\""));
    }

    @Test
    void aResetBringsTheCatalogOfTheSeedBack() throws Exception {
        List<String> before = account.emulator.resources("catalog-items").toList();
        account.done(catalog.send("item", "delete", deleted("item", PREFIX + "SKU-1")));
        account.emulator.reset();

        assertThat(account.emulator.resources("catalog-items")).containsExactlyElementsOf(before);
    }
}
