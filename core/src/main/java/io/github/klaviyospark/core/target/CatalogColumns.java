package io.github.klaviyospark.core.target;

import static io.github.klaviyospark.core.target.ColumnKind.BOOLEAN;
import static io.github.klaviyospark.core.target.ColumnKind.INTEGER;
import static io.github.klaviyospark.core.target.ColumnKind.NUMBER;
import static io.github.klaviyospark.core.target.ColumnKind.OBJECT;
import static io.github.klaviyospark.core.target.ColumnKind.TEXT;
import static io.github.klaviyospark.core.target.ColumnKind.TEXTS;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The columns of what a catalog holds: what must be there when it is made need not be when it is changed. */
final class CatalogColumns {

    private static final Set<String> ITEM_NEEDS = Set.of("title", "description", "url");
    private static final Set<String> VARIANT_NEEDS =
            Set.of("title", "description", "url", "sku", "inventory_quantity", "price");
    private static final Set<String> CATEGORY_NEEDS = Set.of("name");

    private static final List<TargetColumn> SHOWN = List.of(
            attribute("image_full_url", TEXT, "The URL of the whole picture."),
            attribute("image_thumbnail_url", TEXT, "The URL of a small picture."),
            attribute("images", TEXTS, "The URLs of more pictures."),
            attribute(CatalogJobs.METADATA, OBJECT, "What else there is to say, flat: 100,000 bytes of JSON at most."),
            attribute("published", BOOLEAN, "Whether it is shown; true where nothing is said."));

    private CatalogColumns() {}

    /** Those that are attributes, one to one. */
    static List<TargetColumn> attributes(CatalogKind kind, Change change) {
        List<TargetColumn> columns = new ArrayList<>();
        if (change == Change.CREATE) {
            columns.add(TargetColumn.required(
                    "external_id", TEXT, "/attributes/external_id", "The id in your own system."));
        }
        if (change == Change.DELETE) {
            return columns;
        }
        switch (kind) {
            case ITEM -> addOf(ITEM_NEEDS, change, item(), columns);
            case VARIANT -> addOf(VARIANT_NEEDS, change, variant(), columns);
            case CATEGORY -> addOf(CATEGORY_NEEDS, change, List.of(attribute("name", TEXT, "The name.")), columns);
        }
        return columns;
    }

    private static void addOf(Set<String> needed, Change change, List<TargetColumn> known, List<TargetColumn> columns) {
        for (TargetColumn column : known) {
            boolean isRequired = change == Change.CREATE && needed.contains(column.name());
            columns.add(new TargetColumn(column.name(), column.kind(), isRequired, column.place(), column.help()));
        }
    }

    private static List<TargetColumn> item() {
        List<TargetColumn> columns = new ArrayList<>(common());
        columns.add(attribute("price", NUMBER, "The price that is shown; change that of the variants as well."));
        columns.addAll(SHOWN);
        return columns;
    }

    private static List<TargetColumn> variant() {
        List<TargetColumn> columns = new ArrayList<>(common());
        columns.add(attribute("sku", TEXT, "The stock keeping unit."));
        columns.add(attribute("inventory_quantity", NUMBER, "How many are in stock."));
        columns.add(attribute(
                "inventory_policy",
                INTEGER,
                "Whether it is recommended when it is out of stock: with 1 it is not, with 0 or 2 it may be."));
        columns.add(attribute("price", NUMBER, "The price that is shown; change that of the item as well."));
        columns.addAll(SHOWN);
        return columns;
    }

    private static List<TargetColumn> common() {
        return List.of(
                attribute("title", TEXT, "What it is called."),
                attribute("description", TEXT, "What it is."),
                attribute("url", TEXT, "Where it is found on your website."));
    }

    private static TargetColumn attribute(String name, ColumnKind kind, String help) {
        return TargetColumn.optional(name, kind, "/attributes/" + name, help);
    }

    /** The columns of a target, in the order of the documentation. */
    static List<TargetColumn> all(CatalogKind kind, Change change) {
        List<TargetColumn> columns = new ArrayList<>();
        if (change != Change.CREATE) {
            columns.add(TargetColumn.optional(
                    "external_id",
                    TEXT,
                    "/id",
                    "The id in your own system. Either this or id names it; what is read back says this."));
            columns.add(TargetColumn.optional(
                    "id", TEXT, "/id", "Klaviyo's whole id, such as " + CatalogId.PREFIX + "SKU-1."));
        }
        columns.addAll(attributes(kind, change));
        String related = kind.related(change);
        if (related != null) {
            columns.add(new TargetColumn(
                    related,
                    kind == CatalogKind.VARIANT ? TEXT : TEXTS,
                    kind == CatalogKind.VARIANT,
                    "/relationships/" + kind.relationship() + "/data",
                    kind.relatedHelp()));
        }
        return List.copyOf(columns);
    }
}
