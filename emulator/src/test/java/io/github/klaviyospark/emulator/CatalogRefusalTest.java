package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.Account.JOB_LAG;
import static io.github.klaviyospark.emulator.ApiClient.assertRefused;
import static io.github.klaviyospark.emulator.CatalogClient.ITEM;
import static io.github.klaviyospark.emulator.CatalogClient.PREFIX;
import static io.github.klaviyospark.emulator.CatalogClient.VARIANT;
import static io.github.klaviyospark.emulator.CatalogClient.created;
import static io.github.klaviyospark.emulator.CatalogClient.deleted;
import static io.github.klaviyospark.emulator.CatalogClient.one;
import static io.github.klaviyospark.emulator.CatalogClient.plural;
import static io.github.klaviyospark.emulator.CatalogClient.updated;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests about catalogs that are refused whole, for what their records look like or for how many they are. */
final class CatalogRefusalTest {
    @AutoClose
    private final Account account = new Account(with -> with.jobLag(JOB_LAG));

    private final CatalogClient catalog = new CatalogClient(account);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "item | \"title\":\"Tea\" | attributes/external_id",
                "item | \"external_id\":\"\" | attributes/external_id",
                "item | \"external_id\":\"A\",\"title\":\"Tea\",\"description\":\"x\" | attributes/url",
                "item | \"external_id\":\"A\",\"title\":7 | attributes/title",
                "item | \"external_id\":\"A\",\"title\":null | attributes/title",
                "item | ITEM,\"price\":\"4.5\" | attributes/price",
                "item | ITEM,\"published\":\"yes\" | attributes/published",
                "item | ITEM,\"images\":[1] | attributes/images",
                "item | ITEM,\"custom_metadata\":{\"a\":{}} | attributes/custom_metadata",
                "item | ITEM,\"custom_metadata\":[] | attributes/custom_metadata",
                "item | ITEM,\"integration_type\":\"shopify\" | attributes/integration_type",
                "item | ITEM,\"catalog_type\":\"other\" | attributes/catalog_type",
                "item | ITEM,\"colour\":\"red\" | attributes/colour",
                "category | \"external_id\":\"c\" | attributes/name",
            })
    void aMalformedRecordRefusesTheWholeRequest(String kind, String attributes, String pointer) throws Exception {
        String right = kind.equals("item") ? ITEM.formatted("B") : "\"external_id\":\"b\",\"name\":\"x\"";
        HttpResponse<String> refused = catalog.send(
                kind,
                "create",
                created(kind, right, ""),
                created(kind, attributes.replace("ITEM", ITEM.formatted("A")), ""));

        assertRefused(refused, "/data/attributes/" + plural(kind) + "/data/1/" + pointer);
        account.pass(JOB_LAG);
        assertThat(catalog.held("catalog-" + plural(kind), PREFIX + "B")).isEmpty();
    }

    @Test
    void whatIsWrongWithVariantsAndIdsIsPointedAt() throws Exception {
        String variants = "/data/attributes/variants/data/";
        assertRefused(
                catalog.send(
                        "variant",
                        "create",
                        created(
                                "variant",
                                ITEM.formatted("V") + ",\"sku\":\"S\",\"inventory_quantity\":1",
                                one("item", PREFIX + "SKU-1")),
                        created("variant", VARIANT.formatted("V"), ""),
                        created(
                                "variant",
                                VARIANT.formatted("V") + ",\"inventory_policy\":3",
                                one("item", PREFIX + "SKU-1")),
                        created("variant", VARIANT.formatted("V"), one("item", "SKU-1"))),
                variants + "0/attributes/price",
                variants + "1/relationships",
                variants + "2/attributes/inventory_policy",
                variants + "3/relationships/item/data/id");
        assertRefused(
                catalog.send(
                        "item",
                        "update",
                        updated("item", "SKU-1", "", ""),
                        updated("item", "$custom:::$other:::SKU-1", "", ""),
                        updated("item", PREFIX, "", ""),
                        updated("item", PREFIX + "SKU-1", "\"external_id\":\"x\"", "")),
                "/data/attributes/items/data/0/id",
                "/data/attributes/items/data/1/id",
                "/data/attributes/items/data/2/id",
                "/data/attributes/items/data/3/attributes/external_id");
        assertRefused(catalog.send("item", "delete", deleted("item", "SKU-1")), "/data/attributes/items/data/0/id");
        assertRefused(
                catalog.send("item", "delete", deleted("variant", PREFIX + "x")), "/data/attributes/items/data/0/type");
        assertRefused(
                catalog.send(
                        "variant", "update", updated("variant", PREFIX + "SKU-1-0", "", one("item", PREFIX + "SKU-2"))),
                variants + "0/relationships");
    }

    @Test
    void aHundredRecordsAreTheMost() throws Exception {
        String[] records = IntStream.range(0, 101)
                .mapToObj(i -> created("item", ITEM.formatted("N-" + i), ""))
                .toArray(String[]::new);

        assertRefused(catalog.send("item", "create", records), "/data/attributes/items/data");
        assertRefused(catalog.send("item", "create"), "/data/attributes/items/data");
        assertThat(catalog.send("item", "create", Arrays.copyOf(records, 100)).statusCode())
                .isEqualTo(202);
        String large = "\"custom_metadata\":{\"a\":\"" + "x".repeat(100_000) + "\"}";
        assertRefused(
                catalog.send("item", "create", created("item", ITEM.formatted("L") + "," + large, "")),
                "/data/attributes/items/data/0/attributes/custom_metadata");
    }
}
