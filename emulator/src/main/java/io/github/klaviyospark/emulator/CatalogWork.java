package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.CatalogChange.Verb;
import io.github.klaviyospark.emulator.catalog.CatalogKind;
import io.github.klaviyospark.emulator.collections.HeldResource;
import io.github.klaviyospark.emulator.collections.Resource;
import io.github.klaviyospark.emulator.jobs.JobWork;
import io.github.klaviyospark.emulator.jobs.Outcome;
import java.util.ArrayList;
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
        CatalogDraft draft = new CatalogDraft(holdings);
        for (int record : records) {
            CatalogChange change = changes.get(record);
            Optional<Outcome> failure = apply(change, draft, micros);
            if (failure.isEmpty()) {
                ids.add(change.id());
            }
            outcomes.add(failure.orElse(Outcome.DONE));
        }
        draft.publish();
        done = List.copyOf(ids);
        return outcomes;
    }

    private Optional<Outcome> apply(CatalogChange change, CatalogDraft draft, long now) {
        Optional<Resource> held = draft.find(kind, change.id());
        if (change.verb() == Verb.CREATE && held.isPresent()) {
            return Optional.of(Outcome.failed(
                    "duplicate", "Conflict.", "A " + kind.type() + " with id '" + change.id() + "' already exists."));
        }
        if (change.verb() != Verb.CREATE && held.isEmpty()) {
            return Optional.of(missing(kind, change.id()));
        }
        for (String other : change.related() == null ? List.<String>of() : change.related()) {
            if (draft.find(kind.related(), other).isEmpty()) {
                return Optional.of(missing(kind.related(), other));
            }
        }
        if (change.verb() == Verb.DELETE) {
            delete(change.id(), draft);
        } else {
            put(change, held, draft, now);
        }
        return Optional.empty();
    }

    private static Outcome missing(CatalogKind kind, String id) {
        return Outcome.failed("not_found", "Not found.", "A " + kind.type() + " with id '" + id + "' does not exist.");
    }

    private void put(CatalogChange change, Optional<Resource> before, CatalogDraft draft, long now) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        Map<String, List<String>> relationships = new LinkedHashMap<>();
        if (before.isPresent()) {
            HeldResource held = (HeldResource) before.get();
            attributes.putAll(held.attributes());
            relationships.putAll(held.relationships());
        } else {
            attributes.put("external_id", change.externalId());
            attributes.putAll(kind.defaults());
            attributes.put("created", now);
        }
        attributes.putAll(change.attributes());
        attributes.put("updated", now);
        if (change.related() != null && kind == CatalogKind.CATEGORY) {
            fill(change.id(), change.related(), draft);
        } else if (change.related() != null) {
            relationships.put(kind.relationship(), List.copyOf(new LinkedHashSet<>(change.related())));
        }
        draft.put(kind, new HeldResource(change.id(), attributes, relationships));
    }

    /** Makes items enter or leave a category for it to have these; it is they who say what they are in. */
    private static void fill(String category, List<String> wanted, CatalogDraft draft) {
        Set<String> concerned = new LinkedHashSet<>(draft.pointingTo(CatalogKind.ITEM, CATEGORIES, category));
        concerned.addAll(wanted);
        for (String id : concerned) {
            HeldResource item = (HeldResource) draft.find(CatalogKind.ITEM, id).orElseThrow();
            Set<String> categories = new LinkedHashSet<>(item.related(CATEGORIES));
            if (wanted.contains(id) ? categories.add(category) : categories.remove(category)) {
                Map<String, List<String>> relationships = new LinkedHashMap<>(item.relationships());
                relationships.put(CATEGORIES, List.copyOf(categories));
                draft.put(CatalogKind.ITEM, new HeldResource(id, item.attributes(), relationships));
            }
        }
    }

    /** The variants of an item go with it; what was in a category only leaves it. */
    private void delete(String id, CatalogDraft draft) {
        if (kind == CatalogKind.ITEM) {
            draft.pointingTo(CatalogKind.VARIANT, ITEM, id)
                    .forEach(variant -> draft.remove(CatalogKind.VARIANT, variant));
        } else if (kind == CatalogKind.CATEGORY) {
            fill(id, List.of(), draft);
        }
        draft.remove(kind, id);
    }
}
