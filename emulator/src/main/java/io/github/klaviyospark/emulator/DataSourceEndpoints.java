package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.DataSources.DataSource;
import io.github.klaviyospark.emulator.DataSources.Page;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Lists, reads, creates and deletes data sources. */
final class DataSourceEndpoints {
    private static final String TYPE = "data-source";
    private static final String PATH = "/api/data-sources";
    private static final String CURSOR = "page[cursor]";
    private static final Set<String> FIELDS = Set.of("description", "id", "namespace", "title", "visibility");
    private static final int PAGE = 20;
    private static final int MOST_PER_PAGE = 100;

    private final DataSources sources;

    DataSourceEndpoints(DataSources sources) {
        this.sources = sources;
    }

    /** The cursor is the id of the first item of the page, as in recorded answers of Klaviyo. */
    Answer list(Endpoint.Input input) throws Refusal {
        Query query = input.query();
        Set<String> fields = query.fields(TYPE, FIELDS);
        int size = query.number("page[size]", PAGE, MOST_PER_PAGE);
        String cursor = query.value(CURSOR).orElse("");
        if (query.value(CURSOR).isPresent() && !Ulids.isUlid(cursor)) {
            throw Refusal.invalidCursor();
        }
        Page page = sources.page(cursor, size);
        String collection = input.call().origin() + PATH;
        Map<String, Object> links = new LinkedHashMap<>();
        links.put("self", input.call().origin() + input.call().target());
        links.put(
                "next",
                page.next().map(id -> collection + query.with(CURSOR, id)).orElse(null));
        links.put(
                "prev",
                page.previous().map(id -> collection + query.with(CURSOR, id)).orElse(null));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(
                "data",
                page.items().stream()
                        .map(source -> resource(source, fields, collection))
                        .toList());
        document.put("links", links);
        return Answer.document(200, document);
    }

    Answer read(Endpoint.Input input) throws Refusal {
        Set<String> fields = input.query().fields(TYPE, FIELDS);
        DataSource source = sources.find(input.id()).orElseThrow(() -> missing(input.id()));
        return one(200, source, fields, input);
    }

    Answer create(Endpoint.Input input) throws Refusal {
        Set<String> fields = input.query().fields(TYPE, FIELDS);
        Shape attributes = Shape.document(input.document(), TYPE)
                .only("type", "attributes")
                .object("attributes")
                .only("title", "visibility", "description", "namespace");
        String title = attributes.text("title");
        if (!DataSources.isTitle(title)) {
            throw Refusal.invalid(
                    "'title' must have from 1 to " + DataSources.TITLE_CHARACTERS
                            + " characters, not all of them blank.",
                    attributes.pointer("title"));
        }
        if (!attributes.text("visibility", "private").equals("private")) {
            throw Refusal.invalid("'visibility' must be 'private'.", attributes.pointer("visibility"));
        }
        if (!attributes.text("namespace", DataSources.NAMESPACE).equals(DataSources.NAMESPACE)) {
            throw Refusal.invalid(
                    "'namespace' must be '" + DataSources.NAMESPACE + "'.", attributes.pointer("namespace"));
        }
        DataSource source = sources.create(title, attributes.text("description", ""))
                .orElseThrow(() -> Refusal.duplicate(
                        "A data source with the title '" + title + "' already exists in the namespace '"
                                + DataSources.NAMESPACE + "'.",
                        attributes.pointer("title")));
        return one(201, source, fields, input);
    }

    Answer delete(Endpoint.Input input) throws Refusal {
        if (!sources.delete(input.id())) {
            throw missing(input.id());
        }
        return Answer.noContent(0);
    }

    private static Answer one(int status, DataSource source, Set<String> fields, Endpoint.Input input) {
        String collection = input.call().origin() + PATH;
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("data", resource(source, fields, collection));
        document.put("links", Map.of("self", collection + "/" + source.id()));
        return Answer.document(status, document);
    }

    private static Map<String, Object> resource(DataSource source, Set<String> fields, String collection) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("title", source.title());
        attributes.put("visibility", "private");
        attributes.put("description", source.description());
        attributes.put("namespace", DataSources.NAMESPACE);
        attributes.keySet().retainAll(fields);
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("type", TYPE);
        resource.put("id", source.id());
        resource.put("attributes", attributes);
        resource.put("links", Map.of("self", collection + "/" + source.id()));
        return resource;
    }

    private static Refusal missing(String id) {
        return Refusal.notFound("A data source with id '" + id + "' does not exist.");
    }
}
