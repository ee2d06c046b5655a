package io.github.klaviyospark.spark.catalog;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.objects.ObjectRecords;
import io.github.klaviyospark.core.page.Page;
import io.github.klaviyospark.spark.account.Account;
import io.github.klaviyospark.spark.options.ReadConf;
import io.github.klaviyospark.spark.pages.PageDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;

/** A few objects, each by its id. One task reads them, so that they share the quota. */
final class ObjectLookupScan implements Scan, Batch {

    private final ReadConf conf;
    private final String objectTypeId;
    private final StructType columns;
    private final Set<String> ids;

    ObjectLookupScan(ReadConf conf, String objectTypeId, StructType columns, Set<String> ids) {
        this.conf = conf;
        this.objectTypeId = objectTypeId;
        this.columns = columns;
        this.ids = ids;
    }

    @Override
    public StructType readSchema() {
        return columns;
    }

    @Override
    public Batch toBatch() {
        return this;
    }

    @Override
    public InputPartition[] planInputPartitions() {
        return ids.isEmpty() ? new InputPartition[0] : new InputPartition[] {new Ids(new ArrayList<>(ids))};
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        Account account =
                Account.of(conf.connection(), SparkContext.getOrCreate().hadoopConfiguration());
        return new Factory(account, conf.collection(), objectTypeId, columns);
    }

    @Override
    public ColumnarSupportMode columnarSupportMode() {
        return ColumnarSupportMode.UNSUPPORTED;
    }

    /** Without the ids, which may be a person's. */
    @Override
    public String description() {
        return "klaviyo " + conf.collection().name() + " " + ids.size() + " by id, a request each";
    }

    /** Equal scans send equal requests: where a query has two of them, Spark reads once and uses the rows twice. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ObjectLookupScan that
                && conf.equals(that.conf)
                && columns.equals(that.columns)
                && ids.equals(that.ids);
    }

    @Override
    public int hashCode() {
        return ids.hashCode();
    }

    @Override
    public String toString() {
        return description();
    }

    /** The ids, in a type that every serializer takes. */
    private record Ids(ArrayList<String> ids) implements InputPartition {

        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            return "Ids(" + ids.size() + ")";
        }
    }

    private record Factory(Account account, CollectionDescriptor collection, String objectTypeId, StructType columns)
            implements PartitionReaderFactory {

        private static final long serialVersionUID = 1L;

        @Override
        public PartitionReader<InternalRow> createReader(InputPartition partition) {
            return new Reader(this, ((Ids) partition).ids().iterator());
        }
    }

    private static final class Reader implements PartitionReader<InternalRow> {

        private final Factory factory;
        private final Iterator<String> ids;
        private final KlaviyoClient client;
        private final ObjectRecords records;
        private final PageDecoder decoder;
        private InternalRow row;

        Reader(Factory factory, Iterator<String> ids) {
            this.factory = factory;
            this.ids = ids;
            this.client = factory.account().client().build();
            this.records = new ObjectRecords(client);
            this.decoder = new PageDecoder(factory.columns(), factory.collection());
        }

        @Override
        public boolean next() throws IOException {
            while (ids.hasNext()) {
                Optional<byte[]> page = records.page(factory.objectTypeId(), ids.next());
                if (page.isPresent()) {
                    Page<InternalRow> one = decoder.read(page.get());
                    row = one.resources().get(0);
                    return true;
                }
            }
            return false;
        }

        @Override
        public InternalRow get() {
            return row;
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
