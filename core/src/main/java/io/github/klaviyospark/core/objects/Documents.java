package io.github.klaviyospark.core.objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoException;
import io.github.klaviyospark.core.client.KlaviyoRequest;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.client.UnreadableAnswerException;
import io.github.klaviyospark.core.page.Demand;
import io.github.klaviyospark.core.page.Page;
import io.github.klaviyospark.core.page.PageChain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JSON:API documents about definitions, sent and read as trees: they are few and small. */
final class Documents {

    /** Exact about numbers: values of objects and constants of mappings may have any number of digits. */
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** Mostly the first page has it, so none is fetched ahead. */
    private static final Demand ONE_BY_ONE = new Demand(1, false);

    private final KlaviyoClient client;
    private final Tally tally = new Tally();

    Documents(KlaviyoClient client) {
        this.client = client;
    }

    /** A document with a resource of a type, whose attributes are still to be written. */
    static ObjectNode document(String type) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.putObject("data").put("type", type);
        return document;
    }

    /** The document that answers a request, or nothing when it is answered 404. */
    Optional<JsonNode> find(KlaviyoRequest request) throws IOException {
        try {
            return Optional.of(read(request));
        } catch (KlaviyoException e) {
            if (saysAbsent(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether Klaviyo says that there is no such thing; a proxy that answers 404 knows nothing of it. */
    static boolean saysAbsent(KlaviyoException refusal) {
        return refusal.status() == 404 && !refusal.errors().isEmpty();
    }

    /** The document that answers a request. */
    JsonNode read(KlaviyoRequest request) throws IOException {
        return client.execute(request, tally, response -> withId(response.body()));
    }

    /** Sends a document and reads the one that answers. */
    JsonNode send(KlaviyoRequest request, JsonNode document) throws IOException {
        byte[] body = bytes(document);
        return read(request.with(body, body.length));
    }

    /** Sends a document to an operation whose answer says nothing, or not the same in all documents of Klaviyo. */
    void tell(KlaviyoRequest request, JsonNode document) throws IOException {
        byte[] body = bytes(document);
        client.execute(request.with(body, body.length), tally);
    }

    /** Sends a request without a document. */
    void tell(KlaviyoRequest request) throws IOException {
        client.execute(request, tally);
    }

    /** Goes through the resources of a collection, a page at a time, until a visitor has enough. */
    void visit(KlaviyoRequest first, Visitor visitor) throws IOException {
        try (PageChain<JsonNode> pages =
                new PageChain<>(client, first, Documents::page, tally, ONE_BY_ONE, () -> false)) {
            for (List<JsonNode> page = pages.next(); page != null; page = pages.next()) {
                for (JsonNode resource : page) {
                    if (!visitor.wantsMoreThan(resource)) {
                        return;
                    }
                }
            }
        }
    }

    /** What looks at resources until it has seen enough. */
    interface Visitor {

        boolean wantsMoreThan(JsonNode resource) throws IOException;
    }

    private static Page<JsonNode> page(byte[] bytes) throws UnreadableAnswerException {
        JsonNode document = tree(bytes);
        List<JsonNode> resources = new ArrayList<>();
        document.path("data").forEach(resources::add);
        List<String> ids = new ArrayList<>();
        for (JsonNode resource : resources) {
            ids.add(id(resource));
        }
        JsonNode next = document.path("links").path("next");
        return new Page<>(resources, ids, next.isTextual() ? next.asText() : null);
    }

    private static JsonNode withId(byte[] bytes) throws UnreadableAnswerException {
        JsonNode document = tree(bytes);
        if (document.path("data").isObject()) {
            id(document.path("data"));
        }
        return document;
    }

    private static JsonNode tree(byte[] bytes) throws UnreadableAnswerException {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UnreadableAnswerException("it is no JSON document");
        }
    }

    private static String id(JsonNode resource) throws UnreadableAnswerException {
        String id = resource.path("id").asText("");
        if (id.isEmpty()) {
            throw new UnreadableAnswerException("it has a resource without an id");
        }
        return id;
    }

    private static byte[] bytes(JsonNode document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A tree of JSON could not be written.", e);
        }
    }
}
