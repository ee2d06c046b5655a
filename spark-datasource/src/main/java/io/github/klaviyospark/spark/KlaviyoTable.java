package io.github.klaviyospark.spark;

import io.github.klaviyospark.spark.catalog.RecordColumns;
import io.github.klaviyospark.spark.catalog.TableColumns;
import io.github.klaviyospark.spark.options.ReadConf;
import io.github.klaviyospark.spark.read.KlaviyoScanBuilder;
import io.github.klaviyospark.spark.write.KlaviyoWriteBuilder;
import java.util.EnumSet;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A part of an account as a table: a collection that can be read, or a bulk endpoint that can be appended to. */
final class KlaviyoTable implements SupportsRead, SupportsWrite {

    private final StructType schema;

    /**
     * A table.
     *
     * @param schema the columns when it is read; a write takes any
     */
    KlaviyoTable(StructType schema) {
        this.schema = schema;
    }

    @Override
    public String name() {
        return "klaviyo";
    }

    /** Spark 3.5 and 4.0 ask for this, later versions for {@link #columns()}. */
    @Override
    @SuppressWarnings("deprecation")
    public StructType schema() {
        return schema;
    }

    @Override
    public Column[] columns() {
        return TableColumns.of(schema);
    }

    /** Truncation is named although it is refused, because only then the refusal is ours to word. */
    @Override
    public Set<TableCapability> capabilities() {
        return EnumSet.of(
                TableCapability.BATCH_READ,
                TableCapability.MICRO_BATCH_READ,
                TableCapability.BATCH_WRITE,
                TableCapability.ACCEPT_ANY_SCHEMA,
                TableCapability.TRUNCATE);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        ReadConf conf = ReadConf.of(options.asCaseSensitiveMap(), System.getenv());
        return conf.collection().lacksProperties()
                ? RecordColumns.scan(conf, schema)
                : new KlaviyoScanBuilder(conf, GivenSchema.check(schema, conf));
    }

    @Override
    public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
        return new KlaviyoWriteBuilder(info);
    }

    @Override
    public String toString() {
        return "KlaviyoTable";
    }
}
