package io.github.klaviyospark.core.objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoException;
import io.github.klaviyospark.core.client.KlaviyoRequest;
import io.github.klaviyospark.core.client.KlaviyoResponse;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.client.Tally;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The data sources of an account. */
public final class DataSources {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ULID = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");
    private static final int MAX_TITLE = 255;
    private static final String PAGE = "100";

    private final KlaviyoClient client;
    private final Tally tally = new Tally();

    /** Looks through a client. */
    public DataSources(KlaviyoClient client) {
        this.client = client;
    }

    /**
     * Finds a data source by its id or its title. A text of the form of an id is looked up as one first. The API has no
     * filter for titles, so the whole list is paged through, a hundred at a time.
     *
     * @throws IOException when the account cannot be read
     */
    public Optional<DataSource> find(String idOrTitle) throws IOException {
        if (ULID.matcher(idOrTitle).matches()) {
            Optional<DataSource> byId = byId(idOrTitle);
            if (byId.isPresent()) {
                return byId;
            }
        }
        return byTitle(idOrTitle);
    }

    /**
     * Finds a data source by its id or title, or creates it with that title. Safe to call from several places at once:
     * titles are unique, so the loser finds what the winner made.
     *
     * @throws IllegalArgumentException when the title is longer than 255 characters
     * @throws IOException when the account cannot be read or written
     */
    public DataSource findOrCreate(String idOrTitle) throws IOException {
        checkTitle(idOrTitle);
        Optional<DataSource> found = find(idOrTitle);
        if (found.isPresent()) {
            return found.get();
        }

        try {
            return create(idOrTitle);
        } catch (KlaviyoException e) {
            if (e.status() != 409 && !e.isInDoubt()) {
                throw e;
            }
            return byTitle(idOrTitle).orElseThrow(() -> e);
        }
    }

    private static void checkTitle(String title) {
        int length = title.codePointCount(0, title.length());
        if (length < 1 || length > MAX_TITLE) {
            throw new IllegalArgumentException(
                    "The title of a data source has 1 to " + MAX_TITLE + " characters, and this one " + length + ".");
        }
    }

    private DataSource create(String title) throws IOException {
        ObjectNode document = JSON.createObjectNode();
        ObjectNode data = document.putObject("data").put("type", "data-source");
        data.putObject("attributes").put("title", title).put("visibility", "private");
        byte[] body = JSON.writeValueAsBytes(document);

        KlaviyoRequest request = KlaviyoRequest.to(Operation.CREATE_DATA_SOURCE).with(body, body.length);
        return dataSource(document(client.execute(request, tally)).path("data"));
    }

    private Optional<DataSource> byId(String id) throws IOException {
        try {
            KlaviyoRequest request = KlaviyoRequest.to(Operation.GET_DATA_SOURCE, id);
            return Optional.of(
                    dataSource(document(client.execute(request, tally)).path("data")));
        } catch (KlaviyoException e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<DataSource> byTitle(String title) throws IOException {
        Set<String> seen = new HashSet<>();
        KlaviyoRequest request = KlaviyoRequest.to(Operation.GET_DATA_SOURCES).with("page[size]", PAGE);
        while (true) {
            JsonNode page = document(client.execute(request, tally));
            for (JsonNode data : page.path("data")) {
                if (title.equals(data.path("attributes").path("title").asText())) {
                    return Optional.of(dataSource(data));
                }
            }

            String next = page.path("links").path("next").asText("");
            if (next.isEmpty()) {
                return Optional.empty();
            }
            request = KlaviyoRequest.next(Operation.GET_DATA_SOURCES, follow(next, seen));
        }
    }

    private URI follow(String next, Set<String> seen) throws IOException {
        URI link = address(next);
        if (!client.endpoint().isOriginOf(link)) {
            throw new IOException(
                    "The list of data sources continues at another origin, " + link.getScheme() + "://" + link.getHost()
                            + ", and the key is not sent there. Check the endpoint " + client.endpoint() + ".");
        }
        if (!seen.add(next)) {
            throw new IOException(
                    "The list of data sources leads back to a page that was read. Report this to Klaviyo.");
        }
        return link;
    }

    private URI address(String link) throws IOException {
        try {
            return new URI(link.replace("[", "%5B").replace("]", "%5D"));
        } catch (URISyntaxException e) {
            throw strange("continues at something that is no address");
        }
    }

    private JsonNode document(KlaviyoResponse response) throws IOException {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw strange("is no JSON document");
        }
    }

    private DataSource dataSource(JsonNode data) throws IOException {
        String id = data.path("id").asText("");
        if (id.isEmpty()) {
            throw strange("has a data source without an id");
        }
        return new DataSource(id, data.path("attributes").path("title").asText());
    }

    private IOException strange(String what) {
        return new IOException("The answer of " + client.endpoint() + " to /api/data-sources " + what
                + ". Check that the endpoint is Klaviyo's API and that no proxy answers in its place.");
    }
}
