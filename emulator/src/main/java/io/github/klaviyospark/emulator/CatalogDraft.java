package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.catalog.CatalogKind;
import io.github.klaviyospark.emulator.collections.Resource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A catalog that one job changes, a record after the other, so that each sees what those before it did. Everybody else
 * sees all of it at once.
 */
final class CatalogDraft {
    private final Holdings holdings;
    /** What is to be held under an id; null for what is to go. */
    private final Map<CatalogKind, Map<String, Resource>> changed = new EnumMap<>(CatalogKind.class);

    CatalogDraft(Holdings holdings) {
        this.holdings = holdings;
        for (CatalogKind kind : CatalogKind.values()) {
            changed.put(kind, new LinkedHashMap<>());
        }
    }

    Optional<Resource> find(CatalogKind kind, String id) {
        return changed.get(kind).containsKey(id)
                ? Optional.ofNullable(changed.get(kind).get(id))
                : holdings.at(kind.path()).find(id);
    }

    /** The ids of the resources whose relationship leads to another. */
    List<String> pointingTo(CatalogKind kind, String relationship, String id) {
        List<String> ids = new ArrayList<>(holdings.at(kind.path()).pointingTo(relationship, id));
        ids.removeAll(changed.get(kind).keySet());
        changed.get(kind).values().stream()
                .filter(resource ->
                        resource != null && resource.related(relationship).contains(id))
                .forEach(resource -> ids.add(resource.id()));
        return ids;
    }

    void put(CatalogKind kind, Resource resource) {
        changed.get(kind).put(resource.id(), resource);
    }

    void remove(CatalogKind kind, String id) {
        changed.get(kind).put(id, null);
    }

    /** Shows it to everybody. */
    void publish() {
        Map<String, List<Resource>> added = new HashMap<>();
        Map<String, List<String>> removed = new HashMap<>();
        changed.forEach((kind, resources) -> {
            if (!resources.isEmpty()) {
                added.put(
                        kind.path(),
                        resources.values().stream()
                                .filter(resource -> resource != null)
                                .toList());
                removed.put(
                        kind.path(),
                        resources.keySet().stream()
                                .filter(id -> resources.get(id) == null)
                                .toList());
            }
        });
        holdings.change(added, removed);
    }
}
