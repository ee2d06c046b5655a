package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.bulk.Envelope;
import io.github.klaviyospark.core.client.ApiFamily;
import io.github.klaviyospark.core.client.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tags and their groups, made, renamed or removed one by one (operations {@code create_tag}, {@code update_tag}, {@code
 * delete_tag} and those of {@code tag_group}), three a second and sixty a minute.
 */
final class TagResources extends RowTarget {

    private static final long serialVersionUID = 1L;

    private static final ChunkLimits LIMITS = new ChunkLimits(1, 5_000_000, 5_000_000);
    private static final Envelope ENVELOPE = Envelope.of("{\"data\":", "}").forOne();

    private static final TargetColumn ID =
            TargetColumn.required("id", ColumnKind.TEXT, "/id", "Klaviyo's id of it, which the path names.");
    private static final TargetColumn NAME =
            TargetColumn.required("name", ColumnKind.TEXT, "/attributes/name", "Its name.");
    private static final TargetColumn GROUP = TargetColumn.optional(
            "tag_group_id",
            ColumnKind.TEXT,
            "/relationships/tag-group/data/id",
            "The group that it belongs to for good; the account's default group where it is null or missing.");
    private static final TargetColumn EXCLUSIVE = TargetColumn.optional(
            "exclusive",
            ColumnKind.BOOLEAN,
            "/attributes/exclusive",
            "Whether what is tagged may have one tag of the group only, for good; false where nothing is said.");

    private final String type;
    private final Operation operation;
    private final ArrayList<TargetColumn> columns;

    private TagResources(String type, Change change) {
        super(type + "s", change);
        this.type = type;
        this.operation = operation("/api/" + type + "s", change);
        this.columns = new ArrayList<>();
        if (change != Change.CREATE) {
            columns.add(ID);
        }
        if (change != Change.DELETE) {
            columns.add(NAME);
        }
        if (change == Change.CREATE) {
            columns.add(isTag() ? GROUP : EXCLUSIVE);
        }
    }

    /** Making is not repeatable: it would make a second one, or be refused because of the first. */
    private static Operation operation(String path, Change change) {
        return switch (change) {
            case CREATE -> writing("POST", path, false, 201);
            case UPDATE -> writing("PATCH", path + "/{id}", true, 204);
            case DELETE -> writing("DELETE", path + "/{id}", true, 204);
        };
    }

    private static Operation writing(String method, String path, boolean repeatable, int success) {
        return Operation.writing(
                method, path, ApiFamily.TAGS, "3/1s,60/60s", "tags:read tags:write", repeatable, success);
    }

    /** All six. */
    static List<Target> all() {
        List<Target> all = new ArrayList<>();
        for (String type : List.of("tag", "tag-group")) {
            for (Change change : Change.values()) {
                all.add(new TagResources(type, change));
            }
        }
        return all;
    }

    private boolean isTag() {
        return type.equals("tag");
    }

    @Override
    public String purpose() {
        String what = isTag() ? "tags" : "groups of tags";
        return switch (change()) {
            case CREATE -> "Makes " + what + ", of which an account has " + (isTag() ? "500" : "50") + " at most.";
            case UPDATE -> "Renames " + what + "; nothing else of them can be changed.";
            case DELETE -> "Removes " + what + (isTag() ? " from all that has them." : ", and the tags in them.");
        };
    }

    @Override
    public List<TargetColumn> columns() {
        return List.copyOf(columns);
    }

    @Override
    public List<String> natural() {
        return List.of(columns.get(0).name());
    }

    @Override
    public Operation operation() {
        return operation;
    }

    @Override
    public ChunkLimits limits() {
        return LIMITS;
    }

    @Override
    public String recordsPointer() {
        return "/data";
    }

    @Override
    Shaped shape(Row row) throws InvalidRowException {
        ObjectNode resource = JSON.createObjectNode().put("type", type);
        Members.write(row, columns, resource);
        if (!resource.at("/relationships/tag-group/data").isMissingNode()) {
            ((ObjectNode) resource.at("/relationships/tag-group/data")).put("type", "tag-group");
        }
        Envelope envelope =
                switch (change()) {
                    case CREATE -> ENVELOPE;
                    case UPDATE -> ENVELOPE.to(row.required(ID.name()));
                    // What would be its body is not sent; it is there to be read back.
                    case DELETE -> ENVELOPE.to(row.required(ID.name())).withoutBody();
                };
        return Shaped.of(envelope, bytes(resource));
    }

    @Override
    void read(ArchivedRequest request, List<ObjectNode> rows) {
        JsonNode data = request.data();
        Optional<String> removed = request.method()
                .filter(method -> change() == Change.DELETE && method.equals(operation.method()))
                .flatMap(method -> request.resource(operation.path()));
        if (removed.isPresent()) {
            rows.add(JSON.createObjectNode().put(ID.name(), removed.get()));
            return;
        }
        boolean isNamed = data.path("attributes").hasNonNull("name");
        Change said = !data.hasNonNull("id") ? Change.CREATE : isNamed ? Change.UPDATE : Change.DELETE;
        if (!Payload.isOf(data, type) || said != change()) {
            return;
        }
        ObjectNode row = JSON.createObjectNode();
        Members.read(data, columns, row);
        if (columns.contains(GROUP)) {
            // A resource, wrapped or not, or its id among the attributes.
            for (JsonNode place : List.of(
                    data.at("/relationships/tag-group"), data.path("attributes").path(GROUP.name()))) {
                Payload.resources(place).stream()
                        .flatMap(group -> Payload.id(group).stream())
                        .findFirst()
                        .ifPresent(id -> row.put(GROUP.name(), id));
            }
        }
        rows.add(row);
    }
}
