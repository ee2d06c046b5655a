package io.github.klaviyospark.emulator.catalog;

import io.github.klaviyospark.emulator.catalog.CatalogField.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kinds of resources of a catalog. */
public enum CatalogKind {
    ITEM("catalog-item", "items", "categories", true),
    VARIANT("catalog-variant", "variants", "item", false),
    CATEGORY("catalog-category", "categories", "items", true);

    /** What ids begin with: the only integration and the only catalog there are. */
    public static final String PREFIX = "$custom:::$default:::";

    private final String type;
    private final String members;
    private final String relationship;
    private final boolean updatesRelationship;
    private final List<CatalogField> fields = new ArrayList<>();

    CatalogKind(String type, String members, String relationship, boolean updatesRelationship) {
        this.type = type;
        this.members = members;
        this.relationship = relationship;
        this.updatesRelationship = updatesRelationship;
        if (type.equals("catalog-category")) {
            fields.add(new CatalogField("name", Kind.TEXT, true));
            return;
        }
        boolean variant = type.equals("catalog-variant");
        fields.add(new CatalogField("title", Kind.TEXT, true));
        fields.add(new CatalogField("description", Kind.TEXT, true));
        if (variant) {
            fields.add(new CatalogField("sku", Kind.TEXT, true));
            fields.add(new CatalogField("inventory_policy", Kind.POLICY, false));
            fields.add(new CatalogField("inventory_quantity", Kind.NUMBER, true));
        }
        fields.add(new CatalogField("price", Kind.NUMBER, variant));
        fields.add(new CatalogField("url", Kind.TEXT, true));
        fields.add(new CatalogField("image_full_url", Kind.TEXT, false));
        fields.add(new CatalogField("image_thumbnail_url", Kind.TEXT, false));
        fields.add(new CatalogField("images", Kind.TEXTS, false));
        fields.add(new CatalogField("custom_metadata", Kind.FLAT, false));
        fields.add(new CatalogField("published", Kind.BOOLEAN, false));
    }

    /** The type of its resources. */
    public String type() {
        return type;
    }

    /** How requests and jobs call them. */
    public String members() {
        return members;
    }

    /** The collection they are in. */
    public String path() {
        return "catalog-" + members;
    }

    /** What they can be related to in a request. */
    public String relationship() {
        return relationship;
    }

    /** Whether an update may change that. */
    public boolean updatesRelationship() {
        return updatesRelationship;
    }

    /** The kind it is related to. */
    public CatalogKind related() {
        return this == ITEM ? CATEGORY : ITEM;
    }

    public List<CatalogField> fields() {
        return List.copyOf(fields);
    }

    /** What a new resource has that a request does not say. */
    public Map<String, Object> defaults() {
        Map<String, Object> defaults = new LinkedHashMap<>();
        for (CatalogField field : fields) {
            defaults.put(
                    field.name(),
                    switch (field.name()) {
                        case "published" -> true;
                        case "inventory_policy" -> 0;
                        default -> null;
                    });
        }
        return defaults;
    }
}
