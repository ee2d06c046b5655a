package io.github.klaviyospark.spark.catalog;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Collections;
import io.github.klaviyospark.core.definition.Definition;
import io.github.klaviyospark.core.objects.ObjectType;
import io.github.klaviyospark.core.objects.ObjectTypes;
import io.github.klaviyospark.core.provision.ProvisionListener;
import io.github.klaviyospark.core.provision.Provisioner;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.account.Account;
import io.github.klaviyospark.spark.options.CatalogConf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.types.StructType;

/**
 * The tables of a catalog: collections at the top, object types under {@code objects}, the account under {@code meta}, and
 * what belongs to a resource under its collection and its id, as in {@code lists.Y6nRLr.profiles}.
 */
public final class CatalogTables {

    /** The namespace of object types. */
    public static final String OBJECTS = "objects";

    /** The namespace of tables about the account. */
    public static final String META = "meta";

    private final CatalogConf conf;
    private final ObjectDirectory directory;
    private Account account;

    /** The tables of an account. */
    public CatalogTables(CatalogConf conf) {
        this.conf = conf;
        this.directory = new ObjectDirectory(this::account, Clock.system());
    }

    private synchronized Account account() {
        if (account == null) {
            account = Account.of(conf.connection(), SparkContext.getOrCreate().hadoopConfiguration());
        }
        return account;
    }

    /** The namespaces. */
    public List<String> namespaces() {
        return List.of(OBJECTS, META);
    }

    /** The names of the tables of a namespace; the empty one is the catalog itself. */
    public List<String> names(String namespace) {
        return switch (namespace) {
            case OBJECTS -> new ArrayList<>(directory.tables().keySet());
            case META ->
                Stream.of(AccountTables.values()).map(AccountTables::label).toList();
            default ->
                Collections.all().stream()
                        .filter(collection -> !collection.needsResource())
                        .map(collection -> collection.name().replace('-', '_'))
                        .toList();
        };
    }

    /** The names of the tables of a resource, such as a list; none when resources of its kind have no tables. */
    public List<String> namesOf(String holder) {
        String prefix = holder.toLowerCase(Locale.ROOT).replace('_', '-') + "/";
        return Collections.all().stream()
                .filter(collection -> collection.name().startsWith(prefix) && !collection.lacksProperties())
                .map(collection -> collection
                        .name()
                        .substring(collection.name().lastIndexOf('/') + 1)
                        .replace('-', '_'))
                .toList();
    }

    /**
     * A table of a resource; nothing when there is none of that name.
     *
     * @param holder the collection that the resource is of
     * @throws IllegalArgumentException when what is given cannot be an id
     */
    public Optional<Table> find(String holder, String id, String name) {
        if (namesOf(holder).stream().noneMatch(name.replace('-', '_')::equalsIgnoreCase)) {
            return Optional.empty();
        }
        String path = (holder + "/ID/" + name).toLowerCase(Locale.ROOT).replace('_', '-');
        return Collections.find(path.replace("/id/", "/" + id + "/"))
                .map(collection -> new KlaviyoCollectionTable(collection, conf));
    }

    /** A table; nothing when there is none of that name. */
    public Optional<Table> find(String namespace, String name) {
        return switch (namespace) {
            case OBJECTS -> directory.find(name).map(this::table);
            case META ->
                Arrays.stream(AccountTables.values())
                        .filter(table -> table.label().equalsIgnoreCase(name))
                        .map(table -> (Table) new KlaviyoAccountTable(table, conf))
                        .findFirst();
            default -> {
                String path = name.toLowerCase(Locale.ROOT).replace('_', '-');
                Optional<CollectionDescriptor> found = path.contains("/") ? Optional.empty() : Collections.find(path);
                yield found.map(collection -> new KlaviyoCollectionTable(collection, conf));
            }
        };
    }

    private Table table(ObjectType type) {
        return new KlaviyoObjectTable(type, directory.columns(type), conf, directory);
    }

    /** Whether there is such a table; asks less than looking at it. */
    public boolean exists(String namespace, String name) {
        return namespace.equals(OBJECTS)
                ? directory.find(name).isPresent()
                : find(namespace, name).isPresent();
    }

    /**
     * Provisions an object type and waits until it is active.
     *
     * @throws IllegalArgumentException when columns or properties break rules
     */
    public Table create(String name, StructType columns, Map<String, String> properties) {
        Definition definition = TableDefinition.of(name, columns, properties);
        try {
            directory.ask(client -> new Provisioner(client, definition).apply(ProvisionListener.NONE));
        } finally {
            directory.forget();
        }
        String title = definition.objects().get(0).title();
        return find(OBJECTS, title).orElseThrow();
    }

    /** Deletes an object type with all its objects. */
    public boolean drop(String name) {
        Optional<ObjectType> type = directory.find(name);
        try {
            return type.isPresent()
                    && directory.ask(
                            client -> new ObjectTypes(client).delete(type.get().id()));
        } finally {
            directory.forget();
        }
    }

    /** Forgets what was found, so that it is read again. */
    public void forget() {
        directory.forget();
    }

    @Override
    public String toString() {
        return "CatalogTables(" + conf + ")";
    }
}
