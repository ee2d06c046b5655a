package io.github.klaviyospark.core.collection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The collections that can be read. */
public final class Collections {

    /** The objects of a type. */
    static final String OBJECT_RECORDS = "object-types/{id}/object-records";

    /** In the order in which they are listed. */
    private static final List<String> TEMPLATES = List.of(
            "profiles",
            "lists",
            "lists/{id}/profiles",
            "segments",
            "segments/{id}/profiles",
            "events",
            "metrics",
            OBJECT_RECORDS,
            "object-types/{id}/object-ingestion-logs",
            "catalog-items",
            "catalog-variants",
            "catalog-categories",
            "flows",
            "flows/{id}/flow-actions",
            "campaigns",
            "campaigns/{id}/campaign-messages",
            "tags",
            "tags/{id}/tag-group",
            "tag-groups",
            "profile-bulk-import-jobs",
            "profile-bulk-import-jobs/{id}/import-errors");

    private static final Map<String, CollectionDescriptor> ALL = new LinkedHashMap<>();

    /** Ids are opaque, so little is refused: what cannot be one, and what would lead to another path. */
    private static final Pattern ID = Pattern.compile("(?!\\.{1,2}$)[^\\s\\p{Cntrl}/\\\\?#%{}]{1,255}");

    static {
        TEMPLATES.forEach(name -> ALL.put(name, new CollectionDescriptor(DescriptorFile.of(name))));
    }

    private Collections() {}

    /**
     * A collection by the path under which it is read, such as {@code profiles} or {@code lists/Y6nRLr/profiles}.
     *
     * @throws IllegalArgumentException when what stands for a resource cannot be an id
     */
    public static Optional<CollectionDescriptor> find(String path) {
        if (!path.contains("/")) {
            return Optional.ofNullable(ALL.get(path));
        }

        int first = path.indexOf('/');
        int last = path.lastIndexOf('/');
        String template = path.substring(0, first + 1) + CollectionDescriptor.PLACE + path.substring(last);
        CollectionDescriptor found = first == last ? null : ALL.get(template);
        if (found == null) {
            return Optional.empty();
        }
        String id = path.substring(first + 1, last);
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("'" + id + "' in '" + path + "' cannot be the id of one of the "
                    + path.substring(0, first) + ". Ids have no blanks, slashes or percent signs; give the id itself,"
                    + " which is encoded when it is sent.");
        }
        return Optional.of(found.of(id));
    }

    /** The objects of one type. */
    public static CollectionDescriptor of(ObjectsOfType objects) {
        return ALL.get(OBJECT_RECORDS).of(objects);
    }

    /** All collections; those of a resource without it. */
    public static List<CollectionDescriptor> all() {
        return List.copyOf(ALL.values());
    }

    /** The paths of all collections, with {@code ID} in the place of a resource. */
    public static List<String> names() {
        return ALL.values().stream().map(CollectionDescriptor::name).toList();
    }
}
