package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.error;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Items, variants and categories that jobs make, change and delete. */
final class CatalogWritesTest {
    private static final String PREFIX = "$custom:::$default:::";
    private static final String ITEM =
            "\"external_id\":\"%s\",\"title\":\"Tea\",\"description\":\"Black\",\"url\":\"https://shop.example.net/tea\"";
    private static final String VARIANT = ITEM + ",\"sku\":\"S\",\"inventory_quantity\":10,\"price\":4.50";

    private final FakeTime time = new FakeTime();
    private KlaviyoEmulator emulator;
    private ApiClient client;

    @BeforeEach
    void start() {
        emulator = KlaviyoEmulator.builder()
                .quotas(false)
                .jobLag(Duration.ofSeconds(10))
                .time(time)
                .start();
        client = new ApiClient(emulator.endpoint());
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void itemsAreThereWhenTheirJobIsComplete() throws Exception {
        String category = PREFIX + "category 1";
        HttpResponse<String> accepted = send(
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
        assertThat(emulator.stats("POST /api/catalog-item-bulk-create-jobs").records())
                .isEqualTo(2);
        assertThat(held("catalog-items", PREFIX + "A-1")).isEmpty();
        time.pass(Duration.ofSeconds(10));

        JsonNode done = job("item", "create", job);
        assertThat(done.at("/attributes/status").asText()).isEqualTo("complete");
        assertThat(done.at("/attributes/completed_count").asInt()).isEqualTo(2);
        assertThat(done.at("/attributes/failed_count").asInt()).isZero();
        assertThat(done.at("/relationships/items/data").findValuesAsText("id"))
                .containsExactly(PREFIX + "A-1", PREFIX + "A/2 \u00e9");
        JsonNode item = read("catalog-items", PREFIX + "A-1");
        assertThat(item.at("/attributes/external_id").asText()).isEqualTo("A-1");
        assertThat(item.at("/attributes/price").decimalValue()).isEqualByComparingTo("4.50");
        assertThat(item.at("/attributes/published").asBoolean()).isTrue();
        assertThat(item.at("/attributes/custom_metadata")).isEqualTo(json("{\"Top \\\"pick\\\"\":true,\"n\":null}"));
        assertThat(item.at("/attributes/image_full_url").isNull()).isTrue();
        assertThat(item.at("/attributes/created").asText()).isEqualTo("2026-07-20T12:00:10.123000+00:00");
        assertThat(read("catalog-items", PREFIX + "A/2 \u00e9")
                        .at("/attributes/published")
                        .asBoolean())
                .isFalse();
        assertThat(new CollectionReader(client, "catalog-items")
                        .ids("filter", "equals(category.id,\"" + category + "\")"))
                .contains(PREFIX + "A-1");
    }

    @Test
    void variantsBelongToAnItem() throws Exception {
        String item = PREFIX + "SKU-1";
        done(send("variant", "create", created("variant", VARIANT.formatted("V-1"), one("item", item))));
        JsonNode variant = read("catalog-variants", PREFIX + "V-1");

        assertThat(variant.at("/attributes/inventory_policy").asInt()).isZero();
        assertThat(variant.at("/attributes/inventory_quantity").asInt()).isEqualTo(10);
        assertThat(variant.at("/relationships/item/data/id").asText()).isEqualTo(item);
        assertThat(new CollectionReader(client, "catalog-variants").ids("filter", "equals(item.id,\"" + item + "\")"))
                .contains(PREFIX + "V-1");
    }

    @Test
    void categoriesTakeTheItemsThatAreNamed() throws Exception {
        String category = PREFIX + "drinks";
        done(send(
                "category",
                "create",
                created(
                        "category",
                        "\"external_id\":\"drinks\",\"name\":\"Drinks\"",
                        many("items", PREFIX + "SKU-1", PREFIX + "SKU-2"))));
        assertThat(itemsIn(category)).containsExactlyInAnyOrder(PREFIX + "SKU-1", PREFIX + "SKU-2");
        done(send(
                "category",
                "update",
                updated(
                        "category",
                        category,
                        "\"name\":\"Hot drinks\"",
                        many("items", PREFIX + "SKU-2", PREFIX + "SKU-3"))));

        assertThat(itemsIn(category)).containsExactlyInAnyOrder(PREFIX + "SKU-2", PREFIX + "SKU-3");
        assertThat(read("catalog-categories", category).at("/attributes/name").asText())
                .isEqualTo("Hot drinks");
        done(send("category", "update", updated("category", category, "\"name\":\"x\"", "")));
        assertThat(itemsIn(category)).hasSize(2);
        done(send("category", "delete", deleted("category", category)));
        assertThat(itemsIn(category)).isEmpty();
        assertThat(held("catalog-categories", category)).isEmpty();
        assertThat(held("catalog-items", PREFIX + "SKU-2").orElseThrow().toString())
                .doesNotContain("drinks");
    }

    @Test
    void anUpdateChangesWhatItNames() throws Exception {
        String id = PREFIX + "A-1";
        done(send(
                "item",
                "create",
                created(
                        "item",
                        ITEM.formatted("A-1") + ",\"price\":4.5,\"image_full_url\":\"https://x.example.net\"",
                        "")));
        time.pass(Duration.ofMinutes(1));
        done(send("item", "update", updated("item", id, "\"price\":5,\"image_full_url\":null", "")));
        JsonNode item = read("catalog-items", id);

        assertThat(item.at("/attributes/price").decimalValue()).isEqualByComparingTo("5");
        assertThat(item.at("/attributes/image_full_url").isNull()).isTrue();
        assertThat(item.at("/attributes/title").asText()).isEqualTo("Tea");
        assertThat(item.at("/attributes/created").asText()).startsWith("2026-07-20T12:00:10");
        assertThat(item.at("/attributes/updated").asText()).startsWith("2026-07-20T12:01:20");
        done(send("item", "update", updated("item", id, "", many("categories", PREFIX + "category 1"))));
        assertThat(itemsIn(PREFIX + "category 1")).contains(id);
        done(send("item", "update", updated("item", id, "", many("categories"))));
        assertThat(itemsIn(PREFIX + "category 1")).doesNotContain(id);
        done(send(
                "variant",
                "update",
                updated("variant", PREFIX + "SKU-1-0", "\"inventory_policy\":2,\"inventory_quantity\":3", "")));
        assertThat(read("catalog-variants", PREFIX + "SKU-1-0")
                        .at("/attributes/inventory_policy")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void aDeletedItemOfTheSeedIsGoneWithItsVariants() throws Exception {
        String id = PREFIX + "SKU-1";
        assertThat(held("catalog-variants", PREFIX + "SKU-1-0")).isPresent();
        JsonNode job = done(send("item", "delete", deleted("item", id)));

        assertThat(job.at("/type").asText()).isEqualTo("catalog-item-bulk-delete-job");
        assertThat(job.at("/relationships/items/data").findValuesAsText("id")).containsExactly(id);
        assertThat(held("catalog-items", id)).isEmpty();
        assertThat(new CollectionReader(client, "catalog-items").all("filter", "any(ids,[\"" + id + "\"])"))
                .isEmpty();
        assertThat(held("catalog-variants", PREFIX + "SKU-1-0")).isEmpty();
        assertThat(held("catalog-variants", PREFIX + "SKU-2-0")).isPresent();
        done(send("variant", "delete", deleted("variant", PREFIX + "SKU-2-0")));
        assertThat(held("catalog-variants", PREFIX + "SKU-2-0")).isEmpty();
        assertThat(held("catalog-items", PREFIX + "SKU-2")).isPresent();
    }

    @Test
    void recordsOfAJobSeeWhatThoseBeforeThemDid() throws Exception {
        String category = PREFIX + "drinks";
        done(send(
                "category",
                "create",
                created("category", "\"external_id\":\"drinks\",\"name\":\"a\"", many("items", PREFIX + "SKU-1")),
                created("category", "\"external_id\":\"food\",\"name\":\"b\"", many("items", PREFIX + "SKU-1"))));
        assertThat(itemsIn(category)).containsExactly(PREFIX + "SKU-1");
        assertThat(itemsIn(PREFIX + "food")).containsExactly(PREFIX + "SKU-1");
        JsonNode twice = done(send(
                "category",
                "update",
                updated("category", category, "\"name\":\"c\"", many("items", PREFIX + "SKU-2")),
                updated("category", category, "", many("items", PREFIX + "SKU-3"))));
        assertThat(twice.at("/attributes/failed_count").asInt()).isZero();
        assertThat(itemsIn(category)).containsExactly(PREFIX + "SKU-3");
        assertThat(itemsIn(PREFIX + "food")).containsExactly(PREFIX + "SKU-1");
        assertThat(read("catalog-categories", category).at("/attributes/name").asText())
                .isEqualTo("c");
        done(send("category", "delete", deleted("category", category), deleted("category", PREFIX + "food")));
        assertThat(emulator.resources("catalog-items"))
                .noneMatch(line -> line.contains("drinks") || line.contains("food\""));
    }

    @Test
    void whatCannotBeDoneIsAnErrorInTheJobAndTheRestIsDone() throws Exception {
        JsonNode create = done(send(
                "item",
                "create",
                created("item", ITEM.formatted("SKU-1"), ""),
                created("item", ITEM.formatted("A-1"), ""),
                created("item", ITEM.formatted("A-1"), ""),
                created("item", ITEM.formatted("A-2"), many("categories", PREFIX + "nothing"))));
        assertErrors(create, "items", "duplicate", 0, "duplicate", 2, "not_found", 3);
        assertThat(create.at("/attributes/completed_count").asInt()).isEqualTo(1);
        assertThat(create.at("/attributes/failed_count").asInt()).isEqualTo(3);
        assertThat(create.at("/attributes/status").asText()).isEqualTo("complete");
        assertThat(held("catalog-items", PREFIX + "A-2")).isEmpty();
        assertThat(read("catalog-items", PREFIX + "SKU-1")
                        .at("/attributes/description")
                        .asText())
                .isNotEqualTo("Black");
        assertErrors(
                done(send(
                        "item",
                        "update",
                        updated("item", PREFIX + "nothing", "\"title\":\"x\"", ""),
                        updated("item", PREFIX + "A-1", "\"title\":\"x\"", ""))),
                "items",
                "not_found",
                0);
        assertThat(read("catalog-items", PREFIX + "A-1").at("/attributes/title").asText())
                .isEqualTo("x");
        assertErrors(
                done(send("item", "delete", deleted("item", PREFIX + "A-1"), deleted("item", PREFIX + "A-1"))),
                "items",
                "not_found",
                1);
        assertErrors(
                done(send(
                        "variant",
                        "create",
                        created("variant", VARIANT.formatted("V"), one("item", PREFIX + "nothing")))),
                "variants",
                "not_found",
                0);
        assertErrors(
                done(send(
                        "category",
                        "create",
                        created(
                                "category",
                                "\"external_id\":\"c\",\"name\":\"x\"",
                                many("items", PREFIX + "nothing")))),
                "categories",
                "not_found",
                0);
        assertErrors(
                done(send("category", "delete", deleted("category", PREFIX + "nothing"))),
                "categories",
                "not_found",
                0);
        assertErrors(
                done(send("variant", "delete", deleted("variant", PREFIX + "nothing"))), "variants", "not_found", 0);
    }

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
        HttpResponse<String> refused = send(
                kind,
                "create",
                created(kind, right, ""),
                created(kind, attributes.replace("ITEM", ITEM.formatted("A")), ""));

        assertRefused(refused, "/data/attributes/" + plural(kind) + "/data/1/" + pointer);
        time.pass(Duration.ofSeconds(10));
        assertThat(held("catalog-" + plural(kind), PREFIX + "B")).isEmpty();
    }

    @Test
    void whatIsWrongWithVariantsAndIdsIsPointedAt() throws Exception {
        String variants = "/data/attributes/variants/data/";
        assertRefused(
                send(
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
                send(
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
        assertRefused(send("item", "delete", deleted("item", "SKU-1")), "/data/attributes/items/data/0/id");
        assertRefused(send("item", "delete", deleted("variant", PREFIX + "x")), "/data/attributes/items/data/0/type");
        assertRefused(
                send("variant", "update", updated("variant", PREFIX + "SKU-1-0", "", one("item", PREFIX + "SKU-2"))),
                variants + "0/relationships");
    }

    @Test
    void aHundredRecordsAreTheMost() throws Exception {
        String[] records = IntStream.range(0, 101)
                .mapToObj(i -> created("item", ITEM.formatted("N-" + i), ""))
                .toArray(String[]::new);

        assertRefused(send("item", "create", records), "/data/attributes/items/data");
        assertRefused(send("item", "create"), "/data/attributes/items/data");
        assertThat(send("item", "create", Arrays.copyOf(records, 100)).statusCode())
                .isEqualTo(202);
        String large = "\"custom_metadata\":{\"a\":\"" + "x".repeat(100_000) + "\"}";
        assertRefused(
                send("item", "create", created("item", ITEM.formatted("L") + "," + large, "")),
                "/data/attributes/items/data/0/attributes/custom_metadata");
    }

    @Test
    void fiveHundredJobsMayBeOpenWhateverTheirFamily() throws Exception {
        for (int i = 0; i < 250; i++) {
            assertThat(send("item", "delete", deleted("item", PREFIX + i)).statusCode())
                    .isEqualTo(202);
            assertThat(send("category", "delete", deleted("category", PREFIX + i))
                            .statusCode())
                    .isEqualTo(202);
        }
        HttpResponse<String> refused = send("variant", "delete", deleted("variant", PREFIX + "x"));

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        time.pass(Duration.ofSeconds(10));
        assertThat(send("variant", "delete", deleted("variant", PREFIX + "x")).statusCode())
                .isEqualTo(202);
    }

    @Test
    void faultsSpoilJobsAndRequests() throws Exception {
        String operation = "POST /api/catalog-item-bulk-create-jobs";
        emulator.fault(Fault.builder(operation, Fault.Kind.JOB_FAILS)
                .records(1)
                .times(1)
                .build());
        JsonNode failed = done(send(
                "item", "create", created("item", ITEM.formatted("A"), ""), created("item", ITEM.formatted("B"), "")));
        assertErrors(failed, "items", "invalid", 1);
        assertThat(held("catalog-items", PREFIX + "A")).isPresent();
        assertThat(held("catalog-items", PREFIX + "B")).isEmpty();
        emulator.clearFaults();
        emulator.fault(Fault.builder(operation, Fault.Kind.POISON)
                .contains("POISON")
                .pointers(true)
                .build());
        assertRefused(
                send(
                        "item",
                        "create",
                        created("item", ITEM.formatted("C"), ""),
                        created("item", ITEM.formatted("POISON"), "")),
                "/data/attributes/items/data/1");
        emulator.fault(Fault.builder(operation, Fault.Kind.JOB_EXPIRED).build());
        JsonNode job = json(send("item", "create", created("item", ITEM.formatted("D"), "")))
                .at("/data");
        time.pass(Duration.ofSeconds(10));
        assertThat(client.get("/api/catalog-item-bulk-create-jobs/"
                                + job.at("/id").asText())
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "item, create, 75, 75",
        "item, update, 75, 75",
        "item, delete, 75, 350",
        "variant, create, 75, 75",
        "variant, update, 75, 75",
        "variant, delete, 75, 350",
        "category, create, 75, 350",
        "category, update, 75, 350",
        "category, delete, 75, 350"
    })
    void everyOperationHasItsLimitsAndKnowsItsJobs(String kind, String verb, int post, int get) throws Exception {
        String path = "/api/catalog-" + kind + "-bulk-" + verb + "-jobs";
        try (KlaviyoEmulator limited = KlaviyoEmulator.builder().time(time).start()) {
            ApiClient caller = new ApiClient(limited.endpoint());
            HttpResponse<String> unknown = caller.get(path + "/nothing");

            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.headers().firstValue("RateLimit-Limit"))
                    .hasValue(get + ", " + get + ";w=1, " + get * 10 + ";w=60");
            assertThat(caller.post(path, "{}").headers().firstValue("RateLimit-Limit"))
                    .hasValue(post + ", " + post + ";w=1, " + post * 10 + ";w=60");
        }
    }

    @Test
    void onlyTheFieldsThatAreAskedForAreShown() throws Exception {
        JsonNode job =
                json(send("item", "delete", deleted("item", PREFIX + "SKU-1"))).at("/data");
        String target = "/api/catalog-item-bulk-delete-jobs/" + job.at("/id").asText();
        String fields = "?fields%5Bcatalog-item-bulk-delete-job%5D=";

        assertThat(json(client.get(target + fields + "status")).at("/data/attributes"))
                .isEqualTo(json("{\"status\":\"processing\"}"));
        assertThat(client.get(target + fields + "colour").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"item, items, title", "variant, variants, title", "category, categories, name"})
    void whatAJobMadeCanBeIncluded(String kind, String members, String name) throws Exception {
        String attributes = kind.equals("category") ? "\"external_id\":\"I\",\"name\":\"Tea\"" : VARIANT.formatted("I");
        JsonNode job = done(send(
                kind,
                "create",
                created(
                        kind,
                        kind.equals("item") ? ITEM.formatted("I") : attributes,
                        kind.equals("variant") ? one("item", PREFIX + "SKU-1") : "")));
        String target =
                "/api/" + job.at("/type").asText() + "s/" + job.at("/id").asText();
        JsonNode read = json(client.get(target + "?include=" + members));

        assertThat(read.at("/data")).isEqualTo(job);
        assertThat(read.at("/included")).hasSize(1);
        assertThat(read.at("/included/0")).isEqualTo(read("catalog-" + members, PREFIX + "I"));
        assertThat(json(client.get(target + "?include=" + members + "&fields%5Bcatalog-" + kind + "%5D=" + name))
                        .at("/included/0/attributes"))
                .isEqualTo(json("{\"" + name + "\":\"Tea\"}"));
        assertThat(client.get(target + "?include=profiles").statusCode()).isEqualTo(400);
        JsonNode deleted = done(send(kind, "delete", deleted(kind, PREFIX + "I")));
        assertThat(client.get("/api/" + deleted.at("/type").asText() + "s/"
                                + deleted.at("/id").asText() + "?include=" + members)
                        .statusCode())
                .isEqualTo(400);
        assertThat(json(client.get(target + "?include=" + members)).at("/included"))
                .isEmpty();
    }

    @Test
    void aResetBringsTheCatalogOfTheSeedBack() throws Exception {
        List<String> before = emulator.resources("catalog-items").toList();
        done(send("item", "delete", deleted("item", PREFIX + "SKU-1")));
        emulator.reset();

        assertThat(emulator.resources("catalog-items")).containsExactlyElementsOf(before);
    }

    private HttpResponse<String> send(String kind, String verb, String... records) throws Exception {
        String job = "catalog-" + kind + "-bulk-" + verb + "-job";
        return client.post(
                "/api/" + job + "s",
                "{\"data\":{\"type\":\"" + job + "\",\"attributes\":{\"" + plural(kind) + "\":{\"data\":["
                        + String.join(",", records) + "]}}}}");
    }

    private static String plural(String kind) {
        return kind.equals("category") ? "categories" : kind + "s";
    }

    private static String created(String kind, String attributes, String relationships) {
        return "{\"type\":\"catalog-" + kind + "\",\"attributes\":{" + attributes + "}" + relationships + "}";
    }

    private static String updated(String kind, String id, String attributes, String relationships) {
        return "{\"type\":\"catalog-" + kind + "\",\"id\":\"" + id + "\",\"attributes\":{" + attributes + "}"
                + relationships + "}";
    }

    private static String deleted(String kind, String id) {
        return "{\"type\":\"catalog-" + kind + "\",\"id\":\"" + id + "\"}";
    }

    private static String many(String relationship, String... ids) {
        String type = relationship.equals("items") ? "catalog-item" : "catalog-category";
        return Arrays.stream(ids)
                .map(id -> "{\"type\":\"" + type + "\",\"id\":\"" + id + "\"}")
                .collect(Collectors.joining(",", ",\"relationships\":{\"" + relationship + "\":{\"data\":[", "]}}"));
    }

    private static String one(String relationship, String id) {
        return ",\"relationships\":{\"" + relationship + "\":{\"data\":{\"type\":\"catalog-item\",\"id\":\"" + id
                + "\"}}}";
    }

    /** The job when it is complete. */
    private JsonNode done(HttpResponse<String> accepted) throws Exception {
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        time.pass(Duration.ofSeconds(10));
        JsonNode job = json(accepted).at("/data");
        HttpResponse<String> read = client.get(
                "/api/" + job.at("/type").asText() + "s/" + job.at("/id").asText());
        assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
        return json(read).at("/data");
    }

    private JsonNode job(String kind, String verb, JsonNode job) throws Exception {
        return json(client.get("/api/catalog-" + kind + "-bulk-" + verb + "-jobs/"
                        + job.at("/id").asText()))
                .at("/data");
    }

    private JsonNode read(String path, String id) {
        List<JsonNode> found = new CollectionReader(client, path).all("filter", "any(ids,[\"" + id + "\"])");
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private Optional<JsonNode> held(String path, String id) {
        return emulator.resources(path)
                .map(ApiClient::json)
                .filter(resource -> resource.at("/id").asText().equals(id))
                .findFirst();
    }

    private List<String> itemsIn(String category) {
        return new CollectionReader(client, "catalog-items").ids("filter", "equals(category.id,\"" + category + "\")");
    }

    private static void assertErrors(JsonNode job, String members, Object... codesAndRecords) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < codesAndRecords.length; i += 2) {
            expected.add(codesAndRecords[i] + " /data/attributes/" + members + "/data/" + codesAndRecords[i + 1]);
        }
        List<String> found = new ArrayList<>();
        job.at("/attributes/errors")
                .forEach(error -> found.add(error.at("/code").asText() + " "
                        + error.at("/source/pointer").asText()));
        assertThat(found).containsExactlyElementsOf(expected);
    }

    private static void assertRefused(HttpResponse<String> refused, String... pointers) {
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(json(refused).at("/errors").findValuesAsText("pointer")).containsExactly(pointers);
        assertThat(error(refused).at("/code").asText()).isEqualTo("invalid");
    }
}
