package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.CatalogChange.Verb;
import io.github.klaviyospark.emulator.catalog.CatalogKind;
import io.github.klaviyospark.emulator.collections.HeldResource;
import io.github.klaviyospark.emulator.collections.Layered;
import io.github.klaviyospark.emulator.collections.Resource;
import io.github.klaviyospark.emulator.jobs.JobWork;
import io.github.klaviyospark.emulator.jobs.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The job of a request that changes a catalog: a record after the other, each as if it were alone. */
final class CatalogWork implements JobWork {
    private static final String CATEGORIES = "categories";
    private static final String ITEM = "item";

    private final Holdings holdings;
    private final CatalogKind kind;
    private final List<CatalogChange> changes;
    private volatile List<String> done = List.of();

    CatalogWork(Holdings holdings, CatalogKind kind, List<CatalogChange> changes) {
        this.holdings = holdings;
        this.kind = kind;
        this.changes = changes;
    }

    @Override
    public int size() {
        return changes.size();
    }

    @Override
    public String pointer(int record) {
        return "/data/attributes/" + kind.members() + "/data/" + record;
    }

    @Override
    public Map<String, List<String>> related() {
        return Map.of(kind.members(), done);
    }

    @Override
    public List<Outcome> carryOut(List<Integer> records, long micros) {
        List<Outcome> outcomes = new ArrayList<>();
        Set<String> ids = new LinkedHashSet<>();
        for (int record : records) {
            CatalogChange change = changes.get(record);
            Optional<Outcome> failure = apply(change, micros);
            if (failure.isEmpty()) {
                ids.add(change.id());
            }
            outcomes.add(failure.orElse(Outcome.DONE));
        }
        done = List.copyOf(ids);
        return outcomes;
    }

    private Optional<Outcome> apply(CatalogChange change, long now) {
        Optional<Resource> held = holdings.at(kind.path()).find(change.id());
        if (change.verb() == Verb.CREATE && held.isPresent()) {
            return Optional.of(Outcome.failed(
                    "duplicate", "Conflict.", "A " + kind.type() + " with id '" + change.id() + "' already exists."));
        }
        if (change.verb() != Verb.CREATE && held.isEmpty()) {
            return Optional.of(missing(kind, change.id()));
        }
        for (String other : change.related() == null ? List.<String>of() : change.related()) {
            if (holdings.at(kind.related().path()).find(other).isEmpty()) {
                return Optional.of(missing(kind.related(), other));
            }
        }
        if (change.verb() == Verb.DELETE) {
            delete(change.id());
        } else {
            put(change, held, now);
        }
        return Optional.empty();
    }

    private static Outcome missing(CatalogKind kind, String id) {
        return Outcome.failed("not_found", "Not found.", "A " + kind.type() + " with id '" + id + "' does not exist.");
    }

    private void put(CatalogChange change, Optional<Resource> before, long now) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        if (before.isPresent()) {
            attributes.putAll(((HeldResource) before.get()).attributes());
        } else {
            attributes.put("external_id", change.externalId());
            attributes.putAll(kind.defaults());
            attributes.put("created", now);
        }
        attributes.putAll(change.attributes());
        attributes.put("updated", now);
        Map<String, List<String>> relationships = new LinkedHashMap<>(
                before.map(held -> ((HeldResource) held).relationships()).orElse(Map.of()));
        Map<String, List<Resource>> added = new HashMap<>();
        if (change.related() != null && kind != CatalogKind.CATEGORY) {
            relationships.put(kind.relationship(), List.copyOf(new LinkedHashSet<>(change.related())));
        } else if (change.related() != null) {
            added.put(CatalogKind.ITEM.path(), withItems(change.id(), change.related()));
        }
        added.put(kind.path(), List.of(new HeldResource(change.id(), attributes, relationships)));
        holdings.change(added, Map.of());
    }

    /** The items that enter or leave a category for it to have these; it is they who say what they are in. */
    private List<Resource> withItems(String category, List<String> wanted) {
        Layered items = holdings.at(CatalogKind.ITEM.path());
        Set<String> concerned = new LinkedHashSet<>(items.pointingTo(CATEGORIES, category));
        concerned.addAll(wanted);
        List<Resource> changed = new ArrayList<>();
        for (String id : concerned) {
            Set<String> categories =
                    new LinkedHashSet<>(items.find(id).orElseThrow().related(CATEGORIES));
            if (wanted.contains(id) ? categories.add(category) : categories.remove(category)) {
                changed.add(related(items.find(id).orElseThrow(), CATEGORIES, List.copyOf(categories)));
            }
        }
        return changed;
    }

    private static Resource related(Resource resource, String relationship, List<String> ids) {
        HeldResource held = (HeldResource) resource;
        Map<String, List<String>> relationships = new LinkedHashMap<>(held.relationships());
        relationships.put(relationship, ids);
        return new HeldResource(held.id(), held.attributes(), relationships);
    }

    /** The variants of an item go with it; what was in a category only leaves it. */
    private void delete(String id) {
        Map<String, List<String>> removed = new HashMap<>(Map.of(kind.path(), List.of(id)));
        Map<String, List<Resource>> added = new HashMap<>();
        if (kind == CatalogKind.ITEM) {
            CatalogKind variant = CatalogKind.VARIANT;
            removed.put(variant.path(), holdings.at(variant.path()).pointingTo(ITEM, id));
        } else if (kind == CatalogKind.CATEGORY) {
            added.put(CatalogKind.ITEM.path(), withItems(id, List.of()));
        }
        holdings.change(added, removed);
    }
}
