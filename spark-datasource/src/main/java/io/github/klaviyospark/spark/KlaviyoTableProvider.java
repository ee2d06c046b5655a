package io.github.klaviyospark.spark;

import io.github.klaviyospark.spark.archive.ArchiveColumns;
import io.github.klaviyospark.spark.catalog.RecordColumns;
import io.github.klaviyospark.spark.options.ArchiveConf;
import io.github.klaviyospark.spark.options.ReadConf;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The entry that Spark finds under the name {@code klaviyo}.
 *
 * <pre>{@code
 * Dataset<Row> profiles = spark.read().format("klaviyo").load("profiles");
 * pets.write().format("klaviyo")
 *         .option("dataSource", "shop.pets")
 *         .option("idField", "pet_id")
 *         .mode("append")
 *         .save("data-source-records");
 * }</pre>
 */
public final class KlaviyoTableProvider implements TableProvider, DataSourceRegister {

    /** For Spark, which makes it by reflection. */
    public KlaviyoTableProvider() {}

    @Override
    public String shortName() {
        return "klaviyo";
    }

    /**
     * Spark asks this of a read that gives no schema, and never of a write. Only the objects of a type take a request, for
     * their properties.
     */
    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        Optional<ArchiveConf> archive = ArchiveConf.of(options.asCaseSensitiveMap());
        if (archive.isPresent()) {
            return ArchiveColumns.all(archive.get().target());
        }
        ReadConf conf = ReadConf.of(options.asCaseSensitiveMap(), System.getenv());
        return conf.collection().lacksProperties() ? RecordColumns.inferred(conf) : GivenSchema.all(conf);
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return new KlaviyoTable(schema);
    }

    /** A write takes any columns and a read some of those there are: looked at when it is known which of both it is. */
    @Override
    public boolean supportsExternalMetadata() {
        return true;
    }
}
