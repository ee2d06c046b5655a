package io.github.klaviyospark.core.provision;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.definition.Definition;
import io.github.klaviyospark.core.definition.ObjectDefinition;
import io.github.klaviyospark.core.definition.ObjectLink;
import io.github.klaviyospark.core.objects.DataSource;
import io.github.klaviyospark.core.objects.DataSources;
import io.github.klaviyospark.core.objects.ObjectSchema;
import io.github.klaviyospark.core.objects.ObjectSchemas;
import io.github.klaviyospark.core.objects.ObjectType;
import io.github.klaviyospark.core.objects.ObjectTypes;
import io.github.klaviyospark.core.objects.SchemaStatus;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the account has of all that a definition names; read once, then again where something was changed. */
final class AccountState {

    private final Definition definition;
    private final DataSources dataSources;
    private final ObjectTypes objectTypes;
    private final ObjectSchemas objectSchemas;
    private final Map<String, DataSource> sources = new HashMap<>();
    private final Map<String, TypeState> types = new HashMap<>();

    /** The ids of types by those of their schemas, as far as a list of types tells. */
    private final Map<String, String> typesBySchema = new HashMap<>();

    private int count;

    AccountState(KlaviyoClient client, Definition definition) {
        this.definition = definition;
        this.dataSources = new DataSources(client);
        this.objectTypes = new ObjectTypes(client);
        this.objectSchemas = new ObjectSchemas(client);
    }

    void readAll() throws IOException {
        readSources();
        List<ObjectType> all = all();
        for (ObjectDefinition object : definition.objects()) {
            read(all, object.title());
            for (ObjectLink link : object.objectLinks()) {
                if (!types.containsKey(link.objectType())) {
                    read(all, link.objectType());
                }
            }
        }
    }

    void readSources() throws IOException {
        for (String source : definition.sources()) {
            Optional<DataSource> found = dataSources.find(source);
            sources.remove(source);
            found.ifPresent(dataSource -> sources.put(source, dataSource));
        }
    }

    void read(String title) throws IOException {
        read(all(), title);
    }

    private List<ObjectType> all() throws IOException {
        List<ObjectType> all = objectTypes.all();
        count = all.size();
        for (ObjectType type : all) {
            type.currentSchema().ifPresent(schema -> typesBySchema.put(schema, type.id()));
            type.draftSchema().ifPresent(schema -> typesBySchema.put(schema, type.id()));
        }
        return all;
    }

    private void read(List<ObjectType> all, String titleOrId) throws IOException {
        Optional<ObjectType> byId =
                all.stream().filter(type -> type.id().equals(titleOrId)).findFirst();
        Optional<ObjectType> found = byId.isPresent() ? byId : ObjectTypes.onlyOne(all, titleOrId);
        types.remove(titleOrId);
        if (found.isPresent()) {
            types.put(titleOrId, state(found.get()));
        }
    }

    private TypeState state(ObjectType type) throws IOException {
        ObjectSchema draft = type.draftSchemaId() == null ? null : objectSchemas.read(type.draftSchemaId());
        if (draft != null && draft.status() == SchemaStatus.ACTIVE) {
            // Published between the two answers: what was a draft in the first is the current schema by now.
            return new TypeState(type, draft, null);
        }
        ObjectSchema current = type.currentSchemaId() == null ? null : objectSchemas.read(type.currentSchemaId());
        return new TypeState(type, current, draft);
    }

    /** A data source by the name that the definition gives it. */
    Optional<DataSource> source(String name) {
        return Optional.ofNullable(sources.get(name));
    }

    /** An object type by the name that the definition gives it. */
    Optional<TypeState> type(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /** How many object types the account has, whatever the definition names. */
    int types() {
        return count;
    }

    /**
     * Whether a relationship leads to another type than the one of a name. Old versions of schemas are in no list, so one
     * that cannot be told is taken for right.
     */
    boolean leadsElsewhere(String schemaId, String name) {
        String typeId = typesBySchema.get(schemaId);
        return typeId != null
                && type(name).filter(type -> type.type().id().equals(typeId)).isEmpty();
    }
}
