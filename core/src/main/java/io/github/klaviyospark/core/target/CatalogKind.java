package io.github.klaviyospark.core.target;

/** What a catalog holds, in the words of the API. */
enum CatalogKind {
    ITEM("item", "items", "categories", "category", "catalog-category"),
    VARIANT("variant", "variants", "item", "items", "catalog-item"),
    CATEGORY("category", "categories", "items", "item", "catalog-item");

    private final String singular;
    private final String plural;
    private final String relationship;
    private final String otherNumber;
    private final String relatedType;

    CatalogKind(String singular, String plural, String relationship, String otherNumber, String relatedType) {
        this.singular = singular;
        this.plural = plural;
        this.relationship = relationship;
        this.otherNumber = otherNumber;
        this.relatedType = relatedType;
    }

    String singular() {
        return singular;
    }

    String plural() {
        return plural;
    }

    /** The type of its resources. */
    String type() {
        return "catalog-" + singular;
    }

    /** The type of the jobs that make, change or remove it. */
    String job(Change change) {
        return type() + "-bulk-" + change.label() + "-job";
    }

    /** What it is related to, as the API names the relationship. */
    String relationship() {
        return relationship;
    }

    /** The same in the number that requests before revision 2023-07-15 had, or might have had. */
    String otherNumber() {
        return otherNumber;
    }

    String relatedType() {
        return relatedType;
    }

    /** The column that says what it is related to; null where a change says nothing of it. */
    String related(Change change) {
        if (change == Change.DELETE || (this == VARIANT && change == Change.UPDATE)) {
            return null;
        }
        return switch (this) {
            case ITEM -> "category_ids";
            case VARIANT -> "item_id";
            case CATEGORY -> "item_ids";
        };
    }

    String relatedHelp() {
        return switch (this) {
            case ITEM -> "The categories that it is in, by their external ids or by Klaviyo's.";
            case VARIANT -> "The item that it is a variant of, by its external id or by Klaviyo's.";
            case CATEGORY -> "The items that are in it, by their external ids or by Klaviyo's.";
        };
    }
}
