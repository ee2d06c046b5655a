package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.error;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sends records for the jobs of catalogs and looks at what became of them. */
final class CatalogClient {
    static final String PREFIX = "$custom:::$default:::";
    static final String ITEM =
            "\"external_id\":\"%s\",\"title\":\"Tea\",\"description\":\"Black\",\"url\":\"https://shop.example.net/tea\"";
    static final String VARIANT = ITEM + ",\"sku\":\"S\",\"inventory_quantity\":10,\"price\":4.50";

    private final Account account;

    CatalogClient(Account account) {
        this.account = account;
    }

    HttpResponse<String> send(String kind, String verb, String... records) throws Exception {
        String job = "catalog-" + kind + "-bulk-" + verb + "-job";
        return account.api.post(
                "/api/" + job + "s",
                "{\"data\":{\"type\":\"" + job + "\",\"attributes\":{\"" + plural(kind) + "\":{\"data\":["
                        + String.join(",", records) + "]}}}}");
    }

    static String plural(String kind) {
        return kind.equals("category") ? "categories" : kind + "s";
    }

    static String created(String kind, String attributes, String relationships) {
        return "{\"type\":\"catalog-" + kind + "\",\"attributes\":{" + attributes + "}" + relationships + "}";
    }

    static String updated(String kind, String id, String attributes, String relationships) {
        return "{\"type\":\"catalog-" + kind + "\",\"id\":\"" + id + "\",\"attributes\":{" + attributes + "}"
                + relationships + "}";
    }

    static String deleted(String kind, String id) {
        return "{\"type\":\"catalog-" + kind + "\",\"id\":\"" + id + "\"}";
    }

    static String many(String relationship, String... ids) {
        String type = relationship.equals("items") ? "catalog-item" : "catalog-category";
        return Arrays.stream(ids)
                .map(id -> "{\"type\":\"" + type + "\",\"id\":\"" + id + "\"}")
                .collect(Collectors.joining(",", ",\"relationships\":{\"" + relationship + "\":{\"data\":[", "]}}"));
    }

    static String one(String relationship, String id) {
        return ",\"relationships\":{\"" + relationship + "\":{\"data\":{\"type\":\"catalog-item\",\"id\":\"" + id
                + "\"}}}";
    }

    JsonNode read(String path, String id) {
        List<JsonNode> found = new CollectionReader(account.api, path).all("filter", "any(ids,[\"" + id + "\"])");
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    Optional<JsonNode> held(String path, String id) {
        return account.emulator
                .resources(path)
                .map(ApiClient::json)
                .filter(resource -> resource.at("/id").asText().equals(id))
                .findFirst();
    }

    List<String> itemsIn(String category) {
        return new CollectionReader(account.api, "catalog-items")
                .ids("filter", "equals(category.id,\"" + category + "\")");
    }

    static void assertErrors(JsonNode job, String members, Object... codesAndRecords) {
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
}
