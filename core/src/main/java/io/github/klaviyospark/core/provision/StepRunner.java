package io.github.klaviyospark.core.provision;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoException;
import io.github.klaviyospark.core.definition.Definition;
import io.github.klaviyospark.core.definition.ObjectDefinition;
import io.github.klaviyospark.core.definition.ObjectLink;
import io.github.klaviyospark.core.definition.ProfileLink;
import io.github.klaviyospark.core.objects.DataSource;
import io.github.klaviyospark.core.objects.DataSources;
import io.github.klaviyospark.core.objects.ObjectSchema;
import io.github.klaviyospark.core.objects.ObjectSchemas;
import io.github.klaviyospark.core.objects.ObjectTypes;
import io.github.klaviyospark.core.objects.PropertyNames;
import io.github.klaviyospark.core.objects.Refusals;
import io.github.klaviyospark.core.objects.Relationship;
import io.github.klaviyospark.core.objects.SourceMapping;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Makes one step, with what the account has at that moment. */
final class StepRunner {

    private static final String DRAFT_BEGUN =
            "Somebody else has begun a draft meanwhile: run again to go on with that one.";

    private final Definition definition;
    private final AccountState account;
    private final Planner planner;
    private final DataSources sources;
    private final ObjectTypes types;
    private final ObjectSchemas schemas;
    private final Refusals refusals;

    StepRunner(KlaviyoClient client, Definition definition, AccountState account, Planner planner) {
        this.definition = definition;
        this.account = account;
        this.planner = planner;
        this.sources = new DataSources(client);
        this.types = new ObjectTypes(client);
        this.schemas = new ObjectSchemas(client);
        this.refusals = new Refusals(client);
    }

    void run(Step step) throws IOException {
        if (step.kind() == Step.Kind.CREATE_SOURCE) {
            sources.findOrCreate(step.subject());
            return;
        }

        ObjectDefinition object = definition.object(step.subject()).orElseThrow();
        DesiredSchema desired = new DesiredSchema(object);
        if (step.kind() == Step.Kind.CREATE_TYPE) {
            types.create(desired.content(List.of()));
            return;
        }

        TypeState type = account.type(step.subject()).orElseThrow();
        if (step.kind() == Step.Kind.CREATE_DRAFT) {
            schemas.createVersion(type.type().id(), desired.content(type.versions()));
            return;
        }

        ObjectSchema draft = type.draft();
        switch (step.kind()) {
            case CHANGE_DRAFT -> schemas.update(draft.id(), desired.content(type.versions()));
            case DROP_RELATIONSHIP ->
                schemas.unrelate(
                        draft.id(), superfluous(object, draft, step.details().get(0)));
            case ADD_RELATIONSHIP -> relate(object, draft, step.details().get(0));
            case CHANGE_MAPPING -> schemas.map(mapping(object, draft));
            case ACTIVATE -> schemas.activate(draft.id());
            default -> throw new IllegalStateException("Nothing is sent to " + step.kind() + ".");
        }
    }

    private SourceMapping mapping(ObjectDefinition object, ObjectSchema draft) {
        String sourceId = account.source(object.source()).map(DataSource::id).orElseThrow();
        return new DesiredSchema(object).mapping(draft, sourceId);
    }

    /** One with profiles and one with objects may have the same name. */
    private Relationship superfluous(ObjectDefinition object, ObjectSchema draft, String name) {
        return planner.difference(object, draft).superfluousRelationships().stream()
                .filter(relationship -> relationship.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void relate(ObjectDefinition object, ObjectSchema draft, String name) throws IOException {
        Optional<ProfileLink> profile = object.profileLinks().stream()
                .filter(link -> link.name().equals(name))
                .findFirst();
        if (profile.isPresent()) {
            schemas.relateToProfiles(draft.id(), name, profile.get().description());
            return;
        }
        ObjectLink link = object.objectLinks().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        schemas.relateToObjects(draft.id(), related(link.objectType()).id(), name, link.description());
    }

    /** The schema of another type that is or will be active; a draft that nobody asked for may never be. */
    private ObjectSchema related(String objectType) {
        TypeState type = account.type(objectType).orElseThrow();
        boolean isDraftWanted = definition
                .object(objectType)
                .filter(object -> !planner.isComplete(object, type))
                .isPresent();
        return type.current() == null || isDraftWanted ? type.newest() : type.current();
    }

    /** What may be the cause of a refusal, and what to do; empty when nothing is known beyond what Klaviyo says. */
    String explanation(Step step, KlaviyoException refusal) throws IOException {
        return switch (step.kind()) {
            case CREATE_SOURCE -> "";
            case CREATE_TYPE -> refusal.status() == 403 ? tooManyTypes() : tooManyProperties(step, refusal);
            case CREATE_DRAFT -> hasDraft(step) ? DRAFT_BEGUN : tooManyProperties(step, refusal);
            default -> {
                ObjectSchema draft = account.type(step.subject()).orElseThrow().draft();
                SourceMapping wanted = step.kind() == Step.Kind.CHANGE_MAPPING
                        ? mapping(definition.object(step.subject()).orElseThrow(), draft)
                        : null;
                String causes = refusals.explain(refusal, draft.id(), wanted);
                yield causes.isEmpty() && step.kind() == Step.Kind.CHANGE_DRAFT
                        ? tooManyProperties(step, refusal)
                        : causes;
            }
        };
    }

    private boolean hasDraft(Step step) throws IOException {
        account.read(step.subject());
        return account.type(step.subject()).map(TypeState::draft).isPresent();
    }

    private String tooManyTypes() {
        return "The account has " + account.types() + " object types; plans allow none, 1 or 5.";
    }

    private String tooManyProperties(Step step, KlaviyoException refusal) {
        int properties =
                definition.object(step.subject()).orElseThrow().properties().size();
        return refusal.status() != 400 || properties <= PropertyNames.MAX_PROPERTIES
                ? ""
                : "It has " + properties + " properties, where most plans allow " + PropertyNames.MAX_PROPERTIES
                        + " and the larger ones " + PropertyNames.MAX_PROPERTIES_LARGER_PLAN + ".";
    }
}
