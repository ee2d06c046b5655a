package io.github.klaviyospark.spark.catalog;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.objects.ObjectSchemas;
import io.github.klaviyospark.core.objects.ObjectType;
import io.github.klaviyospark.core.objects.ObjectTypes;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.account.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The object types of an account by the names that SQL knows them under. Spark asks for a table several times in one
 * query, so what was found is kept for a minute.
 */
final class ObjectDirectory {

    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Supplier<Account> account;
    private final Clock clock;
    private final Map<String, ObjectColumns> columns = new HashMap<>();
    private List<ObjectType> types;
    private long readAt;

    ObjectDirectory(Supplier<Account> account, Clock clock) {
        this.account = account;
        this.clock = clock;
    }

    /** A name that SQL takes without quotes. */
    static String tableName(String title) {
        String name = title.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{Nd}]+", "_")
                .replaceAll("^_|_$", "");
        return name.isEmpty() ? "object" : name;
    }

    /** The table of each type, in the order of the account; types whose names are the same go by their id. */
    synchronized Map<String, ObjectType> tables() {
        Map<String, ObjectType> tables = new LinkedHashMap<>();
        for (ObjectType type : types()) {
            String name = tableName(type.title());
            long same = types().stream()
                    .filter(other -> tableName(other.title()).equals(name))
                    .count();
            tables.put(same > 1 ? type.id() : name, type);
        }
        return tables;
    }

    /** A type by the name of its table, its title or its id. */
    synchronized Optional<ObjectType> find(String name) {
        Optional<ObjectType> found = lookUp(name);
        if (found.isEmpty() && types != null && clock.nanoTime() != readAt) {
            forget();
            found = lookUp(name);
        }
        return found;
    }

    private Optional<ObjectType> lookUp(String name) {
        ObjectType byTable = tables().get(name.toLowerCase(Locale.ROOT));
        return Optional.ofNullable(byTable).or(() -> types().stream()
                .filter(type -> type.title().equalsIgnoreCase(name) || type.id().equalsIgnoreCase(name))
                .findFirst());
    }

    /**
     * The columns of a type.
     *
     * @throws UnsupportedOperationException when it has no active schema yet
     */
    synchronized ObjectColumns columns(ObjectType type) {
        String schema = type.currentSchema()
                .orElseThrow(() -> new UnsupportedOperationException("Object type '" + type.title()
                        + "' has no active schema yet and so no columns. Activate it in Klaviyo, or provision it."));
        return columns.computeIfAbsent(
                schema, id -> new ObjectColumns(type, ask(client -> new ObjectSchemas(client).read(id))));
    }

    /** Another type that records of a table would change as well; nothing when there is none. */
    synchronized Optional<ObjectType> touchedBy(ObjectType type, ObjectColumns table) {
        return types().stream()
                .filter(other ->
                        !other.id().equals(type.id()) && other.currentSchema().isPresent())
                .filter(other -> table.wouldTouch(columns(other)))
                .findFirst();
    }

    /** Forgets everything, so that it is read again. */
    synchronized void forget() {
        types = null;
        columns.clear();
    }

    private List<ObjectType> types() {
        boolean isOld = types != null && clock.nanoTime() - readAt > KEPT.toNanos();
        if (types == null || isOld) {
            columns.clear();
            types = ask(client -> new ObjectTypes(client).all());
            readAt = clock.nanoTime();
        }
        return types;
    }

    /** What a question to the account is answered. */
    <T> T ask(Question<T> question) {
        try (KlaviyoClient client = account.get().client().build()) {
            return question.ask(client);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * Something to ask the account.
     *
     * @param <T> the answer
     */
    interface Question<T> {

        T ask(KlaviyoClient client) throws IOException;
    }
}
