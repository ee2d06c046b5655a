package io.github.klaviyospark.spark;

import io.github.klaviyospark.spark.archive.KlaviyoArchiveScanBuilder;
import io.github.klaviyospark.spark.catalog.RecordColumns;
import io.github.klaviyospark.spark.catalog.TableColumns;
import io.github.klaviyospark.spark.options.ArchiveConf;
import io.github.klaviyospark.spark.options.ReadConf;
import io.github.klaviyospark.spark.read.KlaviyoScanBuilder;
import io.github.klaviyospark.spark.write.KlaviyoWriteBuilder;
import io.github.klaviyospark.spark.write.StreamedQuery;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.streaming.ReportsSinkMetrics;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A part of an account as a table: a collection that can be read, or a bulk endpoint that can be appended to. */
final class KlaviyoTable implements SupportsRead, SupportsWrite, ReportsSinkMetrics {

    private final StructType schema;
    private final StreamedQuery streamed = new StreamedQuery();

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
                TableCapability.STREAMING_WRITE,
                TableCapability.ACCEPT_ANY_SCHEMA,
                TableCapability.TRUNCATE);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        Optional<ArchiveConf> archive = ArchiveConf.of(options.asCaseSensitiveMap());
        if (archive.isPresent()) {
            return new KlaviyoArchiveScanBuilder(archive.get(), schema);
        }
        ReadConf conf = ReadConf.of(options.asCaseSensitiveMap(), System.getenv());
        return conf.collection().lacksProperties()
                ? RecordColumns.scan(conf, schema)
                : new KlaviyoScanBuilder(conf, GivenSchema.check(schema, conf));
    }

    @Override
    public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
        return new KlaviyoWriteBuilder(info, streamed);
    }

    /** What Spark puts into the progress of a query that writes a stream. */
    @Override
    public Map<String, String> metrics() {
        return streamed.metrics();
    }

    @Override
    public String toString() {
        return "KlaviyoTable";
    }
}
