package io.github.klaviyospark.spark.catalog;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.spark.options.CatalogConf;
import io.github.klaviyospark.spark.options.ReadConf;
import io.github.klaviyospark.spark.pages.CollectionSchema;
import io.github.klaviyospark.spark.read.KlaviyoScanBuilder;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A collection of the API. */
final class KlaviyoCollectionTable implements SupportsRead {

    private final CollectionDescriptor collection;
    private final CatalogConf conf;

    KlaviyoCollectionTable(CollectionDescriptor collection, CatalogConf conf) {
        this.collection = collection;
        this.conf = conf;
    }

    @Override
    public String name() {
        return "klaviyo " + collection.name();
    }

    /** Spark 3.5 and 4.0 ask for this, later versions for {@link #columns()}. */
    @Override
    @SuppressWarnings("deprecation")
    public StructType schema() {
        return CollectionSchema.of(collection, List.of());
    }

    @Override
    public Column[] columns() {
        return TableColumns.of(CollectionSchema.of(collection, List.of()));
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ, TableCapability.MICRO_BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        ReadConf read = ReadConf.of(conf.reading(options.asCaseSensitiveMap()), System.getenv(), collection);
        if (!read.includes().isEmpty() || !read.members().isMap()) {
            throw new IllegalArgumentException(
                    "Options include and properties give a table other columns, and those of a"
                            + " table of the catalog are known before a query is. Read it by its path: load(\""
                            + collection.name() + "\").");
        }
        return new KlaviyoScanBuilder(read, CollectionSchema.of(collection, List.of()));
    }

    @Override
    public String toString() {
        return "KlaviyoCollectionTable(" + collection.name() + ")";
    }
}
