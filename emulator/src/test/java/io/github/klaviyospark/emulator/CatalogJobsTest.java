package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.Account.JOB_LAG;
import static io.github.klaviyospark.emulator.ApiClient.assertRefused;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.CatalogClient.ITEM;
import static io.github.klaviyospark.emulator.CatalogClient.PREFIX;
import static io.github.klaviyospark.emulator.CatalogClient.VARIANT;
import static io.github.klaviyospark.emulator.CatalogClient.assertErrors;
import static io.github.klaviyospark.emulator.CatalogClient.created;
import static io.github.klaviyospark.emulator.CatalogClient.deleted;
import static io.github.klaviyospark.emulator.CatalogClient.many;
import static io.github.klaviyospark.emulator.CatalogClient.one;
import static io.github.klaviyospark.emulator.CatalogClient.updated;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jobs of catalogs: what goes wrong in them, how many there may be, and what they tell. */
final class CatalogJobsTest {
    @AutoClose
    private final Account account = new Account(with -> with.jobLag(JOB_LAG));

    private final CatalogClient catalog = new CatalogClient(account);

    @Test
    void whatCannotBeDoneIsAnErrorInTheJobAndTheRestIsDone() throws Exception {
        JsonNode create = account.done(catalog.send(
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
        assertThat(catalog.held("catalog-items", PREFIX + "A-2")).isEmpty();
        assertThat(catalog.read("catalog-items", PREFIX + "SKU-1")
                        .at("/attributes/description")
                        .asText())
                .isNotEqualTo("Black");
        assertErrors(
                account.done(catalog.send(
                        "item",
                        "update",
                        updated("item", PREFIX + "nothing", "\"title\":\"x\"", ""),
                        updated("item", PREFIX + "A-1", "\"title\":\"x\"", ""))),
                "items",
                "not_found",
                0);
        assertThat(catalog.read("catalog-items", PREFIX + "A-1")
                        .at("/attributes/title")
                        .asText())
                .isEqualTo("x");
        assertErrors(
                account.done(catalog.send(
                        "item", "delete", deleted("item", PREFIX + "A-1"), deleted("item", PREFIX + "A-1"))),
                "items",
                "not_found",
                1);
        assertErrors(
                account.done(catalog.send(
                        "variant",
                        "create",
                        created("variant", VARIANT.formatted("V"), one("item", PREFIX + "nothing")))),
                "variants",
                "not_found",
                0);
        assertErrors(
                account.done(catalog.send(
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
                account.done(catalog.send("category", "delete", deleted("category", PREFIX + "nothing"))),
                "categories",
                "not_found",
                0);
        assertErrors(
                account.done(catalog.send("variant", "delete", deleted("variant", PREFIX + "nothing"))),
                "variants",
                "not_found",
                0);
    }

    @Test
    void fiveHundredJobsMayBeOpenWhateverTheirFamily() throws Exception {
        for (int i = 0; i < 250; i++) {
            assertThat(catalog.send("item", "delete", deleted("item", PREFIX + i))
                            .statusCode())
                    .isEqualTo(202);
            assertThat(catalog.send("category", "delete", deleted("category", PREFIX + i))
                            .statusCode())
                    .isEqualTo(202);
        }
        HttpResponse<String> refused = catalog.send("variant", "delete", deleted("variant", PREFIX + "x"));

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        account.pass(JOB_LAG);
        assertThat(catalog.send("variant", "delete", deleted("variant", PREFIX + "x"))
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void faultsSpoilJobsAndRequests() throws Exception {
        String operation = "POST /api/catalog-item-bulk-create-jobs";
        account.emulator.fault(Fault.builder(operation, Fault.Kind.JOB_FAILS)
                .records(1)
                .times(1)
                .build());
        JsonNode failed = account.done(catalog.send(
                "item", "create", created("item", ITEM.formatted("A"), ""), created("item", ITEM.formatted("B"), "")));
        assertErrors(failed, "items", "invalid", 1);
        assertThat(catalog.held("catalog-items", PREFIX + "A")).isPresent();
        assertThat(catalog.held("catalog-items", PREFIX + "B")).isEmpty();
        account.emulator.clearFaults();
        account.emulator.fault(Fault.builder(operation, Fault.Kind.POISON)
                .contains("POISON")
                .pointers(true)
                .build());
        assertRefused(
                catalog.send(
                        "item",
                        "create",
                        created("item", ITEM.formatted("C"), ""),
                        created("item", ITEM.formatted("POISON"), "")),
                "/data/attributes/items/data/1");
        account.emulator.fault(Fault.builder(operation, Fault.Kind.JOB_EXPIRED).build());
        JsonNode job = json(catalog.send("item", "create", created("item", ITEM.formatted("D"), "")))
                .at("/data");
        account.pass(JOB_LAG);
        assertThat(account.api
                        .get("/api/catalog-item-bulk-create-jobs/"
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
        try (KlaviyoEmulator limited =
                KlaviyoEmulator.builder().time(account.time).start()) {
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
        JsonNode job = json(catalog.send("item", "delete", deleted("item", PREFIX + "SKU-1")))
                .at("/data");
        String target = "/api/catalog-item-bulk-delete-jobs/" + job.at("/id").asText();
        String fields = "?fields%5Bcatalog-item-bulk-delete-job%5D=";

        assertThat(json(account.api.get(target + fields + "status")).at("/data/attributes"))
                .isEqualTo(json("{\"status\":\"processing\"}"));
        assertThat(account.api.get(target + fields + "colour").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"item, items, title", "variant, variants, title", "category, categories, name"})
    void whatAJobMadeCanBeIncluded(String kind, String members, String name) throws Exception {
        String attributes = kind.equals("category") ? "\"external_id\":\"I\",\"name\":\"Tea\"" : VARIANT.formatted("I");
        JsonNode job = account.done(catalog.send(
                kind,
                "create",
                created(
                        kind,
                        kind.equals("item") ? ITEM.formatted("I") : attributes,
                        kind.equals("variant") ? one("item", PREFIX + "SKU-1") : "")));
        String target =
                "/api/" + job.at("/type").asText() + "s/" + job.at("/id").asText();
        JsonNode read = json(account.api.get(target + "?include=" + members));

        assertThat(read.at("/data")).isEqualTo(job);
        assertThat(read.at("/included")).hasSize(1);
        assertThat(read.at("/included/0")).isEqualTo(catalog.read("catalog-" + members, PREFIX + "I"));
        assertThat(json(account.api.get(target + "?include=" + members + "&fields%5Bcatalog-" + kind + "%5D=" + name))
                        .at("/included/0/attributes"))
                .isEqualTo(json("{\"" + name + "\":\"Tea\"}"));
        assertThat(account.api.get(target + "?include=profiles").statusCode()).isEqualTo(400);
        JsonNode deleted = account.done(catalog.send(kind, "delete", deleted(kind, PREFIX + "I")));
        assertThat(account.api
                        .get("/api/" + deleted.at("/type").asText() + "s/"
                                + deleted.at("/id").asText() + "?include=" + members)
                        .statusCode())
                .isEqualTo(400);
        assertThat(json(account.api.get(target + "?include=" + members)).at("/included"))
                .isEmpty();
    }
}
