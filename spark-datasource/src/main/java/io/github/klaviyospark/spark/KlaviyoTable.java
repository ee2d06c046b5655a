package io.github.klaviyospark.spark;

import io.github.klaviyospark.spark.write.KlaviyoWriteBuilder;
import java.util.EnumSet;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;

/** A bulk endpoint as a table that can be appended to. */
final class KlaviyoTable implements SupportsWrite {

    @Override
    public String name() {
        return "klaviyo";
    }

    /** Spark 3.5 and 4.0 ask for this, later versions for {@link #columns()}. */
    @Override
    @SuppressWarnings("deprecation")
    public StructType schema() {
        return new StructType();
    }

    @Override
    public Column[] columns() {
        return new Column[0];
    }

    /** Truncation is named although it is refused, because only then the refusal is ours to word. */
    @Override
    public Set<TableCapability> capabilities() {
        return EnumSet.of(TableCapability.BATCH_WRITE, TableCapability.ACCEPT_ANY_SCHEMA, TableCapability.TRUNCATE);
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
