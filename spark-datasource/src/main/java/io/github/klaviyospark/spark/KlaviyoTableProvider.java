package io.github.klaviyospark.spark;

import java.util.Map;
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

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return new StructType();
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return new KlaviyoTable();
    }

    /** A write takes any columns, so the schema of the rows is looked at when they are about to be written. */
    @Override
    public boolean supportsExternalMetadata() {
        return true;
    }
}
