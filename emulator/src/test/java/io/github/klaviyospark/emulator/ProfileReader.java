package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads profiles page by page, as an ordinary client does. */
final class ProfileReader {
    static final String PATH = "/api/profiles";

    private final ApiClient client;

    ProfileReader(ApiClient client) {
        this.client = client;
    }

    /** The target for names and values in turn. */
    static String target(String... parameters) {
        StringBuilder target = new StringBuilder(PATH);
        for (int i = 0; i < parameters.length; i += 2) {
            target.append(i == 0 ? '?' : '&')
                    .append(encode(parameters[i]))
                    .append('=')
                    .append(encode(parameters[i + 1]));
        }
        return target.toString();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    HttpResponse<String> get(String... parameters) {
        return getTarget(target(parameters));
    }

    HttpResponse<String> getTarget(String target) {
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
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response);
    }

    /** All pages, following {@code links.next}. */
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

    /** The ids of all pages, in order. */
    List<String> ids(String... parameters) {
        return pages(parameters).stream().flatMap(page -> ids(page).stream()).toList();
    }

    static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.at("/data").forEach(profile -> ids.add(profile.at("/id").textValue()));
        return ids;
    }
}
