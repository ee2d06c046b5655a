package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Sends writes about profiles and looks at what became of them. */
final class WriteClient {
    static final String IMPORTS = "/api/profile-bulk-import-jobs";
    static final String SUBSCRIBE = "/api/profile-subscription-bulk-create-jobs";
    static final String UNSUBSCRIBE = "/api/profile-subscription-bulk-delete-jobs";
    static final String SUPPRESS = "/api/profile-suppression-bulk-create-jobs";
    static final String UNSUPPRESS = "/api/profile-suppression-bulk-delete-jobs";
    static final String DELETION = "/api/data-privacy-deletion-jobs";

    final ApiClient api;

    WriteClient(KlaviyoEmulator emulator) {
        this(new ApiClient(emulator.endpoint()));
    }

    WriteClient(ApiClient api) {
        this.api = api;
    }

    /** A profile with attributes such as {@code "email":"ada@shop.example.net"}. */
    static String profile(String attributes) {
        return "{\"type\":\"profile\",\"attributes\":{" + attributes + "}}";
    }

    static String profile(String id, String attributes) {
        return "{\"type\":\"profile\",\"id\":\"" + id + "\",\"attributes\":{" + attributes + "}}";
    }

    static String importOf(List<String> profiles, String... lists) {
        List<String> members = Stream.of(lists)
                .map(list -> "{\"type\":\"list\",\"id\":\"" + list + "\"}")
                .toList();
        String relationships = lists.length == 0
                ? ""
                : ",\"relationships\":{\"lists\":{\"data\":[" + String.join(",", members) + "]}}";
        return "{\"data\":{\"type\":\"profile-bulk-import-job\",\"attributes\":{\"profiles\":{\"data\":["
                + String.join(",", profiles) + "]}}" + relationships + "}}";
    }

    HttpResponse<String> importProfiles(String... profiles) throws IOException, InterruptedException {
        return api.post(IMPORTS, importOf(List.of(profiles)));
    }

    /** Imports and returns the id of the job. */
    String imported(String... profiles) throws IOException, InterruptedException {
        return json(importProfiles(profiles)).at("/data/id").asText();
    }

    /** The attributes of a job of an operation. */
    JsonNode job(String path, String id) throws IOException, InterruptedException {
        return json(api.get(path + "/" + id)).at("/data/attributes");
    }

    /** The resource of the profile with an address; missing when there is none. */
    JsonNode found(String email) throws IOException, InterruptedException {
        String filter = "?additional-fields[profile]=subscriptions&filter=equals(email,\"" + email + "\")";
        return json(api.get("/api/profiles" + encoded(filter))).at("/data/0");
    }

    JsonNode attributes(String email) throws IOException, InterruptedException {
        return found(email).path("attributes");
    }

    List<String> ids(String target) throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        String next = target;
        while (next != null) {
            JsonNode page = json(api.get(next));
            page.path("data").forEach(resource -> ids.add(resource.path("id").asText()));
            next = page.at("/links/next").textValue();
        }
        return ids;
    }

    /** The ids of all lists. */
    List<String> lists() throws IOException, InterruptedException {
        return ids("/api/lists");
    }

    static List<JsonNode> all(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    static String encoded(String query) {
        return query.replace("[", "%5B")
                .replace("]", "%5D")
                .replace("\"", "%22")
                .replace("+", "%2B")
                .replace(" ", "%20");
    }
}
