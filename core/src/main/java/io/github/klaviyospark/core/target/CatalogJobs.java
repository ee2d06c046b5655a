package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.bulk.Envelope;
import io.github.klaviyospark.core.bulk.JobKind;
import io.github.klaviyospark.core.client.ApiFamily;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.quota.QuotaLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a catalog holds, made, changed or removed by jobs (operations {@code bulk_create_catalog_items} and eight more):
 * at most 100 of them and 5 MB a request, and 500 open jobs. What happens to a resource that is there already, or not any
 * more, is not documented, so nothing is sent again that may have arrived.
 */
final class CatalogJobs extends RowTarget {

    private static final long serialVersionUID = 1L;

    static final String METADATA = "custom_metadata";

    private static final ChunkLimits LIMITS = new ChunkLimits(100, 5_000_000, 5_000_000);
    private static final int OPEN_JOBS = 500;
    private static final int METADATA_BYTES = 100_000;
    private static final List<String> IDS = List.of("external_id", "id");

    private final CatalogKind kind;
    private final Operation operation;
    private final JobKind job;
    private final Envelope envelope;
    private final ArrayList<TargetColumn> columns;
    private final ArrayList<TargetColumn> attributes;

    CatalogJobs(CatalogKind kind, Change change) {
        super("catalog-" + kind.plural(), change);
        this.kind = kind;
        this.columns = new ArrayList<>(CatalogColumns.all(kind, change));
        this.attributes = new ArrayList<>(CatalogColumns.attributes(kind, change));
        String path = "/api/" + kind.job(change) + "s";
        this.operation =
                Operation.writing("POST", path, ApiFamily.CATALOGS, "75/1s,750/60s", "catalogs:write", false, 202);
        boolean isCheap = kind == CatalogKind.CATEGORY || change == Change.DELETE;
        this.job = new JobKind(
                Operation.reading(
                        path + "/{id}",
                        ApiFamily.CATALOGS,
                        QuotaLimits.parse(isCheap ? "350/1s,3500/60s" : "75/1s,750/60s"),
                        "catalogs:read"),
                OPEN_JOBS);
        this.envelope = Envelope.of(
                "{\"data\":{\"type\":\"" + kind.job(change) + "\",\"attributes\":{\"" + kind.plural()
                        + "\":{\"data\":[",
                "]}}}}");
    }

    /** All nine. */
    static List<Target> all() {
        List<Target> all = new ArrayList<>();
        for (CatalogKind kind : CatalogKind.values()) {
            for (Change change : Change.values()) {
                all.add(new CatalogJobs(kind, change));
            }
        }
        return all;
    }

    @Override
    public String purpose() {
        String what =
                switch (change()) {
                    case CREATE ->
                        "Adds " + kind.plural()
                                + " to the catalog. What Klaviyo does with one that is there already is not"
                                + " documented; expect an error of its own.";
                    case UPDATE ->
                        "Changes " + kind.plural() + " of the catalog. What a row says nothing about stays as"
                                + " it is.";
                    case DELETE -> "Removes " + kind.plural() + " from the catalog.";
                };
        return what + " Each request makes a job, which is followed to its end.";
    }

    @Override
    public List<TargetColumn> columns() {
        return List.copyOf(columns);
    }

    @Override
    public Optional<String> home() {
        boolean hasMetadata = kind != CatalogKind.CATEGORY && change() != Change.DELETE;
        return hasMetadata ? Optional.of(METADATA) : Optional.empty();
    }

    @Override
    public List<String> natural() {
        return change() == Change.CREATE ? IDS.subList(0, 1) : IDS;
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
        return "/data/attributes/" + kind.plural() + "/data";
    }

    @Override
    public Optional<JobKind> job() {
        return Optional.of(job);
    }

    @Override
    public void check(Set<String> columns) {
        super.check(columns);
        if (change() != Change.CREATE) {
            checkOneOf(columns, IDS);
        }
        if (change() == Change.UPDATE && home().isEmpty()) {
            checkOneOf(
                    columns,
                    names().stream().filter(name -> !IDS.contains(name)).toList());
        }
    }

    @Override
    Shaped shape(Row row) throws InvalidRowException {
        ObjectNode resource = JSON.createObjectNode().put("type", kind.type());
        if (change() != Change.CREATE) {
            resource.put("id", CatalogId.whole(row.required(Identifiers.onlyOne(row, IDS))));
        }
        if (change() != Change.DELETE) {
            resource.withObjectProperty("attributes");
            Members.write(row, attributes, resource);
            checkPolicy(row);
            addMetadata(row, resource);
            addRelated(row, resource);
        }
        return Shaped.of(envelope, bytes(resource));
    }

    private static void checkPolicy(Row row) throws InvalidRowException {
        Optional<Long> policy = row.integer("inventory_policy");
        if (policy.isPresent() && (policy.get() < 0 || policy.get() > 2)) {
            throw new InvalidRowException("inventory_policy", "is none of 0, 1 and 2");
        }
    }

    private void addMetadata(Row row, ObjectNode resource) throws InvalidRowException {
        Optional<ObjectNode> metadata = home().isPresent() ? row.home() : Optional.empty();
        if (metadata.isEmpty()) {
            return;
        }
        int bytes = bytes(metadata.get()).length;
        if (bytes > METADATA_BYTES) {
            throw new InvalidRowException(
                    METADATA, "takes " + bytes + " bytes of JSON, and Klaviyo takes " + METADATA_BYTES);
        }
        resource.withObjectProperty("attributes").set(METADATA, metadata.get());
    }

    private void addRelated(Row row, ObjectNode resource) throws InvalidRowException {
        String column = kind.related(change());
        if (column == null || !(row.has(column) || kind == CatalogKind.VARIANT)) {
            return;
        }
        ObjectNode relationship = resource.withObjectProperty("relationships").withObjectProperty(kind.relationship());
        if (kind == CatalogKind.VARIANT) {
            relationship.set("data", related(row.required(column)));
            return;
        }
        ArrayNode all = relationship.putArray("data");
        for (String id : row.texts(column)) {
            all.add(related(id));
        }
    }

    private ObjectNode related(String id) {
        return JSON.createObjectNode().put("type", kind.relatedType()).put("id", CatalogId.whole(id));
    }

    /** Jobs of this kind, and requests that made or changed one resource. */
    @Override
    void read(ArchivedRequest request, List<ObjectNode> rows) {
        JsonNode data = request.data();
        if (Payload.isOf(data, kind.job(change()))) {
            for (String name : List.of(kind.plural(), kind.singular())) {
                Payload.resources(data.path("attributes").path(name)).forEach(resource -> rows.add(row(resource)));
            }
        } else if (Payload.isOf(data, kind.type()) && !data.path("attributes").isEmpty()) {
            boolean isThere = data.hasNonNull("id");
            if (isThere ? change() == Change.UPDATE : change() == Change.CREATE) {
                rows.add(row(data));
            }
        }
    }

    private ObjectNode row(JsonNode resource) {
        ObjectNode row = JSON.createObjectNode();
        Optional<String> id = Payload.id(resource).or(() -> Payload.text(resource.at("/attributes/id")));
        if (id.isPresent()) {
            String external = CatalogId.external(id.get());
            boolean isOthers = change() != Change.CREATE && CatalogId.isWhole(external);
            row.put(isOthers ? "id" : "external_id", external);
        }
        Members.read(resource, attributes, row);
        String column = kind.related(change());
        if (column != null) {
            readRelated(resource, column, row);
        }
        return row;
    }

    /** A relationship in the plural or the singular, or an attribute with ids. */
    private void readRelated(JsonNode resource, String column, ObjectNode row) {
        JsonNode relationships = resource.path("relationships");
        for (JsonNode place : List.of(
                relationships.path(kind.relationship()),
                relationships.path(kind.otherNumber()),
                resource.path("attributes").path(column))) {
            if (row.has(column) || place.isMissingNode() || place.isNull()) {
                continue;
            }
            List<String> ids = Payload.resources(place).stream()
                    .flatMap(related -> Payload.id(related).stream())
                    .map(CatalogId::external)
                    .toList();
            if (kind != CatalogKind.VARIANT) {
                ids.forEach(row.putArray(column)::add);
            } else if (!ids.isEmpty()) {
                row.put(column, ids.get(0));
            }
        }
    }
}
