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
 * What has a tag (operations {@code tag_flows}, {@code remove_tag_from_flows} and those of campaigns, lists and segments),
 * three a second and sixty a minute. A request is about one tag. Klaviyo names no number that it may tag at most, so there
 * are a hundred.
 */
final class Taggings extends RowTarget {

    private static final long serialVersionUID = 1L;

    private static final ChunkLimits LIMITS = new ChunkLimits(100, 5_000_000, 5_000_000);
    private static final Envelope ENVELOPE = Envelope.of("{\"data\":[", "]}");

    private static final TargetColumn TAG = TargetColumn.required(
            "tag_id", ColumnKind.TEXT, "request:/id", "The tag, by Klaviyo's id, which the path names.");

    private final String type;
    private final Operation operation;
    private final TargetColumn tagged;

    private Taggings(String type, Change change) {
        super("tag-" + type + "s", change);
        this.type = type;
        this.operation = Operation.writing(
                change == Change.CREATE ? "POST" : "DELETE",
                "/api/tags/{id}/relationships/" + type + "s",
                ApiFamily.TAGS,
                "3/1s,60/60s",
                type + "s:write tags:write",
                true,
                204);
        this.tagged = TargetColumn.required(type + "_id", ColumnKind.TEXT, "/id", "The " + type + ", by Klaviyo's id.");
    }

    /** All eight. */
    static List<Target> all() {
        List<Target> all = new ArrayList<>();
        for (String type : List.of("flow", "campaign", "list", "segment")) {
            all.add(new Taggings(type, Change.CREATE));
            all.add(new Taggings(type, Change.DELETE));
        }
        return all;
    }

    @Override
    public String purpose() {
        return change() == Change.CREATE
                ? "Gives tags to " + type + "s, each of which can have 100 at most."
                : "Takes tags from " + type + "s.";
    }

    @Override
    public List<TargetColumn> columns() {
        return List.of(TAG, tagged);
    }

    @Override
    public List<String> natural() {
        return List.of(TAG.name());
    }

    @Override
    public Optional<String> resourceColumn() {
        return Optional.of(TAG.name());
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
        Envelope envelope = ENVELOPE.to(row.required(TAG.name()));
        ObjectNode identifier = JSON.createObjectNode().put("type", type);
        Members.write(row, List.of(tagged), identifier);
        return Shaped.of(envelope, bytes(identifier));
    }

    @Override
    void read(ArchivedRequest request, List<ObjectNode> rows) {
        JsonNode data = request.data();
        Optional<String> tag = request.resource(operation.path());
        // The body is the same when something is tagged and when it is untagged.
        boolean isAnother =
                !request.mayBe(operation.method()) || (request.path().isPresent() && tag.isEmpty());
        for (JsonNode resource : isAnother ? List.<JsonNode>of() : Payload.resources(data)) {
            if (Payload.isOf(resource, type) && !resource.has("attributes")) {
                ObjectNode row = JSON.createObjectNode();
                tag.ifPresent(id -> row.put(TAG.name(), id));
                Members.read(resource, List.of(tagged), row);
                rows.add(row);
            }
        }
    }
}
