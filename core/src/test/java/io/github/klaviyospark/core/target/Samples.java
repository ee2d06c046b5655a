package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows for each target that an emulator takes, none of them twice. */
final class Samples {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ADDED = "added-";

    private final KlaviyoEmulator klaviyo;

    Samples(KlaviyoEmulator klaviyo) {
        this.klaviyo = klaviyo;
    }

    /** So many rows, or as many as there are things to be changed. */
    List<byte[]> of(Target target, int most) {
        String name = target.toString();
        return switch (name) {
            case "profiles" -> rows(most, i -> Map.of("email", email(i), "first_name", "P" + i));
            case "subscriptions" ->
                rows(
                        most,
                        i -> Map.of(
                                "email",
                                email(i),
                                "channels",
                                "email",
                                "list_id",
                                ids("lists").get(0)));
            case "unsubscriptions" -> rows(most, i -> Map.of("email", email(i), "channels", "email"));
            case "suppressions", "unsuppressions", "data-privacy-deletions" ->
                rows(most, i -> Map.of("email", email(i)));
            case "events" ->
                rows(
                        most,
                        i -> Map.of(
                                "email",
                                email(i / 3),
                                "metric",
                                "Visited",
                                "time",
                                "2026-10-01T10:00:00Z",
                                "unique_id",
                                "visit-" + i));
            case "catalog-items" ->
                rows(most, i -> Map.of("external_id", "item-" + i, "title", "T", "description", "D", "url", url(i)));
            case "catalog-items (update)" ->
                existing("catalog-items", most, id -> Map.of("external_id", id, "title", "New"));
            case "catalog-items (delete)" -> existing("catalog-items", most, id -> Map.of("external_id", id));
            case "catalog-variants" ->
                rows(
                        most,
                        i -> Map.of(
                                "external_id",
                                "variant-" + i,
                                "title",
                                "T",
                                "description",
                                "D",
                                "url",
                                url(i),
                                "sku",
                                "S" + i,
                                "inventory_quantity",
                                i,
                                "price",
                                2.5,
                                "item_id",
                                ids("catalog-items").get(i)));
            case "catalog-variants (update)" ->
                existing("catalog-variants", most, id -> Map.of("external_id", id, "title", "New"));
            case "catalog-variants (delete)" -> existing("catalog-variants", most, id -> Map.of("external_id", id));
            case "catalog-categories" -> rows(most, i -> Map.of("external_id", "category-" + i, "name", "C" + i));
            case "catalog-categories (update)" ->
                existing("catalog-categories", most, id -> Map.of("external_id", id, "name", "New"));
            case "catalog-categories (delete)" -> existing("catalog-categories", most, id -> Map.of("external_id", id));
            case "coupon-codes" -> rows(most, i -> Map.of("coupon_id", "10OFF", "unique_code", "CODE-" + i));
            case "campaigns" ->
                rows(
                        most,
                        i -> Map.of(
                                "name",
                                "campaign " + i,
                                "included",
                                List.of(ids("lists").get(i % 5)),
                                "channel",
                                i % 2 == 0 ? "email" : "sms"));
            case "tags" -> rows(most, i -> Map.of("name", "tag " + i));
            case "tags (update)" -> existing(added("tags"), most, id -> Map.of("id", id, "name", "new " + id));
            case "tags (delete)" -> existing(added("tags"), most, id -> Map.of("id", id));
            case "tag-groups" -> rows(Math.min(most, 20), i -> Map.of("name", "group " + i, "exclusive", false));
            case "tag-groups (update)" ->
                existing(added("tag-groups"), most, id -> Map.of("id", id, "name", "new " + id));
            case "tag-groups (delete)" -> {
                List<String> added = ids(added("tag-groups")).stream()
                        .filter(id -> id.startsWith(ADDED))
                        .toList();
                yield rows(added.size(), i -> Map.of("id", added.get(i)));
            }
            case "tag-flows", "tag-flows (delete)" -> tagging("flow_id", "flows", most);
            case "tag-campaigns", "tag-campaigns (delete)" -> tagging("campaign_id", "campaigns", most);
            case "tag-lists", "tag-lists (delete)" -> tagging("list_id", "lists", most);
            case "tag-segments", "tag-segments (delete)" -> tagging("segment_id", "segments", most);
            default -> throw new IllegalArgumentException("There is no sample for " + name + ".");
        };
    }

    /** The account has few tags and groups: adds some, which may be deleted. */
    private String added(String collection) {
        String group = free("tag-groups").get(0);
        String attributes = collection.equals("tags") ? "" : ",\"exclusive\":false,\"default\":false";
        String relationships = collection.equals("tags") ? ",\"relationships\":{\"tag-group\":\"" + group + "\"}" : "";
        klaviyo.addResources(
                collection,
                IntStream.range(0, 14)
                        .mapToObj(i -> "{\"id\":\"" + ADDED + i + "\",\"attributes\":{\"name\":\"added " + i + "\""
                                + attributes + "}" + relationships + "}")
                        .toList());
        return collection;
    }

    private List<byte[]> tagging(String column, String collection, int most) {
        List<String> tags = free("tag-groups").stream()
                .flatMap(group -> lines("tags")
                        .filter(tag ->
                                tag.at("/relationships/tag-group").asText().equals(group)))
                .map(tag -> tag.path("id").asText())
                .toList();
        List<String> things = ids(collection);
        return rows(
                Math.min(most, things.size()),
                i -> Map.of("tag_id", tags.get(i * tags.size() / things.size()), column, things.get(i)));
    }

    private List<byte[]> existing(String collection, int most, Function<String, Object> row) {
        List<String> ids = ids(collection);
        return rows(Math.min(most, ids.size()), i -> row.apply(ids.get(i)));
    }

    /** Groups of which a thing may have several tags. */
    private List<String> free(String collection) {
        return lines(collection)
                .filter(group -> !group.at("/attributes/exclusive").asBoolean())
                .map(group -> group.path("id").asText())
                .toList();
    }

    private List<String> ids(String collection) {
        return lines(collection)
                .map(line -> line.path("id").asText().replaceFirst(".*:::", ""))
                .toList();
    }

    private Stream<JsonNode> lines(String collection) {
        return klaviyo.resources(collection).map(line -> {
            try {
                return JSON.readTree(line);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static List<byte[]> rows(int number, IntFunction<Object> row) {
        return IntStream.range(0, number)
                .mapToObj(i -> {
                    try {
                        return JSON.writeValueAsString(row.apply(i)).getBytes(StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    private static String email(int i) {
        return "person" + i + "@shop.example.net";
    }

    private static String url(int i) {
        return "https://shop.example.net/" + i;
    }
}
