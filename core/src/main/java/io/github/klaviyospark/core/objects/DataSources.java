package io.github.klaviyospark.core.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoException;
import io.github.klaviyospark.core.client.KlaviyoRequest;
import io.github.klaviyospark.core.client.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The data sources of an account. */
public final class DataSources {

    private static final int MAX_TITLE = 255;
    private static final String PAGE = "100";

    private final Documents documents;

    /** Looks through a client. */
    public DataSources(KlaviyoClient client) {
        this.documents = new Documents(client);
    }

    /**
     * Finds a data source by its id or its title. A text of the form of an id is looked up as one first. The API has no
     * filter for titles, so the whole list is paged through, a hundred at a time.
     *
     * @throws IOException when the account cannot be read
     */
    public Optional<DataSource> find(String idOrTitle) throws IOException {
        if (Ulid.matches(idOrTitle)) {
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
     * @throws IllegalArgumentException when the title is longer than 255 characters, or when nothing is found and it has
     *     the form of an id, which is then a wrong id rather than a title
     * @throws IOException when the account cannot be read or written
     */
    public DataSource findOrCreate(String idOrTitle) throws IOException {
        checkTitle(idOrTitle);
        Optional<DataSource> found = find(idOrTitle);
        if (found.isPresent()) {
            return found.get();
        }
        if (Ulid.matches(idOrTitle)) {
            throw new IllegalArgumentException("There is no data source '" + idOrTitle
                    + "' in this account, and none is created by a title that has the form of an id. Check the id, or"
                    + " give a title.");
        }

        try {
            return create(idOrTitle);
        } catch (KlaviyoException e) {
            // A title that is taken meanwhile is a conflict, or invalid; no document says which.
            if (e.status() != 409 && e.status() != 400 && !e.isInDoubt()) {
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
        ObjectNode document = Documents.document("data-source");
        document.withObject("/data/attributes").put("title", title).put("visibility", "private");
        JsonNode answer = documents.send(KlaviyoRequest.to(Operation.CREATE_DATA_SOURCE), document);
        return dataSource(answer.path("data"));
    }

    private Optional<DataSource> byId(String id) throws IOException {
        return documents
                .find(KlaviyoRequest.to(Operation.GET_DATA_SOURCE, id))
                .map(document -> dataSource(document.path("data")));
    }

    private Optional<DataSource> byTitle(String title) throws IOException {
        List<DataSource> found = new ArrayList<>();
        documents.visit(KlaviyoRequest.to(Operation.GET_DATA_SOURCES).with("page[size]", PAGE), resource -> {
            DataSource source = dataSource(resource);
            if (title.equals(source.title())) {
                found.add(source);
            }
            return found.isEmpty();
        });
        return found.stream().findFirst();
    }

    private static DataSource dataSource(JsonNode data) {
        return new DataSource(
                data.path("id").asText(), data.path("attributes").path("title").asText());
    }
}
