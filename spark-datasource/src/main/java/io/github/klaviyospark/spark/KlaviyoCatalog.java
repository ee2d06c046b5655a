package io.github.klaviyospark.spark;

import io.github.klaviyospark.spark.catalog.CatalogTables;
import io.github.klaviyospark.spark.options.CatalogConf;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * An account as a SQL catalog.
 *
 * <pre>{@code
 * spark.sql.catalog.klaviyo                io.github.klaviyospark.spark.KlaviyoCatalog
 * spark.sql.catalog.klaviyo.apiKeySource   env:KLAVIYO_API_KEY
 * }</pre>
 *
 * <p>{@code klaviyo.profiles} and {@code klaviyo.catalog_items} are collections, {@code klaviyo.lists.Y6nRLr.profiles} one
 * of a resource, {@code klaviyo.objects.pet} the objects of a type, and {@code klaviyo.meta} has tables about the account.
 */
public final class KlaviyoCatalog implements TableCatalog, SupportsNamespaces {

    private static final String ALLOW_DROP = "allowDrop";

    private String name;
    private CatalogTables tables;

    /** For Spark, which makes it by reflection. */
    public KlaviyoCatalog() {}

    @Override
    public void initialize(String catalogName, CaseInsensitiveStringMap options) {
        name = catalogName;
        Map<String, String> settings = new HashMap<>(options.asCaseSensitiveMap());
        // Read when a table is dropped, so that a session can set it for one statement.
        settings.keySet().removeIf(ALLOW_DROP::equalsIgnoreCase);
        tables = new CatalogTables(CatalogConf.of(catalogName, settings, System.getenv()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String[][] listNamespaces() {
        return tables.namespaces().stream()
                .map(namespace -> new String[] {namespace})
                .toArray(String[][]::new);
    }

    @Override
    public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
        return namespace.length == 0 ? listNamespaces() : none(namespace);
    }

    private String[][] none(String[] namespace) throws NoSuchNamespaceException {
        if (!isOfResource(namespace)) {
            checked(namespace);
        }
        return new String[0][];
    }

    @Override
    public Map<String, String> loadNamespaceMetadata(String[] namespace) throws NoSuchNamespaceException {
        if (isOfResource(namespace)) {
            return Map.of(SupportsNamespaces.PROP_COMMENT, "what belongs to " + namespace[1] + " of " + namespace[0]);
        }
        String comment =
                switch (checked(namespace)) {
                    case CatalogTables.OBJECTS -> "Custom Objects, a table for each object type";
                    case CatalogTables.META -> "what the account has and allows";
                    default -> "Klaviyo";
                };
        return Map.of(SupportsNamespaces.PROP_COMMENT, comment);
    }

    /** Whether a namespace is a resource, such as one list. Whether it exists only a read finds out. */
    private boolean isOfResource(String[] namespace) {
        return namespace.length == 2 && !tables.namesOf(namespace[0]).isEmpty();
    }

    private String checked(String[] namespace) throws NoSuchNamespaceException {
        if (namespace.length == 0) {
            return "";
        }
        String lower = namespace[0].toLowerCase(Locale.ROOT);
        if (namespace.length > 1 || !tables.namespaces().contains(lower)) {
            throw new NoSuchNamespaceException(namespace);
        }
        return lower;
    }

    @Override
    public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
        List<String> names = isOfResource(namespace) ? tables.namesOf(namespace[0]) : tables.names(checked(namespace));
        return names.stream().map(table -> Identifier.of(namespace, table)).toArray(Identifier[]::new);
    }

    @Override
    public Table loadTable(Identifier ident) throws NoSuchTableException {
        return find(ident).orElseThrow(() -> new NoSuchTableException(ident));
    }

    private Optional<Table> find(Identifier ident) throws NoSuchTableException {
        String[] namespace = ident.namespace();
        return isOfResource(namespace)
                ? tables.find(namespace[0], namespace[1], ident.name())
                : tables.find(namespace(ident), ident.name());
    }

    private String namespace(Identifier ident) throws NoSuchTableException {
        try {
            return checked(ident.namespace());
        } catch (NoSuchNamespaceException e) {
            throw new NoSuchTableException(ident);
        }
    }

    @Override
    public boolean tableExists(Identifier ident) {
        if (isOfResource(ident.namespace())) {
            return tables.namesOf(ident.namespace()[0]).stream().anyMatch(ident.name()::equalsIgnoreCase);
        }
        try {
            return tables.exists(checked(ident.namespace()), ident.name());
        } catch (NoSuchNamespaceException e) {
            return false;
        }
    }

    @Override
    public void invalidateTable(Identifier ident) {
        tables.forget();
    }

    /** Called by Spark since 3.4. Provisions the object type and returns when it is active. */
    @Override
    public Table createTable(Identifier ident, Column[] columns, Transform[] partitions, Map<String, String> properties)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        StructType schema = new StructType();
        for (Column column : columns) {
            if (column.defaultValue() != null || column.generationExpression() != null) {
                throw new UnsupportedOperationException("Column '" + column.name()
                        + "' has a default or is generated, and Klaviyo's properties know neither. Leave it out.");
            }
            MetadataBuilder comment = new MetadataBuilder();
            if (column.comment() != null) {
                comment.putString("comment", column.comment());
            }
            StructField field =
                    DataTypes.createStructField(column.name(), column.dataType(), column.nullable(), comment.build());
            schema = schema.add(field);
        }
        return create(ident, schema, partitions, properties);
    }

    @Override
    @Deprecated
    public Table createTable(
            Identifier ident, StructType schema, Transform[] partitions, Map<String, String> properties)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        return create(ident, schema, partitions, properties);
    }

    private Table create(Identifier ident, StructType schema, Transform[] partitions, Map<String, String> properties)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        if (!checked(ident.namespace()).equals(CatalogTables.OBJECTS)) {
            throw new UnsupportedOperationException("Tables can only be created in " + name + "."
                    + CatalogTables.OBJECTS + ", as object types. '" + ident + "' is elsewhere.");
        }
        if (partitions.length > 0) {
            throw new UnsupportedOperationException("Object types have no partitions. Leave PARTITIONED BY out.");
        }
        if (tables.exists(CatalogTables.OBJECTS, ident.name())) {
            throw new TableAlreadyExistsException(ident);
        }
        return tables.create(ident.name(), schema, properties);
    }

    @Override
    public Table alterTable(Identifier ident, TableChange... changes) {
        throw new UnsupportedOperationException("An active schema cannot be altered in place. Change the definition and"
                + " provision it: that makes a new version of the schema and activates it.");
    }

    /**
     * Deletes an object type with all its objects, if {@code spark.sql.catalog.NAME.allowDrop} is true.
     *
     * @throws UnsupportedOperationException when it is not
     */
    @Override
    public boolean dropTable(Identifier ident) {
        String setting = "spark.sql.catalog." + name + "." + ALLOW_DROP;
        if (!tableExists(ident)) {
            return false;
        }
        if (!isObjects(ident)) {
            throw new UnsupportedOperationException("'" + ident + "' is a part of the API and cannot be dropped.");
        }
        if (!Boolean.parseBoolean(SQLConf.get().getConfString(setting, "false"))) {
            throw new UnsupportedOperationException("DROP TABLE would delete the object type '" + ident.name()
                    + "' in Klaviyo with all its objects. The records stay in the data source, and make objects again for"
                    + " the next type that is mapped from it. If that is meant, SET " + setting
                    + "=true and drop it again.");
        }
        return tables.drop(ident.name());
    }

    private static boolean isObjects(Identifier ident) {
        return ident.namespace().length == 1 && ident.namespace()[0].equalsIgnoreCase(CatalogTables.OBJECTS);
    }

    @Override
    public void renameTable(Identifier oldIdent, Identifier newIdent) {
        throw new UnsupportedOperationException("Klaviyo cannot rename an object type by its API.");
    }

    @Override
    public void createNamespace(String[] namespace, Map<String, String> metadata) {
        throw fixedNamespaces();
    }

    @Override
    public void alterNamespace(String[] namespace, NamespaceChange... changes) {
        throw fixedNamespaces();
    }

    @Override
    public boolean dropNamespace(String[] namespace, boolean cascade) {
        throw fixedNamespaces();
    }

    private UnsupportedOperationException fixedNamespaces() {
        return new UnsupportedOperationException(
                "The namespaces of " + name + " are fixed: " + String.join(", ", tables.namespaces()) + ".");
    }

    @Override
    public String toString() {
        return "KlaviyoCatalog(" + name + ")";
    }
}
