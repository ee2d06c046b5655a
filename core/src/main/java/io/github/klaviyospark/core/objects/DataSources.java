package io.github.klaviyospark.core.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoException;
import io.github.klaviyospark.core.client.KlaviyoRequest;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.client.UnreadableAnswerException;
import io.github.klaviyospark.core.page.Demand;
import io.github.klaviyospark.core.page.Page;
import io.github.klaviyospark.core.page.PageChain;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The data sources of an account. */
public final class DataSources {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ULID = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");
    private static final int MAX_TITLE = 255;
    private static final String PAGE = "100";

    /** Mostly the first page has it, so none is fetched ahead. */
    private static final Demand ONE_BY_ONE = new Demand(1, false);

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
        return client.execute(
                request, tally, response -> dataSource(tree(response.body()).path("data")));
    }

    private Optional<DataSource> byId(String id) throws IOException {
        try {
            KlaviyoRequest request = KlaviyoRequest.to(Operation.GET_DATA_SOURCE, id);
            return Optional.of(client.execute(
                    request, tally, response -> dataSource(tree(response.body()).path("data"))));
        } catch (KlaviyoException e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<DataSource> byTitle(String title) throws IOException {
        KlaviyoRequest first = KlaviyoRequest.to(Operation.GET_DATA_SOURCES).with("page[size]", PAGE);
        try (PageChain<DataSource> list = new PageChain<>(client, first, this::page, tally, ONE_BY_ONE, () -> false)) {
            for (List<DataSource> page = list.next(); page != null; page = list.next()) {
                Optional<DataSource> found = page.stream()
                        .filter(source -> title.equals(source.title()))
                        .findFirst();
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
    }

    private Page<DataSource> page(byte[] bytes) throws UnreadableAnswerException {
        JsonNode document = tree(bytes);
        List<DataSource> sources = new ArrayList<>();
        for (JsonNode data : document.path("data")) {
            sources.add(dataSource(data));
        }
        JsonNode next = document.path("links").path("next");
        return new Page<>(
                sources, sources.stream().map(DataSource::id).toList(), next.isTextual() ? next.asText() : null);
    }

    private static JsonNode tree(byte[] bytes) throws UnreadableAnswerException {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UnreadableAnswerException("it is no JSON document");
        }
    }

    private static DataSource dataSource(JsonNode data) throws UnreadableAnswerException {
        String id = data.path("id").asText("");
        if (id.isEmpty()) {
            throw new UnreadableAnswerException("it has a data source without an id");
        }
        return new DataSource(id, data.path("attributes").path("title").asText());
    }
}
