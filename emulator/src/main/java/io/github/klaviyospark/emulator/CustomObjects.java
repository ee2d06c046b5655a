package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.objects.IdentifierType;
import io.github.klaviyospark.emulator.objects.ObjectTable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The object types of the account with their schemas and objects. One thread at a time is in here, see {@link #alone}, so
 * that none of the classes below needs a lock.
 */
final class CustomObjects {
    /** Sets the ids of log entries apart, which are made in the background, from those that are given on request. */
    private static final long SALT = 0x6C6F67656E747279L;

    private final ObjectSettings settings;
    private final Ulids ids;
    private final Ulids logIds;
    private final DataSources sources;
    private final ProfileStore profiles;
    private final Ledger ledger;
    private final TimeSource time;
    private final Map<String, ObjectType> types = new LinkedHashMap<>();
    private final Map<String, ObjectSchema> schemas = new LinkedHashMap<>();
    private final Map<String, TypeObjects> objects = new LinkedHashMap<>();

    CustomObjects(
            ObjectSettings settings,
            long seed,
            Ulids ids,
            DataSources sources,
            ProfileStore profiles,
            Ledger ledger,
            TimeSource time) {
        this.settings = settings;
        this.ids = ids;
        this.logIds = new Ulids(seed ^ SALT);
        this.sources = sources;
        this.profiles = profiles;
        this.ledger = ledger;
        this.time = time;
    }

    /** The same endpoint, which has the model to itself and finds it up to date. */
    Endpoint alone(Endpoint endpoint) {
        return input -> {
            synchronized (this) {
                settle();
                return endpoint.answer(input);
            }
        };
    }

    /** Brings everything up to this moment; what has arrived is then taken in. */
    synchronized void settle() {
        Moment now = now();
        objects.values().forEach(each -> each.settle(now));
    }

    Moment now() {
        return Moment.now(time);
    }

    ObjectSettings settings() {
        return settings;
    }

    DataSources sources() {
        return sources;
    }

    String newId() {
        return ids.next();
    }

    Collection<ObjectType> types() {
        return types.values();
    }

    ObjectType type(String id) throws Refusal {
        return findType(id).orElseThrow(() -> Refusal.notFound("An object type with id '" + id + "' does not exist."));
    }

    Optional<ObjectType> findType(String id) {
        return Optional.ofNullable(types.get(id));
    }

    ObjectSchema schema(String id) throws Refusal {
        return findSchema(id)
                .orElseThrow(() -> Refusal.notFound("An object schema with id '" + id + "' does not exist."));
    }

    Optional<ObjectSchema> findSchema(String id) {
        return Optional.ofNullable(schemas.get(id));
    }

    TypeObjects objects(ObjectType type) {
        return objects.get(type.id());
    }

    void add(ObjectType type) {
        types.put(type.id(), type);
        objects.put(
                type.id(),
                new TypeObjects(type, ledger, this::isKnown, settings.visibilityLag(), new IngestionLog(logIds)));
    }

    void add(ObjectSchema schema) {
        schema.type().add(schema);
        schemas.put(schema.id(), schema);
    }

    void publish(ObjectSchema schema, Activation checked) {
        schema.publish(checked.plan(), now().plus(settings.publishingTime()));
        schema.type().touch(now().wall());
        settle();
    }

    void delete(ObjectType type) {
        types.remove(type.id());
        objects.remove(type.id());
        schemas.values().removeIf(schema -> schema.type() == type);
    }

    /** What the control interface shows; empty for a type that does not exist. */
    synchronized Optional<Stream<ObjectTable.Shown>> latest(String typeId) {
        settle();
        return Optional.ofNullable(objects.get(typeId)).map(TypeObjects::latest);
    }

    /** The same for what went wrong, the newest first. */
    synchronized Optional<Stream<String>> failures(String typeId) {
        settle();
        return findType(typeId).map(type -> objects(type).log().all(now()).stream()
                .map(entry -> IngestionLogEndpoints.line(type, entry)));
    }

    synchronized void clear() {
        types.clear();
        schemas.clear();
        objects.clear();
        logIds.restart();
    }

    private boolean isKnown(IdentifierType type, String value) {
        return profiles.view().has(type == IdentifierType.KLAVIYO_ID ? ProfileKey.ID : ProfileKey.EXTERNAL_ID, value);
    }

    /** Ids of objects as requests name them. */
    record ObjectId(String type, String record) {
        private static final String SEPARATOR = ":::";

        /** Empty when the text is none. */
        static Optional<ObjectId> parse(String text) {
            int at = text.indexOf(SEPARATOR);
            return at < 0 || !Ulids.isUlid(text.substring(0, at)) || text.length() == at + SEPARATOR.length()
                    ? Optional.empty()
                    : Optional.of(new ObjectId(text.substring(0, at), text.substring(at + SEPARATOR.length())));
        }

        static String text(ObjectType type, String record) {
            return type.id() + SEPARATOR + record;
        }
    }
}
