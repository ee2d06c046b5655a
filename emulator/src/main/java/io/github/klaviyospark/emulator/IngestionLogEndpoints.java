package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.CustomObjects.ObjectId;
import io.github.klaviyospark.emulator.objects.Failure;
import io.github.klaviyospark.emulator.objects.RecordJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Lists what went wrong with records, the newest first. */
final class IngestionLogEndpoints {
    private static final String TYPE = "object-ingestion-log";
    private static final String OBJECT_TYPE = "object-type";
    private static final Set<String> FIELDS = Set.of("errors", "event_type", "id", "status", "summary", "timestamp");
    private static final int PAGE = 50;

    private final CustomObjects objects;

    IngestionLogEndpoints(CustomObjects objects) {
        this.objects = objects;
    }

    Answer list(Endpoint.Input input) throws Refusal {
        Query query = input.query();
        Set<String> fields = query.fields(TYPE, FIELDS);
        Set<String> recordFields = query.fields(ObjectRecordEndpoints.TYPE, ObjectRecordEndpoints.FIELDS);
        Set<String> typeFields = query.fields(OBJECT_TYPE, ObjectTypeEndpoints.FIELDS);
        Set<String> included =
                query.list("include", Set.of(ObjectRecordEndpoints.TYPE, OBJECT_TYPE), "relationship to include");
        ObjectType type = objects.type(input.id());
        DefinitionJson json = new DefinitionJson(input.call());
        Page page = page(input, type);
        List<Map<String, Object>> resources = new ArrayList<>();
        if (included.contains(OBJECT_TYPE) && !page.entries.isEmpty()) {
            resources.add(json.type(type, typeFields, Set.of()));
        }
        if (included.contains(ObjectRecordEndpoints.TYPE)) {
            // Not every id resolves: what went wrong may have kept the object from being.
            page.entries.stream()
                    .map(entry -> entry.failure().recordId())
                    .filter(id -> id != null)
                    .distinct()
                    .flatMap(id -> objects.objects(type).find(id, objects.now()).stream())
                    .forEach(shown -> resources.add(ObjectRecordEndpoints.resource(
                            type, shown, recordFields, input.call().origin())));
        }
        return Documents.list(
                input,
                page.entries.stream()
                        .map(entry -> resource(type, entry, fields, json.self(type)))
                        .toList(),
                included.isEmpty() ? null : resources,
                page.next);
    }

    Answer listIds(Endpoint.Input input) throws Refusal {
        Page page = page(input, objects.type(input.id()));
        return Documents.list(
                input,
                page.entries.stream()
                        .map(entry -> Documents.identifier(TYPE, entry.id()))
                        .toList(),
                null,
                page.next);
    }

    private Page page(Endpoint.Input input, ObjectType type) throws Refusal {
        Query query = input.query();
        Predicate<IngestionLog.Entry> filter =
                IngestionLogFilter.parse(query.value("filter").orElse(""));
        PlaceCursor cursor = PlaceCursor.of(
                input,
                "filter",
                "include",
                "fields[object-ingestion-log]",
                "fields[object-record]",
                "fields[object-type]");
        long before = cursor.place(query).map(Long::parseLong).orElse(Long.MAX_VALUE);
        List<IngestionLog.Entry> found = objects.objects(type).log().page(before, PAGE + 1, objects.now(), filter);
        List<IngestionLog.Entry> shown = found.subList(0, Math.min(PAGE, found.size()));
        return new Page(
                shown,
                found.size() > PAGE
                        ? Documents.next(
                                input,
                                cursor.text(Long.toString(shown.get(PAGE - 1).number())))
                        : null);
    }

    private static Map<String, Object> resource(
            ObjectType type, IngestionLog.Entry entry, Set<String> fields, String typeSelf) {
        Failure failure = entry.failure();
        Map<String, Object> attributes = attributes(entry);
        attributes.keySet().retainAll(fields);
        String self = typeSelf + "/object-ingestion-logs/" + entry.id();
        Map<String, Object> relationships = new LinkedHashMap<>();
        relationships.put(
                OBJECT_TYPE, Documents.relationship(Documents.identifier(OBJECT_TYPE, type.id()), self, OBJECT_TYPE));
        relationships.put(
                ObjectRecordEndpoints.TYPE,
                Documents.relationship(
                        failure.recordId() == null
                                ? null
                                : Documents.identifier(
                                        ObjectRecordEndpoints.TYPE, ObjectId.text(type, failure.recordId())),
                        self,
                        ObjectRecordEndpoints.TYPE));
        return Documents.resource(TYPE, entry.id(), attributes, relationships, self);
    }

    private static Map<String, Object> attributes(IngestionLog.Entry entry) {
        Failure failure = entry.failure();
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("status", IngestionLogFilter.status(entry));
        attributes.put("event_type", IngestionLogFilter.EVENT_TYPE);
        attributes.put("timestamp", Micros.text(Micros.of(entry.at())));
        attributes.put("summary", failure.problems().get(0).why().message());
        attributes.put(
                "errors",
                failure.problems().stream().map(IngestionLogEndpoints::error).toList());
        return attributes;
    }

    /** All that is held of an entry, as a line of JSON. */
    static String line(ObjectType type, IngestionLog.Entry entry) {
        String record = entry.failure().recordId();
        Map<String, Object> relationships = new LinkedHashMap<>();
        relationships.put(OBJECT_TYPE, type.id());
        relationships.put(ObjectRecordEndpoints.TYPE, record == null ? null : ObjectId.text(type, record));
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", entry.id());
        line.put("attributes", attributes(entry));
        line.put("relationships", relationships);
        return RecordJson.text(line);
    }

    private static Map<String, Object> error(Failure.Problem problem) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", problem.why().code());
        error.put("message", problem.why().message());
        error.put("property", problem.property());
        error.put("invalid_value", problem.found());
        return error;
    }

    private record Page(List<IngestionLog.Entry> entries, String next) {}
}
