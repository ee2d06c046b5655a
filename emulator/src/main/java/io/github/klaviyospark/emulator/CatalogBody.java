package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.CatalogChange.Verb;
import io.github.klaviyospark.emulator.catalog.CatalogField;
import io.github.klaviyospark.emulator.catalog.CatalogKind;
import io.github.klaviyospark.emulator.objects.PlainNumber;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a request that changes many resources of a catalog; what is malformed refuses all of it. */
final class CatalogBody {
    static final int MOST_RECORDS = 100;

    /** Klaviyo says 100 kB; the decimal kilobyte is the stricter. */
    private static final int METADATA_BYTES = 100_000;

    private static final String EXTERNAL_ID = "external_id";
    private static final String INTEGRATION = "integration_type";
    private static final String CATALOG = "catalog_type";

    private final Verb verb;
    private final CatalogKind kind;
    private final Findings findings = new Findings();

    CatalogBody(Verb verb, CatalogKind kind) {
        this.verb = verb;
        this.kind = kind;
    }

    List<CatalogChange> read(Object document, String type) throws Refusal {
        List<Shape> items = Shape.document(document, type)
                .only("type", "attributes")
                .object("attributes")
                .only(kind.members())
                .object(kind.members())
                .only("data")
                .objects("data");
        if (items.isEmpty() || items.size() > MOST_RECORDS) {
            throw Refusal.invalid(
                    "A request brings from 1 to " + MOST_RECORDS + " " + kind.members() + ", not " + items.size() + ".",
                    "/data/attributes/" + kind.members() + "/data");
        }
        List<CatalogChange> changes = new ArrayList<>();
        for (Shape item : items) {
            findings.check(() -> changes.add(change(item.type(kind.type()))));
        }
        findings.refuse();
        return changes;
    }

    private CatalogChange change(Shape item) throws Refusal {
        return switch (verb) {
            case CREATE -> {
                Shape created = item.only("type", "attributes", "relationships");
                Shape attributes = attributes(created, EXTERNAL_ID, INTEGRATION, CATALOG);
                constant(attributes, INTEGRATION, "$custom");
                constant(attributes, CATALOG, "$default");
                String externalId = attributes.text(EXTERNAL_ID);
                if (externalId.isEmpty()) {
                    throw attributes.wrong(EXTERNAL_ID, "a string that is not empty");
                }
                yield new CatalogChange(
                        verb, kind, CatalogKind.PREFIX + externalId, values(attributes), related(created));
            }
            case UPDATE -> {
                Shape updated = kind.updatesRelationship()
                        ? item.only("type", "id", "attributes", "relationships")
                        : item.only("type", "id", "attributes");
                yield new CatalogChange(verb, kind, id(updated, kind), values(attributes(updated)), related(updated));
            }
            case DELETE -> new CatalogChange(verb, kind, id(item.only("type", "id"), kind), Map.of(), null);
        };
    }

    private Shape attributes(Shape item, String... more) throws Refusal {
        List<String> names = new ArrayList<>(List.of(more));
        kind.fields().forEach(field -> names.add(field.name()));
        return item.object("attributes").only(names.toArray(new String[0]));
    }

    private static void constant(Shape attributes, String name, String value) throws Refusal {
        if (!attributes.text(name, value).equals(value)) {
            throw attributes.wrong(name, "'" + value + "', as there is no other yet");
        }
    }

    private static String id(Shape item, CatalogKind kind) throws Refusal {
        String id = item.text("id");
        if (!id.startsWith(CatalogKind.PREFIX) || id.length() == CatalogKind.PREFIX.length()) {
            throw Refusal.invalid(
                    "The id of a " + kind.type() + " is '" + CatalogKind.PREFIX + "' and its external id.",
                    item.pointer("id"));
        }
        return id;
    }

    private Map<String, Object> values(Shape attributes) throws Refusal {
        Map<String, Object> values = new LinkedHashMap<>();
        for (CatalogField field : kind.fields()) {
            if (!attributes.has(field.name())) {
                if (verb == Verb.CREATE && field.required()) {
                    throw Refusal.invalid(
                            "'" + field.name() + "' is a required field for the resource '" + kind.type() + "'.",
                            attributes.pointer(field.name()));
                }
                if (attributes.members().containsKey(field.name())) {
                    values.put(field.name(), null);
                }
            } else {
                values.put(field.name(), value(attributes, field));
            }
        }
        return values;
    }

    private static Object value(Shape attributes, CatalogField field) throws Refusal {
        String name = field.name();
        return switch (field.kind()) {
            case TEXT -> attributes.text(name);
            case TEXTS -> attributes.texts(name);
            case BOOLEAN -> attributes.truth(name, false);
            case NUMBER -> number(attributes, name);
            case POLICY -> policy(attributes, name);
            case FLAT -> flat(attributes, name);
        };
    }

    private static Object number(Shape attributes, String name) throws Refusal {
        if (attributes.value(name) instanceof PlainNumber number) {
            return BodyValues.held(number, attributes.pointer(name));
        }
        throw attributes.wrong(name, "a number");
    }

    private static Object policy(Shape attributes, String name) throws Refusal {
        if (attributes.value(name) instanceof PlainNumber number
                && number.text().matches("[012]")) {
            return Integer.valueOf(number.text());
        }
        throw attributes.wrong(name, "0, 1 or 2");
    }

    private static Object flat(Shape attributes, String name) throws Refusal {
        Map<String, Object> members = BodyValues.map(attributes.object(name).members(), attributes.pointer(name));
        if (BodyValues.depth(members) > 1) {
            throw attributes.wrong(name, "a flat object, without objects and arrays in it");
        }
        if (BodyValues.json(members).length > METADATA_BYTES) {
            throw Refusal.invalid(
                    "'" + name + "' may have at most " + METADATA_BYTES + " bytes.", attributes.pointer(name));
        }
        return members;
    }

    /** Null when the request does not say. */
    private List<String> related(Shape item) throws Refusal {
        boolean one = kind == CatalogKind.VARIANT;
        if (one && verb == Verb.CREATE) {
            Shape target = item.object("relationships")
                    .only(kind.relationship())
                    .object(kind.relationship())
                    .only("data")
                    .object("data");
            return List.of(target(target));
        }
        if (one || !item.has("relationships")) {
            return null;
        }
        Shape relationships = item.object("relationships").only(kind.relationship());
        if (!relationships.has(kind.relationship())) {
            return null;
        }
        Shape relationship = relationships.object(kind.relationship()).only("data");
        List<String> ids = new ArrayList<>();
        if (relationship.has("data")) {
            for (Shape target : relationship.objects("data")) {
                ids.add(target(target));
            }
        }
        return ids;
    }

    private String target(Shape target) throws Refusal {
        return id(target.type(kind.related().type()).only("type", "id"), kind.related());
    }
}
