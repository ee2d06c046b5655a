package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Reads any collection page by page, as an ordinary client does. */
final class CollectionReader {
    private final ApiClient client;
    private final String path;

    /** The path is without {@code /api/}. */
    CollectionReader(ApiClient client, String path) {
        this.client = client;
        this.path = path;
    }

    HttpResponse<String> get(String... parameters) {
        return getTarget(target(parameters));
    }

    String target(String... parameters) {
        StringBuilder target = new StringBuilder("/api/" + path);
        for (int i = 0; i < parameters.length; i += 2) {
            target.append(i == 0 ? '?' : '&')
                    .append(ProfileReader.encode(parameters[i]))
                    .append('=')
                    .append(ProfileReader.encode(parameters[i + 1]));
        }
        return target.toString();
    }

    private HttpResponse<String> getTarget(String target) {
        try {
            return client.get(target);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    JsonNode page(String... parameters) {
        return pageAt(target(parameters));
    }

    JsonNode pageAt(String target) {
        HttpResponse<String> response = getTarget(target);
        assertThat(response.statusCode()).as(target + " " + response.body()).isEqualTo(200);
        return json(response);
    }

    /** The resources of all pages, following {@code links.next}. */
    List<JsonNode> all(String... parameters) {
        List<JsonNode> all = new ArrayList<>();
        for (JsonNode page : pages(parameters)) {
            page.at("/data").forEach(all::add);
        }
        return all;
    }

    List<JsonNode> pages(String... parameters) {
        List<JsonNode> pages = new ArrayList<>();
        String target = target(parameters);
        while (target != null) {
            JsonNode page = pageAt(target);
            pages.add(page);
            target = page.at("/links/next").textValue();
        }
        return pages;
    }

    List<String> ids(String... parameters) {
        return all(parameters).stream()
                .map(resource -> resource.at("/id").textValue())
                .toList();
    }

    /** The detail with which a request is refused. */
    String refused(int status, String... parameters) {
        HttpResponse<String> response = get(parameters);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return ApiClient.error(response).at("/detail").textValue();
    }
}
