package io.github.klaviyospark.core.provision;

import io.github.klaviyospark.core.definition.Definition;
import io.github.klaviyospark.core.definition.ObjectDefinition;
import io.github.klaviyospark.core.definition.ObjectLink;
import io.github.klaviyospark.core.objects.DataSource;
import io.github.klaviyospark.core.objects.ObjectSchema;
import io.github.klaviyospark.core.objects.Relationship;
import io.github.klaviyospark.core.objects.SchemaStatus;
import io.github.klaviyospark.core.objects.Ulid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The steps from what an account has to what a definition says. It decides from those two alone and remembers nothing, so
 * whoever was stopped asks again and is told the rest.
 */
final class Planner {

    private final Definition definition;
    private final AccountState account;

    Planner(Definition definition, AccountState account) {
        this.definition = definition;
        this.account = account;
    }

    /** What is to be done, in order; nothing when all is as it should be. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (String source : new TreeSet<>(definition.sources())) {
            if (account.source(source).isEmpty()) {
                checkTitle("data source", source);
                steps.add(Step.of(Step.Kind.CREATE_SOURCE, source));
            }
        }
        Map<String, String> titles = new HashMap<>();
        for (ObjectDefinition object : inOrderOfLinks()) {
            checkName(object, titles);
            checkLinks(object);
            steps.addAll(steps(object));
        }
        steps.sort(Comparator.comparing(Step::kind));
        return steps;
    }

    /** Nothing is made under a title that looks like an id: it is the id of something in another account. */
    private static void checkTitle(String what, String title) {
        if (Ulid.matches(title)) {
            throw new IllegalArgumentException("The account has no " + what + " '" + title
                    + "', and none is made by that title, which has the form of an id. Check the id and the account,"
                    + " or give a title.");
        }
    }

    private void checkName(ObjectDefinition object, Map<String, String> titles) {
        Optional<TypeState> type = account.type(object.title());
        if (type.isEmpty()) {
            checkTitle("object type", object.title());
            return;
        }
        String other = titles.put(type.get().type().id(), object.title());
        if (other != null) {
            throw new IllegalArgumentException(
                    "'" + other + "' and '" + object.title() + "' are the same object type. Define it once.");
        }
    }

    /** Types that others lead to come first, as far as they do not lead in a circle. */
    private List<ObjectDefinition> inOrderOfLinks() {
        List<ObjectDefinition> ordered = new ArrayList<>();
        List<ObjectDefinition> visiting = new ArrayList<>();
        definition.objects().forEach(object -> visit(object, visiting, ordered));
        return ordered;
    }

    private void visit(ObjectDefinition object, List<ObjectDefinition> visiting, List<ObjectDefinition> ordered) {
        if (visiting.contains(object)) {
            return;
        }
        visiting.add(object);
        for (ObjectLink link : object.objectLinks()) {
            definition.object(link.objectType()).ifPresent(other -> visit(other, visiting, ordered));
        }
        ordered.add(object);
    }

    private void checkLinks(ObjectDefinition object) {
        for (ObjectLink link : object.objectLinks()) {
            if (definition.object(link.objectType()).isEmpty()
                    && account.type(link.objectType()).isEmpty()) {
                throw new IllegalArgumentException("The link '" + link.name() + "' of " + object.title()
                        + " leads to the object type '" + link.objectType()
                        + "', which is neither in the definition nor in the account. Define it, or name one that exists"
                        + " by its title or id.");
            }
        }
    }

    private List<Step> steps(ObjectDefinition object) {
        Optional<TypeState> found = account.type(object.title());
        if (found.isEmpty()) {
            return fromNothing(object, Step.Kind.CREATE_TYPE, DesiredSteps.properties(object), List.of());
        }

        TypeState type = found.get();
        if (type.isPublishing()) {
            // What comes after is planned when it is active, and must not take away what is being published.
            List<String> drops = difference(object, type.newest()).drops();
            return List.of(new Step(Step.Kind.AWAIT_ACTIVE, object.title(), List.of(), drops));
        }
        if (isComplete(object, type)) {
            return List.of();
        }
        if (type.draft() == null) {
            SchemaDifference difference = difference(object, type.current());
            return fromNothing(object, Step.Kind.CREATE_DRAFT, difference.properties(), difference.drops());
        }
        return ofDraft(object, type);
    }

    SchemaDifference difference(ObjectDefinition object, ObjectSchema schema) {
        return new SchemaDifference(object, schema, account);
    }

    /** Whether the schema by which objects are made is the one that is defined, whatever draft there is beside it. */
    boolean isComplete(ObjectDefinition object, TypeState type) {
        return type.current() != null
                && type.current().status() == SchemaStatus.ACTIVE
                && difference(object, type.current()).isEmpty(sourceId(object));
    }

    private String sourceId(ObjectDefinition object) {
        return account.source(object.source()).map(DataSource::id).orElse("");
    }

    private static List<Step> fromNothing(
            ObjectDefinition object, Step.Kind first, List<String> details, List<String> drops) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(first, object.title(), details, drops));
        object.profileLinks().forEach(link -> steps.add(relationship(object, link.name())));
        object.objectLinks().forEach(link -> steps.add(relationship(object, link.name())));
        steps.add(DesiredSteps.mapping(object));
        steps.add(Step.of(Step.Kind.ACTIVATE, object.title()));
        return steps;
    }

    private List<Step> ofDraft(ObjectDefinition object, TypeState type) {
        List<Step> steps = new ArrayList<>();
        SchemaDifference difference = difference(object, type.draft());
        List<String> properties = difference.properties();
        if (!properties.isEmpty()) {
            steps.add(new Step(Step.Kind.CHANGE_DRAFT, object.title(), properties, difference.droppedProperties()));
        }
        for (Relationship relationship : difference.superfluousRelationships()) {
            steps.add(new Step(
                    Step.Kind.DROP_RELATIONSHIP,
                    object.title(),
                    List.of(relationship.name()),
                    List.of(relationship.name())));
        }
        List<String> missing = difference.missingRelationships();
        missing.forEach(name -> steps.add(relationship(object, name)));
        if (!properties.isEmpty() || !missing.isEmpty() || !difference.isMapped(sourceId(object))) {
            steps.add(DesiredSteps.mapping(object));
        }
        // The draft may lack already what objects have by the current schema.
        List<String> drops = type.current() == null
                ? List.of()
                : difference(object, type.current()).drops();
        steps.add(new Step(Step.Kind.ACTIVATE, object.title(), List.of(), drops));
        return steps;
    }

    private static Step relationship(ObjectDefinition object, String name) {
        return Step.of(Step.Kind.ADD_RELATIONSHIP, object.title(), name);
    }
}
