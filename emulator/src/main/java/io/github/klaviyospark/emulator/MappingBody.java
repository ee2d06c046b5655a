package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.objects.IdentifierType;
import io.github.klaviyospark.emulator.objects.RecordPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what bodies say about source mappings. */
final class MappingBody {
    private static final String PROPERTIES = "property_mappings";
    private static final String RELATIONSHIPS = "relationship_mappings";
    private static final String ID_PATH = "id_path";
    private static final String RELATED = "related_id_paths";
    private static final Map<String, Boolean> KINDS = Map.of("simple", false, "constant", true);
    private static final Map<String, Boolean> SIMPLE = Map.of("simple", true);
    private static final Map<String, Boolean> TARGETS = Map.of("profile", true, "custom-object", false);
    private static final Map<String, Boolean> STRATEGIES = Map.of("replace_from_origin", false, "additive", true);

    private final Dialect dialect;
    private final DataSources sources;

    MappingBody(Dialect dialect, DataSources sources) {
        this.dialect = dialect;
        this.sources = sources;
    }

    /** The mapping that comes with a new version, which has no relationships yet. */
    SourceMapping inline(Shape attributes) throws Refusal {
        if (!attributes.has("source-mapping")) {
            return SourceMapping.EMPTY;
        }
        Shape mapping = attributes
                .object("source-mapping")
                .only("data")
                .object("data")
                .type("source-mapping")
                .only("type", "attributes")
                .object("attributes");
        SourceMapping read = mapping(mapping, SourceMapping.EMPTY);
        if (!read.relationships().isEmpty()) {
            throw Refusal.invalid(
                    "A new schema has no relationships that could be mapped.", mapping.pointer(RELATIONSHIPS));
        }
        return read;
    }

    /** A mapping as the attributes describe it; what they leave out is as it was. */
    SourceMapping mapping(Shape attributes, SourceMapping before) throws Refusal {
        attributes.only(PROPERTIES, RELATIONSHIPS);
        return new SourceMapping(
                attributes.has(PROPERTIES) ? properties(attributes) : before.properties(),
                attributes.has(RELATIONSHIPS) ? relationships(attributes) : before.relationships());
    }

    private List<SourceMapping.Property> properties(Shape attributes) throws Refusal {
        List<SourceMapping.Property> mappings = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (Shape item : attributes.objects(PROPERTIES)) {
            boolean constant = item.word("type", dialect.written(KINDS));
            SourceMapping.Property mapping = constant ? constant(item) : simple(item);
            if (!seen.add(mapping.id())) {
                throw Refusal.invalid("The property " + mapping.id() + " is mapped twice.", item.pointer("id"));
            }
            mappings.add(mapping);
        }
        return List.copyOf(mappings);
    }

    private SourceMapping.Property constant(Shape item) throws Refusal {
        item.only("id", "type", "value");
        return new SourceMapping.Property(dialect.id(item), item.scalar("value"), null, null, null);
    }

    private SourceMapping.Property simple(Shape item) throws Refusal {
        Shape source = item.only("id", "type", "source").object("source").only("source_id", ID_PATH, "data_path");
        String id = source(source);
        RecordPath idPath = path(source, ID_PATH);
        below(idPath, source, "data_path");
        return new SourceMapping.Property(dialect.id(item), null, id, source.text(ID_PATH), source.text("data_path"));
    }

    private List<SourceMapping.Relationship> relationships(Shape attributes) throws Refusal {
        List<SourceMapping.Relationship> mappings = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Shape item : attributes.objects(RELATIONSHIPS)) {
            item.only("relationship_id", "type", "source").word("type", dialect.written(SIMPLE));
            String id = item.text("relationship_id");
            if (!Ulids.isUlid(id) || !seen.add(id)) {
                throw Refusal.invalid(
                        "'relationship_id' must be a ULID that did not come before.", item.pointer("relationship_id"));
            }
            mappings.add(relationship(id, item.object("source")));
        }
        return List.copyOf(mappings);
    }

    private SourceMapping.Relationship relationship(String id, Shape source) throws Refusal {
        boolean profile = source.word("type", dialect.written(TARGETS));
        source.only("source_id", "type", ID_PATH, "update_strategy", profile ? RELATED : "related_id_path");
        boolean additive = source.has("update_strategy") && source.word("update_strategy", dialect.written(STRATEGIES));
        String sourceId = source(source);
        RecordPath idPath = path(source, ID_PATH);
        if (!profile) {
            below(idPath, source, "related_id_path");
            return new SourceMapping.Relationship(
                    id, sourceId, source.text(ID_PATH), null, source.text("related_id_path"), additive);
        }
        Map<IdentifierType, String> identifiers = new LinkedHashMap<>();
        for (Shape related : source.objects(RELATED)) {
            IdentifierType type = related.only("identifier_type", "path").word("identifier_type", identifierTypes());
            below(idPath, related, "path");
            if (identifiers.put(type, related.text("path")) != null) {
                throw Refusal.invalid(
                        "The identifier type '" + type.text() + "' came before.", related.pointer("identifier_type"));
            }
        }
        if (identifiers.isEmpty()) {
            throw Refusal.invalid("'" + RELATED + "' must name at least one identifier.", source.pointer(RELATED));
        }
        return new SourceMapping.Relationship(id, sourceId, source.text(ID_PATH), identifiers, null, additive);
    }

    private Map<String, IdentifierType> identifierTypes() {
        Map<String, IdentifierType> types = new LinkedHashMap<>();
        for (IdentifierType type : IdentifierType.values()) {
            types.put(type.text(), type);
        }
        return dialect.written(types);
    }

    private String source(Shape source) throws Refusal {
        String id = source.text("source_id");
        if (sources.find(id).isEmpty()) {
            throw Refusal.notFound("A data source with id '" + id + "' does not exist.", source.pointer("source_id"));
        }
        return id;
    }

    private static RecordPath path(Shape shape, String name) throws Refusal {
        String text = shape.text(name);
        try {
            return RecordPath.parse(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("'" + text + "' is no path: " + e.getMessage() + ".", shape.pointer(name));
        }
    }

    private static void below(RecordPath idPath, Shape shape, String name) throws Refusal {
        if (!path(shape, name).belongsTo(idPath)) {
            throw Refusal.invalid(
                    "'" + shape.text(name) + "' has a [*] that '" + ID_PATH
                            + "' has not, so that there would be many values for one object.",
                    shape.pointer(name));
        }
    }
}
