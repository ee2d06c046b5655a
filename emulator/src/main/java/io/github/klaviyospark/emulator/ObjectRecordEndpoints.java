package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.CustomObjects.ObjectId;
import io.github.klaviyospark.emulator.objects.ObjectTable.Shown;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Reads and deletes the objects themselves. */
final class ObjectRecordEndpoints {
    static final String TYPE = "object-record";
    static final Set<String> FIELDS = Set.of("id", "record_properties");

    private static final String SIZE = "page[size]";
    private static final int PAGE = 20;
    private static final int MOST_PER_PAGE = 100;
    private static final int MOST_IDS = 500;

    private final CustomObjects objects;
    private final FaultPlan faults;

    ObjectRecordEndpoints(CustomObjects objects, FaultPlan faults) {
        this.objects = objects;
        this.faults = faults;
    }

    Answer read(Endpoint.Input input) throws Refusal {
        Set<String> fields = input.query().fields(TYPE, FIELDS);
        ObjectId id = ObjectId.parse(input.id()).orElseThrow(() -> malformed(input.id(), "/data"));
        ObjectType type = objects.type(id.type());
        Shown shown = objects.objects(type)
                .find(id.record(), objects.now())
                .orElseThrow(() -> Refusal.notFound("An object record with id '" + input.id() + "' does not exist."));
        String origin = input.call().origin();
        return Documents.one(200, resource(type, shown, fields, origin), null, self(type, shown.id(), origin));
    }

    Answer list(Endpoint.Input input) throws Refusal {
        Set<String> fields = input.query().fields(TYPE, FIELDS);
        ObjectType type = objects.type(input.id());
        return page(
                input, type, shown -> resource(type, shown, fields, input.call().origin()));
    }

    Answer listIds(Endpoint.Input input) throws Refusal {
        ObjectType type = objects.type(input.id());
        return page(input, type, shown -> Documents.identifier(TYPE, ObjectId.text(type, shown.id())));
    }

    private Answer page(Endpoint.Input input, ObjectType type, Function<Shown, Map<String, Object>> form)
            throws Refusal {
        int size = input.query().number(SIZE, PAGE, MOST_PER_PAGE);
        PlaceCursor cursor = PlaceCursor.of(input, SIZE, "fields[object-record]");
        String after = cursor.place(input.query()).orElse(null);
        // One more than is shown tells whether another page follows.
        List<Shown> found = objects.objects(type).page(after, size + 1, objects.now());
        List<Shown> shown = found.subList(0, Math.min(size, found.size()));
        String next = found.size() > size
                ? Documents.next(input, cursor.text(shown.get(size - 1).id()))
                : null;
        return Documents.list(input, shown.stream().map(form).toList(), null, next);
    }

    static Map<String, Object> resource(ObjectType type, Shown shown, Set<String> fields, String origin) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("record_properties", shown.properties());
        attributes.keySet().retainAll(fields);
        return Documents.resource(
                TYPE, ObjectId.text(type, shown.id()), attributes, Map.of(), self(type, shown.id(), origin));
    }

    private static String self(ObjectType type, String record, String origin) {
        return origin + "/api/object-records/" + Query.encode(ObjectId.text(type, record));
    }

    /** Takes all ids of a request or none; those of objects that are not there are passed over. */
    Answer delete(Endpoint.Input input) throws Refusal {
        Shape records = Shape.document(input.document(), "object-record-bulk-delete-job")
                .only("type", "relationships")
                .object("relationships")
                .only("object-records")
                .object("object-records")
                .only("data");
        List<Shape> items = records.objects("data");
        if (items.isEmpty() || items.size() > MOST_IDS) {
            throw Refusal.invalid(
                    "A request names from 1 to " + MOST_IDS + " object records, not " + items.size() + ".",
                    records.pointer("data"));
        }
        List<ObjectId> ids = new ArrayList<>();
        for (Shape item : items) {
            String id = item.type(TYPE).only("type", "id").text("id");
            ids.add(ObjectId.parse(id).orElseThrow(() -> malformed(id, item.pointer("id"))));
        }
        Map<ObjectType, List<String>> byType = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            String type = ids.get(i).type();
            String pointer = items.get(i).pointer("id");
            byType.computeIfAbsent(
                            objects.findType(type)
                                    .orElseThrow(() -> Refusal.notFound(
                                            "An object type with id '" + type + "' does not exist.", pointer)),
                            key -> new ArrayList<>())
                    .add(ids.get(i).record());
        }
        refusePoison(input.call(), items);
        byType.forEach((type, removed) -> objects.objects(type).remove(removed, objects.now()));
        return Answer.taken(items.size());
    }

    private void refusePoison(Call call, List<Shape> items) throws Refusal {
        List<byte[]> ids = new ArrayList<>();
        for (Shape item : items) {
            ids.add(item.text("id").getBytes(StandardCharsets.UTF_8));
        }
        Optional<Fault> poison =
                faults.drawPoison(call.method() + " " + call.path(), Routes.BULK_DELETE, fault -> ids.stream()
                        .anyMatch(fault::poisons));
        if (poison.isEmpty()) {
            return;
        }
        Fault fault = poison.get();
        if (!fault.pointers()) {
            throw Refusal.poisoned(fault.status());
        }
        throw Refusal.poisoned(
                fault.status(),
                IntStream.range(0, ids.size())
                        .filter(i -> fault.poisons(ids.get(i)))
                        .mapToObj(i -> items.get(i).pointer("id"))
                        .toList());
    }

    private static Refusal malformed(String id, String pointer) {
        return Refusal.invalid(
                "'" + id + "' is no id of an object record, which is a ULID, ':::' and the id inside its type.",
                pointer);
    }
}
