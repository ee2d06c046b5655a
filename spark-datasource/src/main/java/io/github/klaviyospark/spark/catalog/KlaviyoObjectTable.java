package io.github.klaviyospark.spark.catalog;

import io.github.klaviyospark.core.objects.ObjectType;
import io.github.klaviyospark.spark.options.CatalogConf;
import io.github.klaviyospark.spark.options.ReadConf;
import io.github.klaviyospark.spark.write.KlaviyoWriteBuilder;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsDeleteV2;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The objects of a type. They are read as the API shows them, written as records of the data source that the type is
 * mapped from, and deleted by their ids.
 */
final class KlaviyoObjectTable implements SupportsRead, SupportsWrite, SupportsDeleteV2 {

    private final ObjectType type;
    private final ObjectColumns columns;
    private final CatalogConf conf;
    private final ObjectDirectory directory;

    KlaviyoObjectTable(ObjectType type, ObjectColumns columns, CatalogConf conf, ObjectDirectory directory) {
        this.type = type;
        this.columns = columns;
        this.conf = conf;
        this.directory = directory;
    }

    @Override
    public String name() {
        return "klaviyo objects of " + type.title();
    }

    /** Spark 3.5 and 4.0 ask for this, later versions for {@link #columns()}. */
    @Override
    @SuppressWarnings("deprecation")
    public StructType schema() {
        return columns.schema();
    }

    @Override
    public Column[] columns() {
        return columns.columns();
    }

    @Override
    public Map<String, String> properties() {
        return Map.of(
                "objectTypeId", type.id(),
                "title", type.title(),
                "comment", type.description(),
                "idField", columns.idColumn());
    }

    /** Truncation is named although it is refused, because only then the refusal is ours to word. */
    @Override
    public Set<TableCapability> capabilities() {
        return EnumSet.of(TableCapability.BATCH_READ, TableCapability.BATCH_WRITE, TableCapability.TRUNCATE);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        ReadConf read = ReadConf.of(conf.reading(options.asCaseSensitiveMap()), System.getenv(), columns.collection());
        return new ObjectScanBuilder(read, type.id(), columns.schema());
    }

    @Override
    public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
        directory.touchedBy(type, columns).ifPresent(other -> {
            throw new UnsupportedOperationException("Rows cannot be inserted into object type '" + type.title()
                    + "' alone: its data source also feeds '" + other.title()
                    + "', whose id is in the same record, so that a row of this table would make the other's properties null."
                    + " Write whole records instead: df.write.format(\"klaviyo\").option(\"dataSource\", …).");
        });
        Map<String, String> options = conf.writing(info.options().asCaseSensitiveMap());
        options.put("dataSource", columns.sourceId());
        options.put("idField", columns.idColumn());
        return new KlaviyoWriteBuilder(info, options, columns.form());
    }

    /**
     * Whether objects can be deleted by such conditions.
     *
     * @throws UnsupportedOperationException when they cannot, with what can be done instead
     */
    @Override
    public boolean canDeleteWhere(Predicate[] predicates) {
        DeletedIds.of(predicates, columns.idColumn());
        return true;
    }

    @Override
    public void deleteWhere(Predicate[] predicates) {
        DeletedIds ids = DeletedIds.of(predicates, columns.idColumn());
        directory.ask(client -> ids.delete(client, type.id()));
    }

    @Override
    public String toString() {
        return "KlaviyoObjectTable(" + type.title() + ")";
    }
}
