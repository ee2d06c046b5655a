package io.github.klaviyospark.spark.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A small account whose every resource a test knows by id, and what it holds after a write. Ada never agreed to anything,
 * Bo agreed and is on list L1, Cy agreed and is on none, Di is suppressed twice.
 */
final class HeldShop implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    final KlaviyoEmulator klaviyo = KlaviyoEmulator.builder()
            .quotas(false)
            .profiles(5)
            .visibilityLag(Duration.ZERO)
            .start();

    HeldShop() {
        klaviyo.addProfiles(List.of(
                profile("P1", "ada", "NEVER_SUBSCRIBED", ""),
                profile("P2", "bo", "SUBSCRIBED", ""),
                profile("P3", "cy", "SUBSCRIBED", ""),
                profile("P4", "di", "SUBSCRIBED", """
                        {"reason":"HARD_BOUNCE","timestamp":"2026-01-01T00:00:00Z"},
                        {"reason":"USER_SUPPRESSED","timestamp":"2026-01-02T00:00:00Z"}""")));
        add("lists", """
                {"id":"L1","attributes":{"name":"One","opt_in_process":"single_opt_in"},"relationships":{"tags":["T1"]}}""", """
                {"id":"L2","attributes":{"name":"Two","opt_in_process":"single_opt_in"}}""");
        add("lists/L1/profiles", "{\"id\":\"P2\",\"joined_group_at\":\"2026-01-01T00:00:00Z\"}");
        add("segments", "{\"id\":\"S1\",\"attributes\":{\"name\":\"Some\"},\"relationships\":{\"tags\":[\"T1\"]}}");
        add("segments", "{\"id\":\"S2\",\"attributes\":{\"name\":\"Others\"}}");
        add("tag-groups", "{\"id\":\"G1\",\"attributes\":{\"name\":\"Season\"}}");
        add("tag-groups", "{\"id\":\"G2\",\"attributes\":{\"name\":\"Place\"}}");
        add("tags", tag("T1", "G1"), tag("T2", "G1"), tag("T3", "G2"));
        add("flows", "{\"id\":\"F1\",\"attributes\":{\"name\":\"f\"},\"relationships\":{\"tags\":[\"T1\",\"T3\"]}}");
        add("flows", "{\"id\":\"F2\",\"attributes\":{\"name\":\"g\"}}");
        add("campaigns", campaign("C1", "\"T1\""), campaign("C2", ""));
        add("catalog-categories", catalog("K1", "\"name\":\"Tea\"", ""), catalog("K2", "\"name\":\"Cups\"", ""));
        add(
                "catalog-items",
                catalog("I1", "\"title\":\"Green\",\"price\":4.5", "\"categories\":[\"" + id("K1") + "\"]"));
        add("catalog-items", catalog("I2", "\"title\":\"Black\",\"price\":3", ""));
        add("catalog-variants", catalog("V1", "\"title\":\"Small\",\"sku\":\"s\"", "\"item\":\"" + id("I1") + "\""));
        add("catalog-variants", catalog("V2", "\"title\":\"Large\",\"sku\":\"l\"", "\"item\":\"" + id("I1") + "\""));
        add("coupons", "{\"id\":\"TENOFF\"}");
    }

    private void add(String collection, String... lines) {
        klaviyo.addResources(
                collection, Stream.of(lines).map(line -> line.replace("\n", "")).toList());
    }

    private static String profile(String id, String name, String consent, String suppressions) {
        return ("{\"id\":\"" + id + "\",\"attributes\":{\"email\":\"" + name
                        + "@shop.example.net\",\"subscriptions\":{\"email\":{\"marketing\":{\"can_receive_email_marketing\":"
                        + (consent.equals("SUBSCRIBED") && suppressions.isEmpty()) + ",\"consent\":\"" + consent
                        + "\",\"suppression\":[" + suppressions + "]}}}}}")
                .replace("\n", "");
    }

    private static String tag(String id, String group) {
        return "{\"id\":\"" + id + "\",\"attributes\":{\"name\":\"tag " + id + "\"},\"relationships\":{\"tag-group\":\""
                + group + "\"}}";
    }

    private static String campaign(String id, String tags) {
        return "{\"id\":\"" + id
                + "\",\"attributes\":{\"name\":\"c\",\"status\":\"Draft\",\"audiences\":{},\"send_options\":{},"
                + "\"send_strategy\":{}},\"relationships\":{\"tags\":[" + tags + "]}}";
    }

    private static String catalog(String external, String attributes, String relationships) {
        return "{\"id\":\"" + id(external) + "\",\"attributes\":{\"external_id\":\"" + external + "\"," + attributes
                + "},\"relationships\":{" + relationships + "}}";
    }

    /** Klaviyo's id of what a catalog has. */
    static String id(String external) {
        return "$custom:::$default:::" + external;
    }

    private static JsonNode tree(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Stream<JsonNode> all(String collection) {
        return (collection.equals("profiles") ? klaviyo.profiles() : klaviyo.resources(collection)).map(HeldShop::tree);
    }

    /** A resource that a member tells from all others; missing where there is none. */
    JsonNode one(String collection, String pointer, String value) {
        List<JsonNode> found = all(collection)
                .filter(each -> each.at(pointer).asText().equals(value))
                .toList();
        if (found.size() > 1) {
            throw new AssertionError("There are " + found.size() + " " + collection + " with " + pointer + " " + value);
        }
        return found.isEmpty() ? MissingNode.getInstance() : found.get(0);
    }

    JsonNode one(String collection, String id) {
        return one(collection, "/id", id);
    }

    JsonNode attributes(String collection, String id) {
        return one(collection, id).path("attributes");
    }

    /** The ids of what a resource is related to, one alone or several. */
    List<String> related(String collection, String id, String relationship) {
        JsonNode related = one(collection, id).path("relationships").path(relationship);
        return related.isArray() ? related.valueStream().map(JsonNode::asText).toList() : List.of(related.asText());
    }

    JsonNode person(String name) {
        return one("profiles", "/attributes/email", name + "@shop.example.net");
    }

    JsonNode email(String name) {
        return person(name).at("/attributes/subscriptions/email/marketing");
    }

    List<String> suppressions(String name) {
        return email(name).path("suppression").findValuesAsText("reason");
    }

    List<String> members(String list) {
        return all("lists/" + list + "/profiles")
                .map(each -> each.path("id").asText())
                .toList();
    }

    @Override
    public void close() {
        klaviyo.close();
    }
}
